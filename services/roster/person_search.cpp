// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_search.h"

#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/name_search.h"
#include "platform/rows/rows.h"
#include "platform/rpc/person_name.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "platform/text/search_words.h"
#include "roster/identifiers.h"

namespace muster::roster {
namespace {

constexpr std::size_t words_max = 10;

db::Query in_unit(rpc::Context& context, const std::string& unit) {
  const long long id = proto::id_of<v1::Unit>(unit, "unit");
  rpc::require_visible_unit(context, id);
  return {
      " AND EXISTS (SELECT 1 FROM unit_closure WHERE unit_closure.descendant = belonging.unit "
      "AND unit_closure.ancestor = ?)",
      {id}};
}

std::vector<std::string> words_of(const std::string& query) {
  std::vector<std::string> words = text::typed_words(query);
  if (words.size() <= words_max) return words;
  throw status::invalid_argument(
      "query", platform::v1::REASON_TOO_MANY,
      "has more than " + std::to_string(words_max) + " words; give the few that tell people apart",
      {{"limit", std::to_string(words_max)}});
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
  if (request.query().find_first_not_of(' ') != std::string::npos) {
    rows::search_names(context.sql, spec, words_of(request.query()), scope.everything && request.unit().empty());
  }
  if (!request.identifier().empty()) {
    spec.where += " AND ";
    spec.where += is_called(request.identifier(), rules::format_date(context.today()));
  }
  return spec;
}

}  // namespace muster::roster
