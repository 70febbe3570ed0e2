// SPDX-License-Identifier: EUPL-1.2
// Sources that have no report of a month, so that nobody knows who of theirs was deployed then. A source that said which
// months it reported has none of a month after its first that it did not report, whether others came after or not: stale
// people are not those of today.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "statistics/ledger.h"
#include "statistics/question.h"

namespace muster::statistics {

// Days of one span of a question on which the same sources are left out.
struct Part {
  std::size_t span = 0;
  Span days;
  std::vector<std::uint16_t> absent;  // by Profiles::sources()
};

// The parts of all spans, in order; a span without days that differ is one. Left out are, as known at question.known and
// where they had somebody, ever, whom the filter lets through:
// - of deployed people and their days, and of those deployed who must be trained: sources without a report of the month;
// - of departures: sources that report people without a name, of whom stocks are known and no flow.
std::vector<Part> parts_of(const Facts& facts, const Question& question);

// The last day of the last month that any of some sources reported, and which of them did.
struct LastReport {
  Day day = 0;
  std::vector<std::uint16_t> sources;
};

// That of the sources of everybody asked for, of a stock on one day, if none of them has reported that month or a later
// one. Nothing otherwise.
std::optional<LastReport> last_report(const Facts& facts, const Question& question);

// For each of Profiles::sources() whether somebody was deployed in its name, as known, whom the filter lets through;
// 0 is for people who were entered here.
std::vector<std::uint8_t> sources_asked_for(const Facts& facts, const Question& question);

}  // namespace muster::statistics
