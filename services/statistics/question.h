// SPDX-License-Identifier: EUPL-1.2
// A question put to the facts, with everything resolved that a database or a calendar must say.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rules/training_status.h"
#include "statistics/columns.h"
#include "statistics/selection.h"

namespace muster::statistics {

// Who or what is counted.
enum class Population { deployed, departures, nominations, must_train, untrained, reported, seats };

// How a piece of time counts: whoever is there on the day, each day, or where it begins.
enum class Measure { stock, days, starts };

// Half-open days: the day of a stock, or the days of a flow's period.
struct Span {
  Day from = 0;
  Day to = 0;
};

// A training requirement, as its row says.
struct Requirement {
  std::int64_t id = 0;
  bool of_deployed = false;  // else of the roster
  std::vector<std::string> categories;
  std::vector<std::string> topics;
  std::vector<std::int64_t> courses;
  rules::RequirementTime time = rules::RequirementTime::continuous;
  int soon_days = 0;
  Span in_force;
};

// Every unit with itself and all units below it.
using UnitTree = std::map<std::int64_t, std::vector<std::int64_t>>;

// The tree from a day on, until the next one's.
struct DatedTree {
  Day from = 0;
  UnitTree units;
};
// Since ever.
inline constexpr Day first_day = std::numeric_limits<Day>::min();

// What a mission was on the days from `from` until before `to`, by the codes of dimension::mission_kind and
// dimension::organisation; an organisation of 0 is that of the facts themselves.
struct MissionDays {
  Day from = ever;
  Day to = open_end;
  std::uint16_t kind = 0;
  std::uint16_t organisation = 0;
};

struct Question {
  Population population = Population::deployed;
  Measure measure = Measure::stock;
  std::vector<Span> spans;    // one or more, in order, none overlapping another
  std::vector<int> group_by;  // dimensions of facts, at most group_dimensions_max
  Selection selection;
  std::uint32_t known = known_now;
  int tier_min = 0;
  std::string state;  // nominations: the state entered, as facts name it
  Requirement requirement;
  // Headcounts of bodies do not stand in for their individuals.
  bool individuals_only = true;
  std::string source;  // reported
  // The tree of units of its days.
  UnitTree units;
  // Those of all days, in order, the first since ever, as they were known; null: `units` never changed.
  std::shared_ptr<const std::vector<DatedTree>> trees;
  // What filters and the caller's scope say of units, which the selection follows from: for each the units named, which
  // stand for all below them too.
  std::vector<std::set<std::string>> within;
  // Of a list: the units whose records are shown, named likewise, and all of them. Unset: every record is.
  std::optional<std::set<std::string>> listed;
  std::set<std::string> listed_units;
  // For each code of dimension::mission what the mission was, as it was known, day after day without a gap; nothing: no
  // mission is stated, or none of that name is known.
  std::vector<std::vector<MissionDays>> missions;
  // Missions and units that are one group, called "other", in groups by mission or unit.
  std::set<std::string> other_missions;
  std::set<std::string> other_units;
  const std::set<std::string>& others(int dimension) const;
  // Whose imported deployments do not count (of departures: those without a name), by Profiles::sources(): the engine
  // fills it in for the spans that it counts together.
  std::vector<std::uint16_t> absent_sources;
};

// Whether it counts people who are or were deployed: of a requirement, if it is one of the deployed.
bool is_of_deployed(const Question& question);

// Whether what it counts belongs to units, so that a caller's grants limit it.
bool is_of_units(const Question& question);

// The question without what it says of tiers: an index compares leaders with everybody.
Question of_any_tier(const Question& question);

// Deployed are those on international missions, and those whose mission's kind nobody states, unless somebody asks for a
// kind, for missions by name, or for all kinds side by side. So are the seats that count.
void leave_out_exercises(Question& question);

inline Span window_of(const Question& question) { return {question.spans.front().from, question.spans.back().to}; }

}  // namespace muster::statistics
