// SPDX-License-Identifier: EUPL-1.2
// Which bodies' headcounts stand in for their individuals, and when.
#pragma once

#include <cstdint>
#include <vector>

#include "statistics/headcounts.h"
#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// A body, a unit with all units below it, that reported for a month is counted by that report and
// not by its individuals, on every day of the month. Where a unit below it reported too, the
// report of the upper one holds. Where the question leaves out part of a body, its report says
// nothing about the rest, so the individuals count.
class StandIns {
 public:
  struct Use {
    const Report* report;
    Span month;
  };

  // Without any.
  StandIns() = default;
  // Those that a question needs in `window`.
  StandIns(const Facts& facts, const Question& question, Span window);

  const std::vector<Use>& uses() const { return uses_; }

  bool any(std::uint16_t unit_code) const { return unit_code < months_.size() && !months_[unit_code].empty(); }

  // Calls emit(from, to) for what of [from, to) nothing stands in for.
  template <class Emit>
  void uncovered(std::uint16_t unit_code, Day from, Day to, Emit emit) const {
    if (any(unit_code)) {
      for (const Span& month : months_[unit_code]) {
        if (month.to <= from) continue;
        if (month.from >= to) break;
        if (from < month.from) emit(from, month.from);
        from = month.to;
      }
    }
    if (from < to) emit(from, to);
  }

 private:
  std::vector<Use> uses_;
  std::vector<std::vector<Span>> months_;  // by the unit's code, in order
};

}  // namespace muster::statistics
