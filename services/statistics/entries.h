// SPDX-License-Identifier: EUPL-1.2
// When nominations reached a state.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "statistics/ledger.h"

namespace muster::statistics {

// A state of nominations that a request may ask for.
struct Stage {
  std::string_view name;   // in a request: "SUBMITTED"
  std::string_view state;  // as facts name it
  std::string_view participle;
  std::string_view participle_nb;
};

// In the order in which nominations reach them.
std::span<const Stage> stages();

// Their names in this order: "NOMINATED, ENDORSED".
std::string stage_names();

// Null if there is none of this name.
const Stage* find_stage(std::string_view name);

// Of each nomination that entered `state` (by Facts::states) the first entry that was known at
// sequence `known`: the earliest day, then the lowest id.
std::map<std::uint32_t, NominationFact> first_entries(const Facts& facts, std::uint16_t state, std::uint32_t known);

}  // namespace muster::statistics
