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

// Calls mends(grouped one, value, how many each has of it) for each value that most of the people of a grouped one have.
template <class Mend>
void each_alike(const People& all, const PeopleByValue& alike, const Ids& grouped, const Mend& mend) {
  for (const std::int64_t one : grouped) {
    const std::int64_t whole = count_of(all, one);
    for (const auto& [value, people] : alike) {
      if (count_of(people, one) * 2 > whole) mend(one, value, people);
    }
  }
}

// Of those with people the one with the fewest, of those that `may` is true of.
template <class May>
std::optional<std::int64_t> smallest_of(const People& people, const May& may) {
  std::optional<std::pair<std::int64_t, std::int64_t>> smallest;
  for (const auto& [id, count] : people) {
    if (count > 0 && may(id) && (!smallest || count < smallest->first)) smallest = {count, id};
  }
  return smallest ? std::optional(smallest->second) : std::nullopt;
}

}  // namespace

Ids with_below(const UnitTree& tree, const Ids& tops) {
  Ids all = tops;
  for (const std::int64_t one : tops) {
    if (const auto below = tree.find(one); below != tree.end()) all.insert(below->second.begin(), below->second.end());
  }
  return all;
}

namespace {

// Each kind of people, as join_units() does.
void join_kinds(const UnitTree& tree, const std::map<std::int64_t, std::int64_t>& parents,
                const std::vector<People>& whole, const Ids& grouped, Ids& joined) {
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

}  // namespace

std::set<int> join_units(const UnitTree& tree, const std::vector<People>& kinds, const PeopleByValue& alike,
                         const Ids& grouped, Ids& joined) {
  const auto parents = parents_of(tree);
  std::vector<People> whole;
  People all;
  for (const People& people : kinds) {
    whole.push_back(with_people_below(tree, people));
    for (const auto& [unit, count] : whole.back()) all[unit] += count;
  }
  PeopleByValue below;
  for (const auto& [value, people] : alike) below[value] = with_people_below(tree, people);
  std::set<int> telling;
  for (std::size_t before = joined.size() + 1; before != joined.size();) {
    before = joined.size();
    join_kinds(tree, parents, whole, grouped, joined);
    telling.clear();
    each_alike(all, below, grouped, [&](std::int64_t unit, const auto& value, const People& people) {
      Ids tops = grouped;
      tops.insert(joined.begin(), joined.end());
      const Ids hidden = with_below(tree, tops);
      const auto upper = [&](std::int64_t one) {
        const auto parent = parents.find(one);
        return parent == parents.end() ? top : parent->second;
      };
      // A unit above that stands in "other" too hides it.
      if (hidden.contains(upper(unit))) return;
      const auto beside = [&](std::int64_t one) { return one != unit && upper(one) == upper(unit); };
      if (smallest_of(people, [&](std::int64_t one) { return beside(one) && hidden.contains(one); })) return;
      const auto more = smallest_of(people, beside);
      if (more) {
        joined.insert(*more);
      } else {
        telling.insert(value.first);
      }
    });
  }
  return telling;
}

namespace {

// Missions of one organisation and kind, as join_missions() does.
void join_classes(const std::map<std::int64_t, MissionClass>& classes, const People& deployed, const Ids& grouped,
                  Ids& joined, ToldByClass& told) {
  constexpr std::uint16_t any_organisation = 0xFFFF;
  for (bool any = true; any;) {
    any = false;
    Ids hidden = grouped;
    hidden.insert(joined.begin(), joined.end());
    std::map<MissionClass, Ids> alike;
    for (const std::int64_t mission : hidden) {
      const auto found = classes.find(mission);
      MissionClass its = found == classes.end() ? MissionClass() : found->second;
      if (told.of_any_organisation.contains(mission)) its.first = any_organisation;
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
        if (its.first == any_organisation) told.of_any_organisation.insert(smallest->second);
        any = true;
      } else if (count_of(deployed, others) > 0) {
        if (its.first != any_organisation) {
          told.of_any_organisation.insert(others.begin(), others.end());
          any = true;
        } else {
          told.kinds.insert(its.second);
        }
      }
      if (any) break;
    }
  }
}

}  // namespace

std::set<int> join_missions(const std::map<std::int64_t, MissionClass>& classes, const People& deployed,
                            const PeopleByValue& alike, const Ids& grouped, Ids& joined, ToldByClass& told) {
  std::set<int> telling;
  for (std::size_t before = joined.size() + 1; before != joined.size();) {
    before = joined.size();
    join_classes(classes, deployed, grouped, joined, told);
    telling.clear();
    each_alike(deployed, alike, grouped, [&](std::int64_t mission, const auto& value, const People& people) {
      // Nobody in it is counted.
      if (const auto its = classes.find(mission); its != classes.end() && told.kinds.contains(its->second.second))
        return;
      const auto hidden = [&](std::int64_t one) { return grouped.contains(one) || joined.contains(one); };
      if (smallest_of(people, [&](std::int64_t one) { return one != mission && hidden(one); })) return;
      const auto more = smallest_of(people, [&](std::int64_t one) { return one != mission; });
      if (more) {
        joined.insert(*more);
      } else {
        telling.insert(value.first);
      }
    });
  }
  return telling;
}

}  // namespace muster::statistics
