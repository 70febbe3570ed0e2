// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_search.h"

#include <sstream>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/person_name.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"
#include "roster/identifiers.h"

namespace muster::roster {
namespace {

constexpr int words_max = 10;

db::Query in_unit(rpc::Context& context, const std::string& unit) {
  const long long id = proto::id_of<v1::Unit>(unit, "unit");
  rpc::require_visible_unit(context, id);
  return {
      " AND EXISTS (SELECT 1 FROM unit_closure WHERE unit_closure.descendant = belonging.unit "
      "AND unit_closure.ancestor = ?)",
      {id}};
}

// A LIKE pattern for "contains `word`", where no character of the word means anything else.
std::string pattern_of(const std::string& word) {
  std::string pattern = "%";
  for (char c : word) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

db::Query with_words(const std::string& query) {
  db::Query condition;
  int count = 0;
  std::istringstream words(query);
  for (std::string word; words >> word;) {
    if (++count > words_max) {
      throw status::invalid_argument(
          "query", platform::v1::REASON_TOO_MANY,
          "has more than " + std::to_string(words_max) + " words; give the few that tell people apart",
          {{"limit", std::to_string(words_max)}});
    }
    // A word holds no space, so it never matches across two of the names.
    const std::string key = text::code_key(word);
    condition +=
        {" AND (person.number_key LIKE ? ESCAPE '!' OR fold(person.given_name || ' ' || person.family_name || ' ' || "
         "person.preferred_name) LIKE fold(?) ESCAPE '!' OR ",
         {pattern_of(key.empty() ? word : key), pattern_of(word)}};
    condition += identifier_matches(word);
    condition += ")";
  }
  return condition;
}

}  // namespace

const rows::Joined& belonging() {
  static const rows::Joined joined{
      " LEFT JOIN affiliation belonging ON belonging.person = person.id AND belonging.valid_from <= ? "
      "AND (belonging.valid_to IS NULL OR belonging.valid_to >= ?) "
      "LEFT JOIN unit ON unit.id = belonging.unit LEFT JOIN rank ON rank.id = belonging.rank",
      {{"display_name", rpc::person_display_name},
       {"unit", "belonging.unit"},
       {"unit_display_name", "unit.display_name"},
       {"unit_display_name_nb", "unit.display_name_nb"},
       {"rank_display_name", "rank.display_name"},
       {"rank_display_name_nb", "rank.display_name_nb"},
       {"position", "belonging.position"}}};
  return joined;
}

std::vector<db::Value> belonging_args(const rpc::Context& context) {
  const std::string today = rules::format_date(context.today());
  return {today, today};
}

rows::ListSpec search_of(rpc::Context& context, const v1::ListPersonsRequest& request) {
  rows::ListSpec spec;
  spec.table = "person";
  spec.default_order = "family_name, given_name";
  spec.joined = belonging();
  spec.joined_args = belonging_args(context);
  const rpc::Scope scope = rpc::scope_of(context);
  spec.where_needs_joined = !scope.everything || !request.unit().empty();
  spec.where = rpc::visible_members(scope, "person.id", "belonging.unit");
  if (!request.unit().empty()) spec.where += in_unit(context, request.unit());
  spec.where += with_words(request.query());
  if (!request.identifier().empty()) {
    spec.where += " AND ";
    spec.where += is_called(request.identifier(), rules::format_date(context.today()));
  }
  return spec;
}

}  // namespace muster::roster
