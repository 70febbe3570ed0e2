// SPDX-License-Identifier: EUPL-1.2
// What an answer says of the bodies that report headcounts: which of them count by their report, and
// whose report is missing, so that a fall in a figure is not taken for people who came home.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

struct Reporting {
  // Units whose report stands in for their individuals: of a period, in any month of it.
  std::set<std::int64_t> reported;
  // Units that reported a month before and have for this one neither a report, nor one of a unit above
  // them, nor an individual deployed on any day of it.
  std::set<std::int64_t> missing;
};

// For each span, of a stock or of days. Of units only a part of which is asked for nothing is said.
std::vector<Reporting> reporting_of(const Facts& facts, const Question& question);

}  // namespace muster::statistics
