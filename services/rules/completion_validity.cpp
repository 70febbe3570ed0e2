// SPDX-License-Identifier: EUPL-1.2
#include "rules/completion_validity.h"

#include <algorithm>

namespace muster::rules {

std::optional<Day> completion_end(Day completed, const ValidityRule& rule, std::optional<Day> old_end) {
  if (!rule.months) return std::nullopt;
  const bool renews = old_end && completed <= *old_end && completed >= *old_end - rule.renewal_window_days;
  return add_months(renews ? *old_end + 1 : completed, *rule.months) - 1;
}

std::optional<Day> renewed_end(std::span<const EarlierCompletion> of_the_course, Day completed) {
  std::optional<Day> end;
  for (const EarlierCompletion& earlier : of_the_course) {
    if (earlier.completed >= completed) continue;
    if (!earlier.valid_to) return std::nullopt;
    if (*earlier.valid_to >= completed) end = std::max(end, earlier.valid_to);
  }
  return end;
}

std::optional<std::size_t> best_completion(std::span<const Validity> completions, Day day) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < completions.size(); ++i) {
    const Validity& completion = completions[i];
    if (completion.from > day || completion.to <= completion.from) continue;
    if (!best || completion.to > completions[*best].to) best = i;
  }
  return best;
}

}  // namespace muster::rules
