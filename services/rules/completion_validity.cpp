// SPDX-License-Identifier: EUPL-1.2
#include "rules/completion_validity.h"

#include <algorithm>
#include <numeric>

namespace muster::rules {

namespace {

std::optional<Day> end_of(const Completed& completed, std::optional<Day> old_end) {
  if (!completed.rule.months) return std::nullopt;
  const bool renews =
      old_end && completed.day <= *old_end && completed.day >= *old_end - completed.rule.renewal_window_days;
  return last_of_months(renews ? *old_end + 1 : completed.day, *completed.rule.months);
}

}  // namespace

std::vector<std::optional<Day>> completion_ends(std::span<const Completed> of_one_course) {
  std::vector<std::size_t> by_day(of_one_course.size());
  std::iota(by_day.begin(), by_day.end(), 0);
  std::stable_sort(by_day.begin(), by_day.end(),
                   [&](std::size_t a, std::size_t b) { return of_one_course[a].day < of_one_course[b].day; });
  std::vector<std::optional<Day>> ends(of_one_course.size());
  for (auto place = by_day.begin(); place != by_day.end(); ++place) {
    const Completed& completed = of_one_course[*place];
    std::optional<Day> old_end;
    for (auto earlier = by_day.begin(); earlier != place && of_one_course[*earlier].day < completed.day; ++earlier) {
      if (!ends[*earlier]) {
        old_end.reset();
        break;
      }
      if (*ends[*earlier] >= completed.day) old_end = std::max(old_end, ends[*earlier]);
    }
    ends[*place] = end_of(completed, old_end);
  }
  return ends;
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
