// SPDX-License-Identifier: EUPL-1.2
#include "statistics/entries.h"

#include <utility>

namespace muster::statistics {

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
