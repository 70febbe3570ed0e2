// SPDX-License-Identifier: EUPL-1.2
#include "statistics/stand_ins.h"

#include <algorithm>
#include <string>

namespace muster::statistics {
namespace {

struct Candidate {
  std::int64_t unit;
  const Report* report;
};

bool lies_below(const UnitTree& units, std::int64_t unit, std::int64_t upper) {
  auto below = units.find(upper);
  return unit != upper && below != units.end() &&
         std::find(below->second.begin(), below->second.end(), unit) != below->second.end();
}

std::vector<std::int64_t> body_of(const UnitTree& units, std::int64_t unit) {
  auto below = units.find(unit);
  return below == units.end() ? std::vector<std::int64_t>{unit} : below->second;
}

// The whole body must be asked for.
bool wholly_asked(const Question& question, std::int64_t unit) {
  const auto body = body_of(question.units, unit);
  return std::all_of(body.begin(), body.end(), [&](std::int64_t part) {
    return question.selection.allows(dimension::unit, std::to_string(part));
  });
}

}  // namespace

StandIns::StandIns(const Facts& facts, const Question& question, Span window) {
  std::vector<std::int64_t> reporting;
  for (std::int64_t unit : facts.headcounts.units("")) {
    if (wholly_asked(question, unit)) reporting.push_back(unit);
  }
  if (reporting.empty()) return;
  months_.resize(facts.dimensions[dimension::unit].size());
  for (Day month = rules::month_start(window.from); month < window.to; month = rules::add_months(month, 1)) {
    const Span days{month, rules::add_months(month, 1)};
    std::vector<Candidate> candidates;
    for (std::int64_t unit : reporting) {
      if (const Report* report = facts.headcounts.find("", unit, month, question.known)) {
        candidates.push_back({unit, report});
      }
    }
    for (const Candidate& candidate : candidates) {
      const bool below_another = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& other) {
        return lies_below(question.units, candidate.unit, other.unit);
      });
      if (below_another) continue;
      uses_.push_back({candidate.report, days});
      for (std::int64_t unit : body_of(question.units, candidate.unit)) {
        auto code = facts.dimensions[dimension::unit].find(std::to_string(unit));
        if (code) months_[*code].push_back(days);
      }
    }
  }
}

}  // namespace muster::statistics
