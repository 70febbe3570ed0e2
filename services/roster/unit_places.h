// SPDX-License-Identifier: EUPL-1.2
// Where units stand from day to day: the rows of unit_place, the facts that figures follow, and the tree of now (of
// the roster's today) that scopes follow (unit.parent, unit_closure).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Half-open civil dates; from "": ever since there is the unit; to "": without end.
struct Days {
  std::string from;
  std::string to;
};

// By its first day ("": ever since) the unit above from then on; nothing: none.
using PlacesOfUnit = std::map<std::string, std::optional<long long>>;

// Of all units.
class Places {
 public:
  explicit Places(rpc::Context& context);

  const PlacesOfUnit& of(long long unit) const { return places_.at(unit); }
  std::optional<long long> parent_on(long long unit, const std::string& day) const;
  // The first day of the place that holds on `day`; the day after the last of it, or "".
  Days place_on(long long unit, const std::string& day) const;
  // The units above on any of the days.
  std::vector<std::optional<long long>> parents_within(long long unit, const Days& days) const;

  // The unit stands under `parent` on these days; on all others where it stood.
  void put(long long unit, std::optional<long long> parent, const Days& days);

  // Throws, for `field`, if on any of the days the unit stands below itself or the tree has more levels than
  // unit_levels_max.
  void require_tree(long long unit, const Days& days, const std::string& field) const;

 private:
  std::map<long long, PlacesOfUnit> places_;
};

// Stores the first place of a unit that was just created, with its row in the closure.
void add_first_place(rpc::Context& context, const v1::Unit& unit);

// Puts the unit there in `places`, which are those that are stored, and stores it: rows and a fact for the days. The tree
// of now is the caller's to have follow. Errors: those of require_tree for `field`.
void store_place(rpc::Context& context, Places& places, long long unit, std::optional<long long> parent,
                 const Days& days, const std::string& reason, const std::string& field);

// Has the tree of now be that of the roster's today. Answers how many units stood elsewhere.
long long follow_places(rpc::Context& context, const Places& places);

// Appends what the unit is called now, which changes nothing of where it stands.
void append_code(rpc::Context& context, long long unit);

}  // namespace muster::roster
