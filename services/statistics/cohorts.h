// SPDX-License-Identifier: EUPL-1.2
// The rate of selection. The nominations that reach two stages in one period are different ones, so
// a rate follows those that were submitted in the period, however long their selection takes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// What became of nominations, as known.
struct Cohort {
  std::int64_t submitted = 0;
  std::int64_t selected = 0;  // of them, whatever came after
  std::int64_t open = 0;      // not selected, and no other outcome either

  Cohort& operator+=(const Cohort& other);
};

// For each of the question's spans those first submitted within it, by the group in which they then
// were.
std::vector<std::map<std::vector<std::string>, Cohort>> count_cohorts(const Facts& facts, const Question& question);

}  // namespace muster::statistics
