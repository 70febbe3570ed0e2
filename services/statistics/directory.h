// SPDX-License-Identifier: EUPL-1.2
// What facts of people are named, grouped and judged by: names and kinds of missions, codes and the tree of units,
// requirements. Each is a fact too, so that an answer as known then finds those of then.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "statistics/question.h"

namespace muster::statistics {

struct MissionFact {
  std::uint32_t sequence = 0;
  std::int64_t mission = 0;
  std::string acronym;
  // On its days; those of other days stay as they were known. The acronym is of all days.
  MissionDays days;
};

struct UnitFact {
  std::uint32_t sequence = 0;
  std::int64_t unit = 0;
  std::string code;
  std::optional<std::int64_t> parent;
  // The days on which that is the parent; none: the code alone is new.
  Day day_from = first_day;
  Day day_to = open_end;
};

struct RequirementFact {
  std::uint32_t sequence = 0;
  std::string code;
  Requirement requirement;
};

// In the order in which they were recorded: of a mission, unit or requirement the last one known holds, of a unit's
// parent the last one known that says it of the day.
struct Directory {
  std::deque<MissionFact> missions;
  std::deque<UnitFact> units;
  std::deque<RequirementFact> requirements;
};

// How many of them were known at sequence `known`.
template <class Fact>
std::size_t count_known(const std::deque<Fact>& facts, std::uint32_t known) {
  const auto end =
      std::partition_point(facts.begin(), facts.end(), [known](const Fact& fact) { return fact.sequence <= known; });
  return static_cast<std::size_t>(end - facts.begin());
}

}  // namespace muster::statistics
