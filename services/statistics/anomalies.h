// SPDX-License-Identifier: EUPL-1.2
// What is known to be wrong in published data, which is counted as it was printed and flagged.
#pragma once

#include <vector>

#include "muster/statistics/v1/statistics.pb.h"
#include "statistics/ledger.h"
#include "statistics/names.h"
#include "statistics/question.h"

namespace muster::statistics {

// The known anomalies that touch what the question counts in `span`, in the order of months: of a published table its
// own month; of deployed people the days from the month's first until the next month's end, until when people of a
// report count. Only where somebody, as known at question.known, is counted who stands in a row at fault.
std::vector<v1::Anomaly> anomalies_of(const Facts& facts, const Question& question, const Names& names,
                                      const Span& span);

}  // namespace muster::statistics
