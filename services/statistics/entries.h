// SPDX-License-Identifier: EUPL-1.2
// When nominations reached a state.
#pragma once

#include <cstdint>
#include <map>

#include "statistics/ledger.h"

namespace muster::statistics {

// Of each nomination that entered `state` (by Facts::states) the first entry that was known at
// sequence `known`: the earliest day, then the lowest id.
std::map<std::uint32_t, NominationFact> first_entries(const Facts& facts, std::uint16_t state, std::uint32_t known);

}  // namespace muster::statistics
