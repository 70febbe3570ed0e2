// SPDX-License-Identifier: EUPL-1.2
// Which bodies' headcounts stand in for their individuals, and when.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "statistics/headcounts.h"
#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// A body, a unit with all units below it and its people of one country, that reported for a month is
// counted by that report and not by its individuals, on every day of the month. Where a unit below it
// reported too, the report of the upper one holds. Where the question leaves out part of a body, its
// report says nothing about the rest, so the individuals count.
class StandIns {
 public:
  struct Use {
    const Report* report;
    Span month;
    Body body;
  };

  // Without any.
  StandIns() = default;
  StandIns(const StandIns&) = delete;
  StandIns& operator=(const StandIns&) = delete;
  StandIns(StandIns&&) = default;
  // Those that a question needs in `window`.
  StandIns(const Facts& facts, const Question& question, Span window);

  const std::vector<Use>& uses() const { return uses_; }

  // Whether anything stands in for deployments of this profile, some time.
  bool any(std::uint32_t profile) const { return profile < of_profile_.size() && of_profile_[profile] != nullptr; }

  // Calls emit(from, to) for what of [from, to) nothing stands in for.
  template <class Emit>
  void uncovered(std::uint32_t profile, Day from, Day to, Emit emit) const {
    if (any(profile)) {
      for (const Span& month : *of_profile_[profile]) {
        if (month.to <= from) continue;
        if (month.from >= to) break;
        if (from < month.from) emit(from, month.from);
        from = month.to;
      }
    }
    if (from < to) emit(from, to);
  }

 private:
  void use(const Facts& facts, const Question& question, const Report& report, const Body& body, Span month);

  std::vector<Use> uses_;
  // By the codes of a unit and a country, in order.
  std::map<std::pair<std::uint16_t, std::uint16_t>, std::vector<Span>> months_;
  std::vector<const std::vector<Span>*> of_profile_;
};

// The unit and all below it.
std::vector<std::int64_t> units_of(const UnitTree& units, std::int64_t unit);

// Whether the unit lies below the other, which it does not below itself.
bool lies_below(const UnitTree& units, std::int64_t unit, std::int64_t upper);

// The bodies that ever reported headcounts and of which the question leaves out nothing.
std::vector<Body> bodies_asked_for(const Facts& facts, const Question& question);

}  // namespace muster::statistics
