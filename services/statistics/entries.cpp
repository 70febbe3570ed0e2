// SPDX-License-Identifier: EUPL-1.2
#include "statistics/entries.h"

#include <algorithm>
#include <array>
#include <utility>

namespace muster::statistics {

std::span<const Stage> stages() {
  static constexpr std::array all = {Stage{"NOMINATED", "NOMINATION_STATE_IN_REVIEW", "put forward", "fremmet"},
                                     Stage{"ENDORSED", "NOMINATION_STATE_ENDORSED", "endorsed", "anbefalt"},
                                     Stage{"SUBMITTED", "NOMINATION_STATE_SUBMITTED", "submitted", "sendt inn"},
                                     Stage{"SELECTED", "NOMINATION_STATE_SELECTED", "selected", "valgt ut"}};
  return all;
}

const Stage* find_stage(std::string_view name) {
  const auto all = stages();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Stage& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::map<std::uint32_t, NominationFact> first_entries(const Facts& facts, std::uint16_t state, std::uint32_t known) {
  std::map<std::uint32_t, NominationFact> entries;
  facts.nominations.visit(known, [&](const NominationFact& fact) {
    if (fact.state != state) return;
    auto [entry, is_new] = entries.try_emplace(fact.nomination, fact);
    const NominationFact& earlier = entry->second;
    if (!is_new && std::pair(fact.day_from, fact.record) < std::pair(earlier.day_from, earlier.record)) {
      entry->second = fact;
    }
  });
  return entries;
}

}  // namespace muster::statistics
