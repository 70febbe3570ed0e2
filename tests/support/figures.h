// SPDX-License-Identifier: EUPL-1.2
// What the United Nations published, read by other means than the product's, and the same asked of
// the statistics service.
#pragma once

#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "muster/statistics/v1/statistics.pb.h"
#include "support/imports.h"

namespace muster::support {

inline constexpr const char* contributions_file = "un/un_contributions_2015-01_2025-07.csv";
inline constexpr const char* printed_totals_file = "un/un_published_totals_even_years.csv";
// The months from January 2015 to July 2025 of which the file has no report.
inline const std::vector<std::string> months_without_report{"2015-03", "2016-03", "2017-03", "2020-06", "2022-07"};

struct Counts {
  long long women = 0;
  long long men = 0;
  long long unknown = 0;
  long long total() const { return women + men + unknown; }
  bool operator==(const Counts&) const = default;
};
void PrintTo(const Counts& counts, std::ostream* out);

// Month "2016-01", mission, country, personnel type as the service names it.
using Stratum = std::tuple<std::string, std::string, std::string, std::string>;
using Strata = std::map<Stratum, Counts>;

// Each stratum of the contributions, those of nobody too.
Strata strata_of(const std::string& contributions);

// One total as printed for a "grand", "mission", "country" or "country_mission".
struct PrintedTotal {
  std::string date, level, mission, country;
  std::optional<long long> men, women;  // often only the total is printed
  long long total = 0;
};
std::vector<PrintedTotal> printed_totals(const std::string& content);

// All cells of the month ends from January 2015 to July 2025.
struct Series {
  std::map<Stratum, statistics::v1::Cell> cells;
  std::map<std::string, statistics::v1::Cell> totals;  // by month
};
Strata strata_of(const Series& series);

// Expects the same counts in the same strata; names a few that differ.
void expect_same(const Strata& got, const Strata& wanted);

class FiguresTest : public ImportTest {
 protected:
  statistics::v1::QueryIndicatorResponse ask(const statistics::v1::QueryIndicatorRequest& request);
  static statistics::v1::QueryIndicatorRequest on(const std::string& indicator, const std::string& date);

  // Asks the indicator for every printed total of so many, on its day and grouped by what it was printed for.
  void expect_printed_totals(const std::string& indicator, const std::string& content, std::size_t lines);

  Series series_of(const std::string& indicator);
};

void where(statistics::v1::QueryIndicatorRequest& request, statistics::v1::Dimension dimension,
           const std::string& value);

}  // namespace muster::support
