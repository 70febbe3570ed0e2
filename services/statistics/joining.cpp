// SPDX-License-Identifier: EUPL-1.2
#include "statistics/joining.h"

#include <algorithm>
#include <optional>

namespace muster::statistics {
namespace {

constexpr std::int64_t top = 0;  // above the units that none is above

std::int64_t count_of(const People& people, std::int64_t id) {
  const auto found = people.find(id);
  return found == people.end() ? 0 : found->second;
}

std::int64_t count_of(const People& people, const Ids& ids) {
  std::int64_t sum = 0;
  for (const std::int64_t id : ids) sum += count_of(people, id);
  return sum;
}

bool is_enough(const People& people, const Ids& others) {
  const auto with_people =
      std::count_if(others.begin(), others.end(), [&](std::int64_t id) { return count_of(people, id) > 0; });
  return with_people >= others_min && count_of(people, others) >= people_min;
}

// The unit above each; of those at the top, `top`.
std::map<std::int64_t, std::int64_t> parents_of(const UnitTree& tree) {
  std::map<std::int64_t, std::int64_t> parents;
  for (const auto& [unit, below] : tree) parents[unit] = top;
  for (const auto& [upper, below] : tree) {
    for (const std::int64_t lower : below) {
      if (lower == upper) continue;
      std::int64_t& parent = parents[lower];
      // Of all above, the one directly above has the fewest below it.
      if (parent == top || below.size() < tree.at(parent).size()) parent = upper;
    }
  }
  return parents;
}

// How many each unit has with all below it.
People with_people_below(const UnitTree& tree, const People& people) {
  People all;
  for (const auto& [unit, below] : tree) all[unit] = count_of(people, with_below(tree, {unit}));
  return all;
}

// Joins what "other" directly below `parent` lacks of these people, who are counted with those below each unit; false:
// nothing.
bool join_below(const std::map<std::int64_t, std::int64_t>& parents, std::int64_t parent, const People& people,
                const Ids& others, const Ids& hidden, Ids& joined) {
  if (is_enough(people, others)) return false;
  std::optional<std::pair<std::int64_t, std::int64_t>> smallest;  // people, unit
  for (const auto& [unit, upper] : parents) {
    if (upper != parent || hidden.contains(unit)) continue;
    const std::int64_t count = count_of(people, unit);
    if (count > 0 && (!smallest || count < smallest->first)) smallest = {count, unit};
  }
  if (smallest) return joined.insert(smallest->second).second;
  // Of nobody at all there is nothing to be worked out.
  if (parent == top || count_of(people, others) == 0) return false;
  return joined.insert(parent).second;
}

}  // namespace

Ids with_below(const UnitTree& tree, const Ids& tops) {
  Ids all = tops;
  for (const std::int64_t one : tops) {
    if (const auto below = tree.find(one); below != tree.end()) all.insert(below->second.begin(), below->second.end());
  }
  return all;
}

void join_units(const UnitTree& tree, const std::vector<People>& kinds, const Ids& grouped, Ids& joined) {
  const auto parents = parents_of(tree);
  std::vector<People> whole;
  for (const People& people : kinds) whole.push_back(with_people_below(tree, people));
  for (bool any = true; any;) {
    any = false;
    Ids tops = grouped;
    tops.insert(joined.begin(), joined.end());
    const Ids hidden = with_below(tree, tops);
    std::map<std::int64_t, Ids> below;  // what is hidden, each with all below it, by the unit above that is named
    for (const std::int64_t unit : hidden) {
      const auto parent = parents.find(unit);
      const std::int64_t upper = parent == parents.end() ? top : parent->second;
      if (!hidden.contains(upper)) below[upper].insert(unit);
    }
    for (const auto& [parent, others] : below) {
      for (const People& people : whole) {
        if (!any) any = join_below(parents, parent, people, others, hidden, joined);
      }
    }
  }
}

void join_missions(const std::map<std::int64_t, MissionClass>& classes, const People& deployed, const Ids& grouped,
                   Ids& joined, Ids& of_any_organisation) {
  constexpr std::uint16_t any_organisation = 0xFFFF;
  for (bool any = true; any;) {
    any = false;
    Ids hidden = grouped;
    hidden.insert(joined.begin(), joined.end());
    std::map<MissionClass, Ids> alike;
    for (const std::int64_t mission : hidden) {
      const auto found = classes.find(mission);
      MissionClass its = found == classes.end() ? MissionClass() : found->second;
      if (of_any_organisation.contains(mission)) its.first = any_organisation;
      alike[its].insert(mission);
    }
    for (const auto& [its, others] : alike) {
      if (is_enough(deployed, others)) continue;
      std::optional<std::pair<std::int64_t, std::int64_t>> smallest;  // people, mission
      for (const auto& [mission, of_mission] : classes) {
        const bool beside =
            of_mission.second == its.second && (its.first == any_organisation || of_mission.first == its.first);
        const std::int64_t count = count_of(deployed, mission);
        if (hidden.contains(mission) || !beside || count == 0) continue;
        if (!smallest || count < smallest->first) smallest = {count, mission};
      }
      if (smallest) {
        joined.insert(smallest->second);
        if (its.first == any_organisation) of_any_organisation.insert(smallest->second);
        any = true;
      } else if (its.first != any_organisation && count_of(deployed, others) > 0) {
        of_any_organisation.insert(others.begin(), others.end());
        any = true;
      }
      if (any) break;
    }
  }
}

}  // namespace muster::statistics
