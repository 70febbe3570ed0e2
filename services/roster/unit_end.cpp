// SPDX-License-Identifier: EUPL-1.2
#include "roster/unit_end.h"

#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"
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
                       const std::string& first_day) {
  rpc::require_visible_unit(context, successor);
  rpc::require_unit_in_force(context, successor, std::nullopt, "successor");
  for (std::optional<long long> upper = successor; upper; upper = places.parent_on(*upper, first_day)) {
    if (*upper != unit) continue;
    throw status::invalid_argument("successor", platform::v1::REASON_UNIT_BELOW_ITSELF,
                                   "is the unit itself or below it; choose a unit outside it, or move the successor "
                                   "with MoveUnit first",
                                   {{"name", proto::name_of<v1::Unit>(unit)}, {"date", first_day}});
  }
}

void store_end(rpc::Context& context, const v1::EndUnitRequest& request) {
  v1::Unit ended;
  ended.set_name(request.name());
  ended.set_valid_to(request.last_day());
  ended.set_successor(request.successor());
  ended.set_end_reason(request.reason());
  ended.set_etag(request.etag());
  google::protobuf::FieldMask mask;
  for (const char* field : {"valid_to", "successor", "end_reason"}) mask.add_paths(field);
  rows::update(context.sql, "unit", ended, mask);
}

}  // namespace

v1::Unit end_unit(rpc::Context& context, const v1::EndUnitRequest& request) {
  context.sequence();  // nobody comes to the unit meanwhile
  const long long id = proto::id_of<v1::Unit>(request.name());
  rpc::require_visible_unit(context, id);
  const v1::Unit unit = read_unit(context, id);
  if (unit.has_valid_to()) {
    throw status::failed_precondition(platform::v1::REASON_ALREADY_ENDED,
                                      unit.name() + " ended already on " + unit.valid_to(),
                                      {{"name", unit.name()}, {"date", unit.valid_to()}});
  }
  rpc::require_begun(context, "last_day", request.last_day());
  const std::string next = rules::days_after(request.last_day(), 1);
  Places places(context);
  const auto below = below_after(context, places, id, request.last_day());
  std::set<long long> units;
  for (const Below& one : below) units.insert(one.unit);
  PeopleMove move{id, 0, next, {}};
  const long long people = count_moving(context, move);
  if (!request.successor().empty()) {
    move.to = proto::id_of<v1::Unit>(request.successor(), "successor");
    require_successor(context, places, id, move.to, next);
  } else if (people > 0 || !units.empty()) {
    refuse_in_use(unit.name(), request.last_day(), people, units.size());
  }
  store_end(context, request);
  const rpc::End end{rpc::Consequence::CAUSE_UNIT_ENDED, id, request.last_day()};
  if (people > 0) {
    move_affiliations(context, move);
    rpc::add_settled(context, end, request.successor(), "MovePeople",
                     std::to_string(people) + " people belong to it from " + next + " on");
  }
  for (const Below& one : below) {
    store_place(context, places, one.unit, move.to, one.days, request.reason(), "successor");
  }
  if (!below.empty()) follow_places(context, places);
  for (const long long one : units) {
    rpc::add_settled(context, end, proto::name_of<v1::Unit>(one), "MoveUnit",
                     "stands under " + request.successor() + " from " + next + " on");
  }
  rpc::carry_on(context, end);
  return read_unit(context, id);
}

}  // namespace muster::roster
