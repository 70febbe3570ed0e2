// SPDX-License-Identifier: EUPL-1.2
// Reports of numbers without individuals: those of sending bodies (source ""), which stand in for
// the body's individuals in that month, and published tables for comparison ("UN").
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statistics/columns.h"

namespace muster::statistics {

struct HeadcountFact {
  std::string source;
  std::int64_t unit = 0;  // 0: of no unit
  Day month = 0;          // its first day
  // The import that brought it; without one, rows of one sequence are one report.
  std::optional<std::int64_t> import;
  std::uint32_t sequence = 0;
  std::uint32_t profile = 0;
  std::int32_t count = 0;
  // A row of no country with count 0 takes the month's earlier report back: there are no numbers.
  bool withdraws = false;
};

// One report of one month.
struct Report {
  struct Row {
    std::uint32_t profile;
    std::int32_t count;
    std::uint32_t sequence;
  };
  std::optional<std::int64_t> import;
  std::uint32_t first_sequence = 0;
  bool withdrawn = false;
  std::deque<Row> rows;
};

class Headcounts {
 public:
  // In the order in which they were recorded. The rows of one source, unit and month from one
  // import, or without an import from one sequence, are one report; of the reports of a month
  // the last one holds, and replaces the earlier ones entirely: also what it no longer names.
  void apply(const HeadcountFact& fact);

  // The report that held at sequence `known`, or null if there was none or it was withdrawn. Rows with a later sequence are not yet
  // part of it.
  const Report* find(std::string_view source, std::int64_t unit, Day month, std::uint32_t known) const;

  // The units from which `source` ever had a report, 0 among them for none.
  std::vector<std::int64_t> units(std::string_view source) const;

  std::vector<std::string> sources() const;

 private:
  using Months = std::map<Day, std::vector<Report>>;
  std::map<std::string, std::map<std::int64_t, Months>, std::less<>> reports_;
};

}  // namespace muster::statistics
