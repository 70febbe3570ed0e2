// SPDX-License-Identifier: EUPL-1.2
#include "statistics/reports.h"

#include <algorithm>

namespace muster::statistics {
namespace {

std::string not_stated(int dimension) { return dimension == dimension::gender ? "GENDER_NOT_STATED" : ""; }

// Whether no row that counts somebody states the dimension.
bool never_states(const Facts& facts, const Report& report, int dimension) {
  const auto code = facts.dimensions[dimension].find(not_stated(dimension));
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
    if (!question.selection.restricts(d) || question.selection.allows(d, not_stated(d))) continue;
    if (never_states(facts, *report, d)) return nullptr;
  }
  return report;
}

}  // namespace muster::statistics
