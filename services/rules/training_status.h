// SPDX-License-Identifier: EUPL-1.2
// Whether somebody meets a training requirement on a day. Always computed from dates: a stored
// status would not change when the day passes.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "rules/civil_date.h"

namespace muster::rules {

enum class TrainingStatus : std::uint8_t { valid, soon, expired, never, waived, unknown };
inline constexpr int training_status_count = 6;

// Half-open days; an end that is open is open_validity.
struct Validity {
  Day from = 0;
  Day to = 0;
};
inline constexpr Day open_validity = std::numeric_limits<Day>::max();

// What a requirement's soon_days of 0 stands for.
inline constexpr int default_soon_days = 90;

// The status on `day` of somebody with these completions (of courses that meet the requirement)
// and waivers (of it), in any order. The first and the last day of each count.
//   valid    a completion is valid; soon: of those the longest has its last day within soon_days
//   waived   none is valid and a waiver holds: excused, but never counted as trained
//   expired  one was valid before
//   never    none was valid yet
// Definition: indicator T1.
TrainingStatus training_status(std::span<const Validity> completions, std::span<const Validity> waivers, Day day,
                               int soon_days);

}  // namespace muster::rules
