// SPDX-License-Identifier: EUPL-1.2
// Ten years of the United Nations' tables, imported as they are: H1 gives back every total that
// was printed, and nothing else.
#include "support/figures.h"

namespace muster {
namespace {

using namespace statistics::v1;
using support::Strata;

class ReportedFiguresTest : public support::FiguresTest {
 protected:
  void expect_no_report(const std::string& date) {
    SCOPED_TRACE(date);
    const auto response = ask(on("H1", date));
    ASSERT_EQ(response.cells_size(), 1);
    EXPECT_TRUE(response.cells(0).no_report());
    EXPECT_FALSE(response.cells(0).has_share());
    EXPECT_TRUE(response.totals(0).no_report());
    EXPECT_NE(response.sentence().find("no table of UN"), std::string::npos) << response.sentence();
    auto grouped = on("H1", date);
    grouped.add_group_by(DIMENSION_COUNTRY);
    EXPECT_EQ(ask(grouped).cells_size(), 0);
    EXPECT_TRUE(ask(grouped).totals(0).no_report());
  }

  // A month whose report names no mission says nothing of any mission, but all of countries.
  void expect_countries_without_missions() {
    auto of_mission = on("H1", "2018-10-31");
    support::where(of_mission, DIMENSION_MISSION, "UNMISS");
    EXPECT_TRUE(ask(of_mission).totals(0).no_report());
    auto by_mission = on("H1", "2018-10-31");
    by_mission.add_group_by(DIMENSION_MISSION);
    const auto response = ask(by_mission);
    ASSERT_EQ(response.cells_size(), 1);
    EXPECT_EQ(response.cells(0).group(0), "") << "one group, of the mission that is not stated";
    EXPECT_EQ(response.cells(0).total(), ask(on("H1", "2018-10-31")).totals(0).total());
  }

  void expect_totals_without_gender() {
    const auto all = ask(on("H1", "2023-09-30")).totals(0);
    EXPECT_FALSE(all.no_report());
    EXPECT_GT(all.total(), 0);
    EXPECT_EQ(all.unknown(), all.total());
    EXPECT_FALSE(all.has_share());
    EXPECT_EQ(all.completeness(), 0);
    auto women = on("H1", "2023-09-30");
    support::where(women, DIMENSION_GENDER, "WOMAN");
    EXPECT_TRUE(ask(women).totals(0).no_report());
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, ReportedFiguresTest, support::backends(), support::backend_name);

TEST_P(ReportedFiguresTest, GiveBackEveryPrintedTotal) {
  const auto table = support::data_file(support::contributions_file);
  const auto totals = support::data_file(support::printed_totals_file);
  if (!table || !totals) GTEST_SKIP();
  const std::string content = support::read_file(*table);
  imports::v1::Import options;
  options.set_source("UN");
  const auto import = run(imports::v1::IMPORT_KIND_HEADCOUNTS, content, options);
  ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_EQ(import.rows_created(), 107149);
  expect_printed_totals("H1", support::read_file(*totals), 11443);

  // The odd years too, and every row of every month.
  const auto series = series_of("H1");
  support::expect_same(strata_of(series), support::strata_of(content));
  std::vector<std::string> without_report;
  for (const auto& [month, total] : series.totals) {
    if (total.no_report()) without_report.push_back(month);
  }
  EXPECT_EQ(without_report, support::months_without_report);
  for (const char* date : {"2015-03-31", "2020-06-30", "2022-07-15", "2014-12-31", "2025-08-31"})
    expect_no_report(date);
  expect_countries_without_missions();
  expect_totals_without_gender();
  // Published tables are for comparison: nobody on the roster is deployed by them.
  EXPECT_EQ(ask(on("S1", "2016-01-31")).totals(0).total(), 0);
}

}  // namespace
}  // namespace muster
