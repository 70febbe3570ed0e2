// SPDX-License-Identifier: EUPL-1.2
#include "roster/unit_places.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/status/error.h"
#include "roster/units.h"

namespace muster::roster {
namespace {

using facts::v1::UnitFact;
using Parent = std::optional<long long>;

db::Query number_or_null(Parent number) { return {"CAST(? AS BIGINT)", {number ? db::Value(*number) : db::Value()}}; }
db::Query day_or_null(const std::string& day) {
  return number_or_null(day.empty() ? Parent() : Parent(rpc::day_from(day)));
}

void append_place(rpc::Context& context, long long unit, Parent parent, const Days& days) {
  rpc::append_from<UnitFact>(context, {"unit WHERE id = ?", {unit}},
                             {{"record", "unit.id"},
                              {"code", "unit.code"},
                              {"code_key", "unit.code_key"},
                              {"parent", number_or_null(parent)},
                              {"day_from", day_or_null(days.from)},
                              {"day_to", day_or_null(days.to)}});
}

v1::UnitPlace place_of(long long unit, Parent parent, const std::string& from, const std::string& reason) {
  v1::UnitPlace place;
  place.set_unit(proto::name_of<v1::Unit>(unit));
  if (parent) place.set_parent(proto::name_of<v1::Unit>(*parent));
  place.set_valid_from(from);
  place.set_reason(reason);
  return place;
}

std::optional<v1::UnitPlace> stored_place(rpc::Context& context, long long unit, const std::string& from) {
  return rows::query_one<v1::UnitPlace>(
      context.sql, {"SELECT " + rows::columns<v1::UnitPlace>() + " FROM unit_place WHERE unit = ? AND valid_from = ?",
                    {unit, from}});
}

// Why the place that holds on `day` was recorded.
std::string reason_on(rpc::Context& context, long long unit, const std::string& day) {
  return std::get<0>(*db::select_one<std::string>(
      context.sql, {"SELECT reason FROM unit_place WHERE unit = ? AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1",
                    {unit, day}}));
}

void store_rows(rpc::Context& context, long long unit, Parent parent, const Days& days, Parent afterwards,
                const std::string& reason) {
  if (!days.to.empty() && !stored_place(context, unit, days.to)) {
    rows::insert(context.sql, "unit_place", place_of(unit, afterwards, days.to, reason_on(context, unit, days.to)));
  }
  db::Query within{"unit = ? AND valid_from > ?", {unit, days.from}};
  if (!days.to.empty()) within += {" AND valid_from < ?", {days.to}};
  db::Query gone("SELECT id FROM unit_place WHERE ");
  gone += within;
  for (const auto& [id] : db::select<long long>(context.sql, gone)) rows::remove(context.sql, "unit_place", id);
  v1::UnitPlace place = place_of(unit, parent, days.from, reason);
  if (const auto before = stored_place(context, unit, days.from)) {
    place.set_name(before->name());
    google::protobuf::FieldMask mask;
    mask.add_paths("parent");
    mask.add_paths("reason");
    rows::update(context.sql, "unit_place", place, mask);
  } else {
    rows::insert(context.sql, "unit_place", place);
  }
}

// Takes the unit, and what is below it, from below all others.
void detach(rpc::Context& context, long long unit) {
  const char* below = "(SELECT descendant FROM unit_closure WHERE ancestor = ?)";
  db::execute(context.sql,
              {std::string("DELETE FROM unit_closure WHERE descendant IN ") + below + " AND ancestor NOT IN " + below,
               {unit, unit}});
}

// Puts the unit, which is below none, and what is below it, below its parent.
void attach(rpc::Context& context, long long unit, Parent parent) {
  if (!parent) return;
  db::execute(context.sql, {"INSERT INTO unit_closure (ancestor, descendant) SELECT upper.ancestor, lower.descendant "
                            "FROM unit_closure upper CROSS JOIN unit_closure lower "
                            "WHERE upper.descendant = ? AND lower.ancestor = ?",
                            {*parent, unit}});
}

}  // namespace

Places::Places(rpc::Context& context) {
  for (auto& [unit, parent, from] :
       db::select<long long, Parent, std::string>(context.sql, "SELECT unit, parent, valid_from FROM unit_place")) {
    places_[unit].emplace(std::move(from), parent);
  }
}

std::optional<long long> Places::parent_on(long long unit, const std::string& day) const {
  return std::prev(of(unit).upper_bound(day))->second;
}

Days Places::place_on(long long unit, const std::string& day) const {
  const auto next = of(unit).upper_bound(day);
  return {std::prev(next)->first, next == of(unit).end() ? "" : next->first};
}

std::vector<std::optional<long long>> Places::parents_within(long long unit, const Days& days) const {
  std::vector<Parent> parents{parent_on(unit, days.from)};
  for (const auto& [from, parent] : of(unit)) {
    if (from > days.from && (days.to.empty() || from < days.to)) parents.push_back(parent);
  }
  return parents;
}

void Places::put(long long unit, std::optional<long long> parent, const Days& days) {
  PlacesOfUnit& places = places_.at(unit);
  if (!days.to.empty()) places.emplace(days.to, parent_on(unit, days.to));
  places.erase(places.lower_bound(days.from), days.to.empty() ? places.end() : places.find(days.to));
  places[days.from] = parent;
}

void Places::require_tree(long long unit, const Days& days, const std::string& field) const {
  std::set<std::string> changes{days.from};
  for (const auto& [other, places] : places_) {
    for (const auto& [from, parent] : places) {
      if (from > days.from && (days.to.empty() || from < days.to)) changes.insert(from);
    }
  }
  for (const std::string& day : changes) {
    int above = 0;  // the unit's own level
    for (Parent upper = unit; upper; upper = parent_on(*upper, day)) {
      if (above > 0 && *upper == unit) {
        const std::string since = day.empty() ? "" : " from " + day + " on";
        throw status::invalid_argument(field, platform::v1::REASON_UNIT_BELOW_ITSELF,
                                       "is the unit itself or below it" + since + "; choose a unit outside it",
                                       {{"name", proto::name_of<v1::Unit>(unit)}, {"date", day}});
      }
      ++above;
    }
    int levels = 0;  // of the unit and what is below it
    for (const auto& [other, places] : places_) {
      int level = 1;
      Parent upper = other;
      for (; upper && *upper != unit; upper = parent_on(*upper, day)) ++level;
      if (upper) levels = std::max(levels, level);
    }
    if (above + levels - 1 <= unit_levels_max) continue;
    throw status::invalid_argument(field, platform::v1::REASON_LOWEST_LEVEL,
                                   "has no room for the unit and what is below it: the tree has " +
                                       std::to_string(unit_levels_max) + " levels at most; choose a unit above it",
                                   {{"limit", std::to_string(unit_levels_max)}});
  }
}

void add_first_place(rpc::Context& context, const v1::Unit& unit) {
  const long long id = proto::id_of<v1::Unit>(unit.name());
  Parent parent;
  if (!unit.parent().empty()) parent = proto::id_of<v1::Unit>(unit.parent());
  rows::insert(context.sql, "unit_place", place_of(id, parent, "", ""));
  append_place(context, id, parent, {});
  db::execute(context.sql, {"INSERT INTO unit_closure (ancestor, descendant) VALUES (?, ?)", {id, id}});
  attach(context, id, parent);
}

void store_place(rpc::Context& context, Places& places, long long unit, std::optional<long long> parent,
                 const Days& days, const std::string& reason, const std::string& field) {
  const Parent afterwards = days.to.empty() ? Parent() : places.parent_on(unit, days.to);
  places.put(unit, parent, days);
  places.require_tree(unit, days, field);
  store_rows(context, unit, parent, days, afterwards, reason);
  append_place(context, unit, parent, days);
}

long long follow_places(rpc::Context& context, const Places& places) {
  const std::string today = rules::format_date(context.today());
  std::vector<std::pair<long long, Parent>> moved;
  for (const auto& [id, parent] :
       db::select<long long, Parent>(context.sql, "SELECT id, parent FROM unit ORDER BY id")) {
    const Parent now = places.parent_on(id, today);
    if (now != parent) moved.emplace_back(id, now);
  }
  google::protobuf::FieldMask mask;
  mask.add_paths("parent");
  for (const auto& [id, now] : moved) {
    v1::Unit unit;
    unit.set_name(proto::name_of<v1::Unit>(id));
    if (now) unit.set_parent(proto::name_of<v1::Unit>(*now));
    rows::update(context.sql, "unit", unit, mask);
    detach(context, id);
  }
  // Not one by one: of two units each may come to stand where only the other's move makes it a tree.
  for (const auto& [id, now] : moved) attach(context, id, now);
  return static_cast<long long>(moved.size());
}

void append_code(rpc::Context& context, long long unit) {
  rpc::append_from<UnitFact>(context, {"unit WHERE id = ?", {unit}},
                             {{"record", "unit.id"},
                              {"code", "unit.code"},
                              {"code_key", "unit.code_key"},
                              {"parent", "unit.parent"},
                              {"day_from", "CAST(0 AS BIGINT)"},
                              {"day_to", "CAST(0 AS BIGINT)"}});
}

}  // namespace muster::roster
