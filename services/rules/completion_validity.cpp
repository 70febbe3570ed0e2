// SPDX-License-Identifier: EUPL-1.2
#include "rules/completion_validity.h"

namespace muster::rules {

std::optional<Day> completion_end(Day completed, const ValidityRule& rule, std::optional<Day> old_end) {
  if (!rule.months) return std::nullopt;
  const bool renews = old_end && completed <= *old_end && completed >= *old_end - rule.renewal_window_days;
  return add_months(renews ? *old_end + 1 : completed, *rule.months) - 1;
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
