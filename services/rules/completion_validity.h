// SPDX-License-Identifier: EUPL-1.2
// How long a completion is good for, and which of several completions counts. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "rules/training_status.h"

namespace muster::rules {

// What a course version says of its completions.
struct ValidityRule {
  std::optional<int> months;  // nothing: good for good
  int renewal_window_days = 0;
};

// A completion of a course that was not revoked.
struct Completed {
  Day day;
  ValidityRule rule;  // of its version
};

// The number of the rule below, and of each that comes after it: ends that follow an earlier one are corrected when the
// program starts (training/validity.h).
inline constexpr int completion_rule = 2;

// The last day of each of one person's completions of one course, which are given in any order; nothing: good for good.
// It is the last of the rule's months (last_of_months) from the completed day on. Where that day lies within the
// renewal window before the end of what it renews, the months run from the day after that end, so that nobody loses
// days by renewing early. It renews the longest of those completed before that day and valid on it, unless one is good
// for good.
std::vector<std::optional<Day>> completion_ends(std::span<const Completed> of_one_course);

// Of the completions that began by `day` the one that lasts longest: the one that a status on
// `day` rests on. Its index; nothing when none began.
std::optional<std::size_t> best_completion(std::span<const Validity> completions, Day day);

}  // namespace muster::rules
