// SPDX-License-Identifier: EUPL-1.2
// Reports of numbers without individuals: those of sending bodies (source ""), which stand in for
// the body's individuals in that month, and published tables for comparison ("UN").
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statistics/columns.h"

namespace muster::statistics {

// Who reports: a unit, for its people of one country. A published table is of nobody: unit 0, country "".
struct Body {
  std::int64_t unit = 0;
  std::string country;
  auto operator<=>(const Body&) const = default;
};

struct HeadcountFact {
  std::string source;
  Body body;
  Day month = 0;  // its first day
  // The import that brought it; without one, rows of one sequence are one report.
  std::optional<std::int64_t> import;
  std::uint32_t sequence = 0;
  std::uint32_t profile = 0;
  std::int32_t count = 0;
  // Takes the month's earlier report back: there are no numbers.
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
  // In the order in which they were recorded. The rows of one source, body and month from one
  // import, or without an import from one sequence, are one report; of the reports of a month
  // the last one holds, and replaces the earlier ones entirely: also what it no longer names.
  void apply(const HeadcountFact& fact);

  // The report that held at sequence `known`, or null if there was none or it was withdrawn. Rows with
  // a later sequence are not yet part of it.
  const Report* find(std::string_view source, const Body& body, Day month, std::uint32_t known) const;

  // Those whose reports `source` ever had, in order.
  std::vector<Body> bodies(std::string_view source) const;

  // The first month of which the body had a report that held at sequence `known`.
  std::optional<Day> first_month(std::string_view source, const Body& body, std::uint32_t known) const;

  std::vector<std::string> sources() const;
  // The source that is called so in whatever spelling; `name` itself if none has reported.
  std::string source_named(const std::string& name) const;

 private:
  using Months = std::map<Day, std::vector<Report>>;
  const Months* months_of(std::string_view source, const Body& body) const;

  std::map<std::string, std::map<Body, Months>, std::less<>> reports_;
};

}  // namespace muster::statistics
