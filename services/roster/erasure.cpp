// SPDX-License-Identifier: EUPL-1.2
#include "roster/erasure.h"

#include <algorithm>
#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/erased_numbers.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/steps.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::roster {
namespace {

void find_obstacles(rpc::Context& context, long long person, std::vector<platform::v1::Consequence>& obstacles) {
  db::Query query("SELECT affiliation.id, ");
  query += rpc::shown_unit_code(context);
  query +=
      {" FROM affiliation JOIN unit ON unit.id = affiliation.unit WHERE affiliation.person = ? "
       "AND (affiliation.valid_to IS NULL OR affiliation.valid_to > ?) ORDER BY affiliation.id",
       {person, rules::format_date(context.latest_day())}};
  for (const auto& [id, unit] : db::select<long long, std::string>(context.sql, query)) {
    const std::string name = proto::name_of<v1::Affiliation>(id);
    obstacles.push_back(
        rpc::obstacle(name, "EndAffiliation",
                      "the person belongs to " + unit + " by " + name + "; give it a last day that has come"));
  }
}

// Throws, naming the first of them, if anything stands against erasing the person.
void require_no_obstacle(rpc::Context& context, long long person) {
  const auto obstacles = rpc::obstacles(context, person);
  if (obstacles.empty()) return;
  constexpr std::size_t told_max = 10;
  std::string text;
  for (std::size_t i = 0; i < std::min(obstacles.size(), told_max); ++i) {
    text += (i ? "; " : "") + obstacles[i].explanation() + " (" + obstacles[i].verb() + ")";
  }
  throw status::failed_precondition(
      platform::v1::REASON_ERASURE_BLOCKED, proto::name_of<v1::Person>(person) + " cannot be erased yet: " + text,
      {{"name", obstacles[0].name()}, {"verb", obstacles[0].verb()}, {"count", std::to_string(obstacles.size())}});
}

rpc::Erased read_names(rpc::Context& context, long long person) {
  const auto row = db::select_one<std::string, std::string, std::string, std::string>(
      context.sql, {"SELECT number, given_name, family_name, preferred_name FROM person WHERE id = ?", {person}});
  if (!row) throw status::not_found(proto::name_of<v1::Person>(person));
  const auto& [number, given, family, preferred] = *row;
  rpc::Erased::Names names{given, family, preferred, {number}};
  for (const auto& [value] :
       db::select<std::string>(context.sql, {"SELECT value FROM identifier WHERE person = ? UNION ALL "
                                             "SELECT value FROM contact WHERE person = ?",
                                             {person, person}})) {
    names.values.push_back(value);
  }
  return {person, names};
}

// The person whose number has the hash; 0 if nobody has. Looks at everybody.
long long person_with_hash(rpc::Context& context, const std::string& hash) {
  constexpr long long people_at_once = 5000;
  for (long long last = 0;;) {
    const auto people = db::select<long long, std::string>(
        context.sql, {"SELECT id, number_key FROM person WHERE id > ? ORDER BY id LIMIT ?", {last, people_at_once}});
    std::set<std::string> keys;
    for (const auto& [id, number] : people) keys.insert(number);
    const auto numbers = rpc::hashes_of_numbers(context.sql, keys);
    const auto found = numbers.find(hash);
    for (const auto& [id, number] : people) {
      if (found != numbers.end() && number == found->second) return id;
      last = id;
    }
    if (people.size() < static_cast<std::size_t>(people_at_once)) return 0;
  }
}

long long person_of(rpc::Context& context, const v1::ErasePersonRequest& request) {
  if (!request.name().empty()) {
    if (!request.number_hash().empty()) {
      throw status::invalid_argument("number_hash", platform::v1::REASON_NOT_APPLICABLE,
                                     "goes without a name; leave one of the two out");
    }
    const long long person = proto::id_of<v1::Person>(request.name());
    rpc::require_visible_person(context, person);
    return person;
  }
  rpc::require_all_units(context);
  const long long person = person_with_hash(context, request.number_hash());
  if (person == 0) {
    throw status::invalid_argument("number_hash", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   "is of nobody's number in this database; leave it out",
                                   {{"name", request.number_hash()}});
  }
  return person;
}

}  // namespace

rpc::ErasureRule erasure_rule() { return {.find_obstacles = &find_obstacles}; }

v1::PreviewErasureResponse preview_erasure(rpc::Context& context, const v1::PreviewErasureRequest& request) {
  const long long person = proto::id_of<v1::Person>(request.name());
  rpc::require_visible_person(context, person);
  v1::PreviewErasureResponse response;
  response.set_name(request.name());
  for (auto& one : rpc::obstacles(context, person)) *response.add_obstacles() = std::move(one);
  const rpc::ErasureRows rows = rpc::rows_of(context, person);
  const auto add = [](v1::PreviewErasureResponse::Rows& line, const std::string& table, long long count) {
    line.set_table(table);
    line.set_count(static_cast<int>(count));
  };
  for (const auto& [table, count] : rows.deleted) add(*response.add_deleted(), table, count);
  for (const auto& [table, count] : rows.kept) add(*response.add_kept(), table, count);
  return response;
}

v1::Erasure erase_person(rpc::Context& context, const v1::ErasePersonRequest& request) {
  const long long person = person_of(context, request);
  context.sequence();  // what is checked from here on holds until the commit
  rpc::require(rpc::own_case(context, proto::name_of<v1::Person>(person), "erasure"));
  require_no_obstacle(context, person);
  if (read_names(context, person).may_be_in(request.reason())) {
    throw status::invalid_argument(
        "reason", platform::v1::REASON_NAMES_PERSON,
        "holds a name, the number, an identifier or a contact of the person, and is kept; say why without them");
  }
  const long long id = erase(context, person, request.reason());
  return *rows::query_one<v1::Erasure>(context.sql,
                                       {"SELECT " + rows::columns<v1::Erasure>() + " FROM erasure WHERE id = ?", {id}});
}

proto::Encoded<v1::ListErasuresResponse> list_erasures(rpc::Context& context, const v1::ListErasuresRequest& request) {
  rpc::require_all_units(context);
  rows::ListSpec spec;
  spec.table = "erasure";
  spec.default_order = "create_time desc";
  return rows::list<v1::Erasure, v1::ListErasuresResponse>(context.sql, request, spec);
}

long long erase(rpc::Context& context, long long person, const std::string& reason) {
  const rpc::Erased erased = read_names(context, person);
  const auto [number] = *db::select_one<std::string>(context.sql, {"SELECT number FROM person WHERE id = ?", {person}});
  v1::Erasure erasure;
  erasure.set_person(proto::name_of<v1::Person>(person));
  erasure.set_erased_date(rules::format_date(context.today()));
  erasure.set_reason(reason);
  erasure.set_number_hash(rpc::hashes_of_numbers(context.sql, {text::code_key(number)}).begin()->first);
  if (context.caller.account != 0) erasure.set_account("accounts/" + std::to_string(context.caller.account));
  rpc::carry_on(context, {rpc::Consequence::CAUSE_PERSON_ERASED, person, erasure.erased_date()});
  const long long id = rows::insert(context.sql, "erasure", erasure);
  rpc::take_out(context, erased);
  rows::remove(context.sql, "person", person);
  return id;
}

}  // namespace muster::roster
