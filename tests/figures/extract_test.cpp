// SPDX-License-Identifier: EUPL-1.2
// The method of both other files here, on the extract that lies beside them: it proves, where the tables are not at
// hand, that what was published comes back, imported as it is or person by person.
#include <sstream>

#include "intervals.h"
#include "support/figures.h"

namespace muster {
namespace {

using support::Strata;

class ExtractedFiguresTest : public support::FiguresTest {
 protected:
  const std::string contributions_ =
      support::read_file(support::source_file("tests/figures/extract/contributions.csv"));
  const std::string totals_ = support::read_file(support::source_file("tests/figures/extract/printed_totals.csv"));
};
INSTANTIATE_TEST_SUITE_P(Backends, ExtractedFiguresTest, support::backends(), support::backend_name);

TEST_P(ExtractedFiguresTest, GiveBackEveryPrintedTotalAsReported) {
  imports::v1::Import options;
  options.set_source("UN");
  const auto import = run(imports::v1::IMPORT_KIND_HEADCOUNTS, contributions_, options);
  ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_created(), 252);
  expect_printed_totals("H1", totals_, 127);
  support::expect_same(strata_of(series_of("H1")), support::strata_of(contributions_));
}

TEST_P(ExtractedFiguresTest, GiveBackEveryPrintedTotalPersonByPerson) {
  std::istringstream in(contributions_);
  std::ostringstream out;
  const auto counts = cli::write_intervals(in, out);
  EXPECT_EQ(counts.rows, 252);
  EXPECT_EQ(counts.months.size(), 8u);
  imports::v1::Import options;
  options.set_source("UN");
  for (const auto& month : counts.months) options.add_reported_months(month);
  const auto import = run(imports::v1::IMPORT_KIND_DEPLOYMENTS, std::move(out).str(), options);
  ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_created(), counts.intervals);
  expect_printed_totals("S1", totals_, 127);
  Strata strata = support::strata_of(contributions_);
  std::erase_if(strata, [](const auto& stratum) { return stratum.second.total() == 0; });
  // Nobody said that those of the last table left, so they go on after it.
  Strata counted = strata_of(series_of("S1"));
  const std::string last_month = counts.months.back();
  std::erase_if(counted, [&](const auto& stratum) { return std::get<0>(stratum.first) > last_month; });
  support::expect_same(counted, strata);
  EXPECT_TRUE(ask(on("S1", "2016-03-31")).totals(0).no_report()) << "the month of which there is no table";
}

}  // namespace
}  // namespace muster
