// SPDX-License-Identifier: EUPL-1.2
#include "missions/timeline.h"

#include <algorithm>

#include "rules/civil_date.h"

namespace muster::missions {
std::size_t Timeline::place_of(const std::string& day) const {
  const auto after = std::upper_bound(periods_.begin(), periods_.end(), day,
                                      [](const std::string& one, const Period& period) { return one < period.first; });
  return static_cast<std::size_t>(after - periods_.begin()) - 1;
}

void Timeline::split(const std::string& day) {
  const std::size_t place = place_of(day);
  if (periods_[place].first == day) return;
  periods_.insert(periods_.begin() + static_cast<std::ptrdiff_t>(place) + 1, {day, periods_[place].values});
}

void Timeline::join() {
  const auto end = std::unique(periods_.begin(), periods_.end(),
                               [](const Period& one, const Period& next) { return one.values == next.values; });
  periods_.erase(end, periods_.end());
}

std::optional<std::string> Timeline::changed_on(const Values& to, const std::string& day) const {
  const std::size_t place = place_of(day);
  if (place == 0 || periods_[place].first != day) return std::nullopt;
  for (const auto& [field, value] : to) {
    if (periods_[place].values.at(field) != periods_[place - 1].values.at(field)) return field;
  }
  return std::nullopt;
}

void Timeline::change(const Values& to, const std::string& day) {
  split(day);
  const std::size_t first = place_of(day);
  for (const auto& [field, value] : to) {
    const int before = periods_[first].values.at(field);
    for (std::size_t i = first; i < periods_.size() && periods_[i].values.at(field) == before; ++i) {
      periods_[i].values[field] = value;
    }
  }
  join();
}

void Timeline::correct(const Values& to, const std::optional<std::string>& first,
                       const std::optional<std::string>& last, const std::string& today) {
  if (!first && !last) {
    const std::size_t present = place_of(today);
    for (const auto& [field, value] : to) {
      const int wrong = periods_[present].values.at(field);
      std::size_t from = present, end = present + 1;
      while (from > 0 && periods_[from - 1].values.at(field) == wrong) --from;
      while (end < periods_.size() && periods_[end].values.at(field) == wrong) ++end;
      for (std::size_t i = from; i < end; ++i) periods_[i].values[field] = value;
    }
    return join();
  }
  if (first) split(*first);
  if (last) split(rules::days_after(*last, 1));
  for (Period& period : periods_) {
    if ((first && period.first < *first) || (last && period.first > *last)) continue;
    for (const auto& [field, value] : to) period.values[field] = value;
  }
  join();
}

}  // namespace muster::missions
