// SPDX-License-Identifier: EUPL-1.2
// `muster intervals`: month-end headcounts as anonymous people with deployment intervals.
#pragma once

#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace muster::cli {

struct IntervalCounts {
  int rows = 0;
  int intervals = 0;
  // The months that the table reports, "2024-06", in order: an interval runs on through a month that is
  // not among them, in which nobody was counted.
  std::vector<std::string> months;
};

// Reads a United Nations table (report_date, mission, iso3, personnel_type, male, female, total) and
// writes a table for `muster import deployments`: one line for each interval, first in, first out
// in each stratum of mission, country, type and gender. Who is first counted at a month's end is there
// from that day; who is no longer counted at the next report left the day before it. At every
// reported month's end the intervals give exactly the counts; between them they prove nothing, and
// departures and returns within them are made up.
// A mission or gender that the report does not state is a stratum of its own.
// Errors: imports::Unreadable; status::Error naming line and column of a number or date that is none.
IntervalCounts write_intervals(std::istream& table, std::ostream& intervals);

}  // namespace muster::cli
