// SPDX-License-Identifier: EUPL-1.2
#include "roster/people_moves.h"

#include <set>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/resources.h"
#include "platform/rows/bulk.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"
#include "roster/membership_upkeep.h"
#include "roster/ranks.h"
#include "roster/unit_places.h"

namespace muster::roster {
namespace {

using facts::v1::MembershipFact;

// Which affiliations, by whether they began before the day.
enum class Began { before, from_then_on, whenever };

db::Query moving(const PeopleMove& move, Began began, const std::string& table = "affiliation") {
  db::Query where{table + ".unit = ? AND (" + table + ".valid_to IS NULL OR " + table + ".valid_to >= ?)",
                  {move.from, move.day}};
  if (began == Began::before) where += {" AND " + table + ".valid_from < ?", {move.day}};
  if (began == Began::from_then_on) where += {" AND " + table + ".valid_from >= ?", {move.day}};
  if (!move.persons.empty()) {
    where += " AND ";
    where += db::one_of(table + ".person", move.persons);
  }
  return where;
}

db::Query ids_of(const PeopleMove& move, Began began) {
  db::Query ids("SELECT affiliation.id FROM affiliation WHERE ");
  ids += moving(move, began);
  return ids;
}

db::Query number(long long value) { return {"CAST(? AS BIGINT)", {value}}; }

void update(rpc::Context& context, const PeopleMove& move, Began began, const db::Query& set) {
  db::Query query("UPDATE affiliation SET ");
  query += set;
  query += {", update_time = ?, row_version = row_version + 1 WHERE ", {context.now_micros()}};
  query += moving(move, began);
  db::execute(context.sql, query);
}

// Those that go on: they end, and others like them begin.
void move_running(rpc::Context& context, const PeopleMove& move) {
  rows::copy_rows(context.sql, "affiliation", *v1::Affiliation::descriptor(), moving(move, Began::before),
                  {{"unit", number(move.to)}, {"valid_from", {"CAST(? AS TEXT)", {move.day}}}, {"reason", "''"}},
                  context.now_micros());
  db::Query facts{
      "affiliation former JOIN affiliation begun ON begun.person = former.person AND begun.unit = ? "
      "AND begun.valid_from = ? JOIN membership_fact fact ON fact.id = "
      "(SELECT MAX(id) FROM membership_fact WHERE record = former.id) WHERE ",
      {move.to, move.day}};
  facts += moving(move, Began::before, "former");
  facts += " ORDER BY begun.id";
  const long long day = rpc::day_from(move.day);
  rpc::append_from<MembershipFact>(context, facts,
                                   {{"record", "begun.id"}, {"unit", number(move.to)}, {"day_from", number(day)}});
  rpc::supersede<MembershipFact>(context, ids_of(move, Began::before), {{"day_to", number(day)}});
  update(context, move, Began::before, {"valid_to = ?", {rules::days_after(move.day, -1)}});
}

// Those that have not begun: they are of the other unit.
void move_whole(rpc::Context& context, const PeopleMove& move) {
  rpc::supersede<MembershipFact>(context, ids_of(move, Began::from_then_on), {{"unit", number(move.to)}});
  update(context, move, Began::from_then_on, {"unit = ?", {move.to}});
}

// Of those asked for the ones who are not in the unit then.
std::vector<long long> not_moving(rpc::Context& context, const PeopleMove& move,
                                  const google::protobuf::RepeatedPtrField<std::string>& asked) {
  std::set<long long> moved, seen;
  db::Query found("SELECT DISTINCT affiliation.person FROM affiliation WHERE ");
  found += moving(move, Began::whenever);
  for (const auto& [person] : db::select<long long>(context.sql, found)) moved.insert(person);
  db::Query visible("SELECT id FROM person WHERE ");
  visible += db::one_of("id", move.persons);
  visible += " AND ";
  visible += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  for (const auto& [person] : db::select<long long>(context.sql, visible)) seen.insert(person);
  std::set<long long> staying;
  status::Violations violations;
  for (int i = 0; i < asked.size(); ++i) {
    const long long person = proto::id_of<v1::Person>(asked[i]);
    if (moved.contains(person)) continue;
    if (seen.contains(person)) {
      staying.insert(person);
      continue;
    }
    violations.add("persons[" + std::to_string(i) + "]", platform::v1::REASON_REFERENCE_NOT_FOUND,
                   asked[i] + " does not exist; see ListPersons", {{"name", asked[i]}});
  }
  violations.throw_if_any();
  return {staying.begin(), staying.end()};
}

}  // namespace

long long count_moving(rpc::Context& context, const PeopleMove& move) {
  db::Query count("SELECT COUNT(DISTINCT affiliation.person) FROM affiliation WHERE ");
  count += moving(move, Began::whenever);
  return std::get<0>(*db::select_one<long long>(context.sql, count));
}

long long move_affiliations(rpc::Context& context, const PeopleMove& move) {
  context.sequence();
  const long long people = count_moving(context, move);
  if (people == 0) return 0;
  db::Query persons("SELECT affiliation.person FROM affiliation WHERE ");
  persons += moving(move, Began::whenever);
  rpc::reach_persons(context, persons);
  follow_rank_bands(context);
  move_running(context, move);
  move_whole(context, move);
  follow_upkeep(context,
                db::Query("SELECT person FROM affiliation WHERE unit = ? AND valid_from >= ?", {move.to, move.day}));
  context.audit_lines.push_back("moved " + std::to_string(people) + " people from unit/" + std::to_string(move.from) +
                                " to unit/" + std::to_string(move.to));
  return people;
}

v1::MovePeopleResponse move_people(rpc::Context& context, const v1::MovePeopleRequest& request) {
  context.sequence();  // what is checked below holds until the commit
  PeopleMove move{proto::id_of<v1::Unit>(request.from_unit(), "from_unit"),
                  proto::id_of<v1::Unit>(request.to_unit(), "to_unit"),
                  request.valid_from(),
                  {}};
  rpc::require_visible_unit(context, move.from);
  rpc::require_visible_unit(context, move.to);
  if (move.from == move.to) {
    throw status::invalid_argument("to_unit", platform::v1::REASON_NAMED_TWICE,
                                   "is from_unit; choose the unit that they go to");
  }
  rpc::require_begun(context, "valid_from", move.day);
  rpc::require_unit_in_force(context, move.to, std::nullopt, "to_unit");
  std::set<long long> asked;
  for (int i = 0; i < request.persons_size(); ++i) {
    asked.insert(proto::id_of<v1::Person>(request.persons(i), "persons[" + std::to_string(i) + "]"));
  }
  move.persons.assign(asked.begin(), asked.end());
  v1::MovePeopleResponse response;
  if (!asked.empty()) {
    for (const long long person : not_moving(context, move, request.persons())) {
      response.add_not_moved(proto::name_of<v1::Person>(person));
    }
  }
  response.set_moved(static_cast<int>(move_affiliations(context, move)));
  return response;
}

}  // namespace muster::roster
