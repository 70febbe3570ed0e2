// SPDX-License-Identifier: EUPL-1.2
// What changes and corrections come to, as one value a day: slow, plain, and apart from the program's own arithmetic.
#pragma once

#include <optional>
#include <vector>

namespace muster::testing {

// Days are counted from today; before the first of them is as on it.
class DayModel {
 public:
  static constexpr int first = -400, last = 40;

  explicit DayModel(int value) : values_(last - first + 1, value) {}
  int on(int day) const { return values_[static_cast<std::size_t>(day - first)]; }

  bool changed_on(int day) const { return on(day) != on(day - 1); }
  // From the day on, until the value was to change anyway.
  void change(int day, int value) {
    const int before = on(day);
    for (int i = day; i <= last && on(i) == before; ++i) at(i) = value;
  }
  void correct(std::optional<int> from, std::optional<int> to, int value) {
    if (!from && !to) {
      const int wrong = on(0);
      int low = 0, high = 0;
      while (low > first && on(low - 1) == wrong) --low;
      while (high < last && on(high + 1) == wrong) ++high;
      from = low;
      to = high;
    }
    for (int i = from.value_or(first); i <= to.value_or(last); ++i) at(i) = value;
  }
  bool operator==(const DayModel&) const = default;

 private:
  int& at(int day) { return values_[static_cast<std::size_t>(day - first)]; }
  std::vector<int> values_;
};

}  // namespace muster::testing
