// SPDX-License-Identifier: EUPL-1.2
#include "statistics/reports.h"

#include <algorithm>

#include "statistics/groups.h"

namespace muster::statistics {
namespace {

// Whether no row that counts somebody states the dimension.
bool never_states(const Facts& facts, const Report& report, int dimension) {
  const auto code = facts.dimensions[dimension].find(not_stated_text(dimension));
  bool counts = false;
  for (const Report::Row& row : report.rows) {
    if (row.count == 0) continue;
    counts = true;
    if (!code || facts.headcount_profiles[row.profile].codes[dimension] != *code) return false;
  }
  return counts;
}

}  // namespace

const Report* report_for(const Facts& facts, const Question& question, Day day) {
  const Report* report = facts.headcounts.find(question.source, {}, rules::month_start(day), question.known);
  if (report == nullptr) return nullptr;
  for (int d = 0; d < dimension_count; ++d) {
    if (!question.selection.restricts(d) || question.selection.allows(d, not_stated_text(d))) continue;
    // The kind is the mission's.
    if (never_states(facts, *report, d == dimension::mission_kind ? dimension::mission : d)) return nullptr;
  }
  return report;
}

}  // namespace muster::statistics
