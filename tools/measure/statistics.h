// SPDX-License-Identifier: EUPL-1.2
// What the engine of figures takes, and what reading the same bytes takes.
#pragma once

namespace muster::measure {

// Questions to the engine over `facts` made-up segments of deployments, four to a person, eleven
// years, 24 missions; and passes over the bytes that each question must read.
struct StatisticsTimes {
  double fill_seconds = 0;
  double memory_bytes = 0;  // resident, of the facts alone
  double days_pass_ms = 0;  // the first and last days of all facts, compared with a date
  double at_date_ms = 0;    // S1 by mission at a date
  double wide_pass_ms = 0;  // days, profile and subject of all facts: nearly all are in the series
  double series_ms = 0;     // ten years of months by mission and gender
  long long counted = 0;    // people on the date
  long long passed = 0;     // facts on the date, by the pass
};

StatisticsTimes measure_statistics(long long facts);

}  // namespace muster::measure
