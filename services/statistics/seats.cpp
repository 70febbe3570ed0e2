// SPDX-License-Identifier: EUPL-1.2
#include "statistics/seats.h"

namespace muster::statistics {

std::unordered_map<std::uint32_t, HolderChanges> holders_within(const Facts& facts, Span window, std::uint32_t known) {
  std::unordered_map<std::uint32_t, HolderChanges> holders;
  facts.holders.visit(known, [&](const HolderFact& fact) {
    if (fact.post == 0 || fact.day_from >= window.to || fact.day_to <= window.from) return;
    HolderChanges& changes = holders[fact.post];
    ++changes[fact.day_from];
    --changes[fact.day_to];
  });
  return holders;
}

}  // namespace muster::statistics
