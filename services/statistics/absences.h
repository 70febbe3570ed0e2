// SPDX-License-Identifier: EUPL-1.2
// Sources that have no report of a month, so that nobody knows who of theirs was deployed then.
#pragma once

#include <cstdint>
#include <vector>

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// For each span of a stock of deployed people the sources, by Profiles::sources(), that reported a
// month before its own and one after it but not its own, and that had somebody, ever, whom the
// question's filter lets through: all of it as known at question.known. Empty for other questions:
// days and departures are not reported.
std::vector<std::vector<std::uint16_t>> absent_sources(const Facts& facts, const Question& question);

}  // namespace muster::statistics
