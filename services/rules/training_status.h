// SPDX-License-Identifier: EUPL-1.2
// Whether somebody meets a training requirement on a day. Always computed from dates: a stored
// status would not change when the day passes.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

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

// When a requirement must be met, as muster.training.v1.RequirementTime has it.
enum class RequirementTime : std::uint8_t { continuous, on_nomination, on_departure, throughout_tour };

// "REQUIREMENT_TIME_ON_DEPARTURE", as stored. Errors: std::logic_error for any other text.
RequirementTime requirement_time(std::string_view name);

// What a day says of somebody besides completions.
struct Occasions {
  std::optional<Day> departure;   // first actual day of the deployment of that day
  std::optional<Day> nomination;  // the last one by that day: when it first entered review
};

// The day whose status counts when somebody is asked about on `day`: the occasion's, where the
// requirement names one and it was there by then; otherwise the day itself. The one place that
// says so: the figures of training and GetTrainingStatus ask it. A requirement is judged at nomination, at
// departure or on every day of the tour; on a day of the tour that is the day itself.
Day judged_day(RequirementTime time, Day day, const Occasions& occasions);

// What a requirement's soon_days of 0 stands for.
inline constexpr int default_soon_days = 90;

// The status on `day` of somebody with these completions (of courses that meet the requirement)
// and waivers (of it), in any order. The first and the last day of each count.
//   valid    a completion is valid; soon: of those the longest has its last day within soon_days
//   waived   none is valid and a waiver holds: excused, but never counted as trained
//   expired  one was valid before
//   never    none was valid yet
// Never unknown: who asks has the completions. It is for people of whom nobody has them.
// The figures of training and GetTrainingStatus ask it.
TrainingStatus training_status(std::span<const Validity> completions, std::span<const Validity> waivers, Day day,
                               int soon_days);

}  // namespace muster::rules
