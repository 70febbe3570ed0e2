// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_search.h"

#include <sstream>

#include "platform/db/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::roster {
namespace {

constexpr int words_max = 10;

db::Query in_unit(rpc::Call& call, const std::string& unit) {
  const long long id = db::id_of<v1::Unit>(unit, "unit");
  rpc::require_visible_unit(call, id);
  const std::string today = rules::format_date(call.today());
  return {" AND EXISTS (SELECT 1 FROM affiliation JOIN unit_closure ON unit_closure.descendant = affiliation.unit "
          "WHERE affiliation.person = person.id AND affiliation.valid_from <= ? "
          "AND (affiliation.valid_to IS NULL OR affiliation.valid_to >= ?) AND unit_closure.ancestor = ?)",
          {today, today, id}};
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
      throw status::invalid_argument("query", "has more than " + std::to_string(words_max) +
                                                  " words; give the few that tell people apart");
    }
    // A word holds no space, so it never matches across two of the names.
    condition += {" AND fold(person.number || ' ' || person.given_name || ' ' || person.family_name || ' ' || "
                  "person.preferred_name) LIKE fold(?) ESCAPE '!'",
                  {pattern_of(word)}};
  }
  return condition;
}

}  // namespace

db::ListSpec search_of(rpc::Call& call, const v1::ListPersonsRequest& request) {
  db::ListSpec spec;
  spec.table = "person";
  spec.default_order = "family_name, given_name";
  spec.where = rpc::visible_persons(rpc::scope_of(call), "person.id", call.today());
  if (!request.unit().empty()) spec.where += in_unit(call, request.unit());
  spec.where += with_words(request.query());
  return spec;
}

}  // namespace muster::roster
