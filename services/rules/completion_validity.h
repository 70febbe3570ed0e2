// SPDX-License-Identifier: EUPL-1.2
// How long a completion is good for, and which of several completions counts. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "rules/training_status.h"

namespace muster::rules {

// What a course version says of its completions.
struct ValidityRule {
  std::optional<int> months;  // nothing: good for good
  int renewal_window_days = 0;
};

// The last day of a completion of `completed`: the civil months of the rule less one day, by the
// end-of-month rule of add_months. `old_end` is the last day of the completion that it renews:
// from renewal_window_days before that day up to it, the months run from the day after it, so
// that nobody loses days by renewing early. Nothing: good for good.
std::optional<Day> completion_end(Day completed, const ValidityRule& rule, std::optional<Day> old_end);

// A completion of the same course by the same person that was not revoked.
struct EarlierCompletion {
  Day completed;
  std::optional<Day> valid_to;  // the last day; nothing: good for good
};

// The last day of what a completion of `completed` renews: of those completed before that day the longest that was
// valid on it, unless one is good for good.
std::optional<Day> renewed_end(std::span<const EarlierCompletion> of_the_course, Day completed);

// Of the completions that began by `day` the one that lasts longest: the one that a status on
// `day` rests on. Its index; nothing when none began.
std::optional<std::size_t> best_completion(std::span<const Validity> completions, Day day);

}  // namespace muster::rules
