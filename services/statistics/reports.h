// SPDX-License-Identifier: EUPL-1.2
// Published tables for comparison: which report answers a question on a day.
#pragma once

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// The report of question.source for the month that `day` lies in, or null when it says nothing
// about the question: there is none, or it does not split what the question filters by (a table
// by country has no number for one mission, which is not 0).
const Report* report_for(const Facts& facts, const Question& question, Day day);

}  // namespace muster::statistics
