// SPDX-License-Identifier: EUPL-1.2
#include "roster/unit_end.h"

#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"
#include "roster/affiliation_history.h"
#include "roster/people_moves.h"
#include "roster/unit_places.h"
#include "roster/units.h"

namespace muster::roster {
namespace {

// A stretch of days, from the first after the unit's last on, on which another one stands below it.
struct Below {
  long long unit;
  Days days;
};

// Those of units that are in force then.
std::vector<Below> below_after(rpc::Context& context, const Places& places, long long unit, const std::string& last) {
  const std::string next = rules::days_after(last, 1);
  std::vector<Below> found;
  for (const auto& [below] : db::select<long long>(
           context.sql, {"SELECT id FROM unit WHERE id IN (SELECT unit FROM unit_place WHERE parent = ?) "
                         "AND (valid_to IS NULL OR valid_to > ?) ORDER BY id",
                         {unit, last}})) {
    Days days = places.place_on(below, next);
    days.from = next;
    for (;;) {
      if (places.parent_on(below, days.from) == unit) found.push_back({below, days});
      if (days.to.empty()) break;
      days = places.place_on(below, days.to);
    }
  }
  return found;
}

[[noreturn]] void refuse_in_use(const std::string& unit, const std::string& last, long long people, std::size_t units) {
  throw status::failed_precondition(
      platform::v1::REASON_UNIT_IN_USE,
      unit + " has " + std::to_string(people) + " people and " + std::to_string(units) + " units below it after " +
          last + "; give a successor, which takes them, or move them first with MovePeople and MoveUnit",
      {{"people", std::to_string(people)}, {"units", std::to_string(units)}, {"date", last}});
}

void require_successor(rpc::Context& context, const Places& places, long long unit, long long successor,
                       const std::string& first_day, const std::string& field) {
  rpc::require_visible_unit(context, successor);
  rpc::require_unit_in_force(context, successor, std::nullopt, field);
  for (std::optional<long long> upper = successor; upper; upper = places.parent_on(*upper, first_day)) {
    if (*upper != unit) continue;
    throw status::invalid_argument(field, platform::v1::REASON_UNIT_BELOW_ITSELF,
                                   "is the unit itself or below it; choose a unit outside it, or move the successor "
                                   "with MoveUnit first",
                                   {{"name", proto::name_of<v1::Unit>(unit)}, {"date", first_day}});
  }
}

// What goes to the successor after the unit's last day.
struct Following {
  PeopleMove move;
  long long people = 0;
  std::vector<Below> below;
  std::set<long long> units;  // of `below`
};

// Throws where there is something and no successor that can take it; `field` of the request names that.
Following following(rpc::Context& context, const Places& places, long long unit, const std::string& successor,
                    const std::string& last, const std::string& field) {
  Following found;
  found.move = {unit, 0, rules::days_after(last, 1), {}};
  found.below = below_after(context, places, unit, last);
  for (const Below& one : found.below) found.units.insert(one.unit);
  found.people = count_moving(context, found.move);
  if (!successor.empty()) {
    found.move.to = proto::id_of<v1::Unit>(successor, field);
    require_successor(context, places, unit, found.move.to, found.move.day, field);
  } else if (found.people > 0 || !found.units.empty()) {
    refuse_in_use(proto::name_of<v1::Unit>(unit), last, found.people, found.units.size());
  }
  return found;
}

// Takes it to the successor, and tells what else hangs on the unit's end.
void settle(rpc::Context& context, Places& places, const Following& found, const std::string& successor,
            const rpc::End& end, const std::string& reason, const std::string& field) {
  const std::string& next = found.move.day;
  if (found.people > 0) {
    move_affiliations(context, found.move);
    rpc::add_settled(context, end, successor, "MovePeople",
                     std::to_string(found.people) + " people belong to it from " + next + " on");
  }
  for (const Below& one : found.below) {
    store_place(context, places, one.unit, found.move.to, one.days, reason, field);
  }
  if (!found.below.empty()) follow_places(context, places);
  for (const long long one : found.units) {
    rpc::add_settled(context, end, proto::name_of<v1::Unit>(one), "MoveUnit",
                     "stands under " + successor + " from " + next + " on");
  }
  rpc::carry_on(context, end);
}

void store_end(rpc::Context& context, const v1::Unit& ended) {
  google::protobuf::FieldMask mask;
  for (const char* field : {"valid_to", "successor", "end_reason", "end_correction_reason"}) mask.add_paths(field);
  rows::update(context.sql, "unit", ended, mask);
}

// Who went to the successor when the unit ended, and is there still: on the day after, or, of who was to come to the unit
// later, on the first day there, of which the facts say that it was the unit's.
std::vector<long long> people_taken(rpc::Context& context, long long unit, long long successor,
                                    const std::string& last) {
  std::vector<long long> people;
  for (const auto& [person] : db::select<long long>(
           context.sql,
           {"SELECT DISTINCT taken.person FROM affiliation taken WHERE taken.unit = ? AND taken.valid_from > ? AND "
            "((taken.valid_from = ? AND EXISTS (SELECT 1 FROM affiliation former WHERE former.person = taken.person "
            "AND "
            "former.unit = ? AND former.valid_to = ?)) OR EXISTS (SELECT 1 FROM membership_fact fact WHERE fact.record "
            "= "
            "taken.id AND fact.unit = ?)) ORDER BY taken.person",
            {successor, last, rules::days_after(last, 1), unit, last, unit}})) {
    people.push_back(person);
  }
  return people;
}

// Of the same kind the units below.
std::vector<Below> units_taken(rpc::Context& context, const Places& places, long long unit, long long successor,
                               const std::string& last) {
  const std::string next = rules::days_after(last, 1);
  std::vector<Below> taken;
  for (const auto& [below] : db::select<long long>(
           context.sql,
           {"SELECT unit FROM unit_place WHERE parent = ? AND valid_from = ? ORDER BY unit", {successor, next}})) {
    if (places.parent_on(below, last) == unit) taken.push_back({below, {next, places.place_on(below, next).to}});
  }
  return taken;
}

// The unit goes on after the day that was recorded as its last.
void bring_back(rpc::Context& context, Places& places, const v1::Unit& ended,
                const v1::CorrectUnitEndRequest& request) {
  const long long unit = proto::id_of<v1::Unit>(ended.name());
  const std::string next = rules::days_after(ended.valid_to(), 1);
  if (const auto parent = places.parent_on(unit, next)) {
    const auto last = request.has_last_day() ? std::optional(request.last_day()) : std::nullopt;
    rpc::require_unit_in_force(context, *parent, last, "last_day");
  }
  if (ended.successor().empty()) return;
  const long long successor = proto::id_of<v1::Unit>(ended.successor());
  rpc::require_visible_unit(context, successor);
  const rpc::End end{rpc::Consequence::CAUSE_UNIT_ENDED, unit, ended.valid_to()};
  const PeopleMove back{successor, unit, next, people_taken(context, unit, successor, ended.valid_to())};
  if (!back.persons.empty()) {
    move_affiliations(context, back);
    rpc::add_settled(context, end, ended.name(), "MovePeople",
                     std::to_string(back.persons.size()) + " people belong to it again from " + next + " on");
  }
  for (const Below& one : units_taken(context, places, unit, successor, ended.valid_to())) {
    store_place(context, places, one.unit, unit, one.days, request.reason(), "last_day");
    rpc::add_settled(context, end, proto::name_of<v1::Unit>(one.unit), "MoveUnit",
                     "stands under " + ended.name() + " again from " + next + " on");
  }
  follow_places(context, places);
}

}  // namespace

v1::Unit end_unit(rpc::Context& context, const v1::EndUnitRequest& request) {
  context.sequence();  // nobody comes to the unit meanwhile
  const long long id = proto::id_of<v1::Unit>(request.name());
  rpc::require_visible_unit(context, id);
  const v1::Unit unit = read_unit(context, id);
  if (unit.has_valid_to()) {
    throw status::failed_precondition(
        platform::v1::REASON_ALREADY_ENDED,
        unit.name() + " ended already on " + unit.valid_to() + "; correct that with CorrectUnitEnd if it is wrong",
        {{"name", unit.name()}, {"date", unit.valid_to()}, {"verb", "CorrectUnitEnd"}});
  }
  rpc::require_begun(context, "last_day", request.last_day());
  Places places(context);
  const Following found = following(context, places, id, request.successor(), request.last_day(), "successor");
  v1::Unit ended;
  ended.set_name(unit.name());
  ended.set_valid_to(request.last_day());
  ended.set_successor(request.successor());
  ended.set_end_reason(request.reason());
  ended.set_etag(request.etag());
  store_end(context, ended);
  settle(context, places, found, request.successor(), {rpc::Consequence::CAUSE_UNIT_ENDED, id, request.last_day()},
         request.reason(), "successor");
  return read_unit(context, id);
}

v1::Unit correct_unit_end(rpc::Context& context, const v1::CorrectUnitEndRequest& request) {
  context.sequence();  // as in end_unit
  const long long id = proto::id_of<v1::Unit>(request.name());
  rpc::require_visible_unit(context, id);
  v1::Unit unit = read_unit(context, id);
  status::require_etag(request.etag(), unit.etag());
  if (!unit.has_valid_to()) {
    throw status::failed_precondition(
        platform::v1::REASON_WRONG_STATE, unit.name() + " has not ended; end it with EndUnit",
        {{"state", "IN_FORCE"}, {"verb", context.method.descriptor->name()}, {"possible", "EndUnit"}});
  }
  if (request.has_last_day() && request.last_day() == unit.valid_to()) refuse_no_change(unit.name());
  if (request.has_last_day()) rpc::require_begun(context, "last_day", request.last_day());
  Places places(context);
  if (!request.has_last_day() || request.last_day() > unit.valid_to()) bring_back(context, places, unit, request);
  unit.clear_etag();
  unit.set_end_correction_reason(request.reason());
  if (!request.has_last_day()) {
    unit.clear_valid_to();
    unit.clear_successor();
    unit.clear_end_reason();
    store_end(context, unit);
    return read_unit(context, id);
  }
  unit.set_valid_to(request.last_day());
  const Following found = following(context, places, id, unit.successor(), request.last_day(), "last_day");
  store_end(context, unit);
  settle(context, places, found, unit.successor(), {rpc::Consequence::CAUSE_UNIT_ENDED, id, request.last_day()},
         request.reason(), "last_day");
  return read_unit(context, id);
}

}  // namespace muster::roster
