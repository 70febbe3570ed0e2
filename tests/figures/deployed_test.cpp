// SPDX-License-Identifier: EUPL-1.2
// The United Nations' tables as anonymous people with first and last days, imported as deployments
// into a database that has no table at all: S1, counted person by person, gives back every total
// that was printed.
#include <sstream>

#include "intervals.h"
#include "muster/missions/v1/missions.pb.h"
#include "support/figures.h"

namespace muster {
namespace {

using namespace statistics::v1;
using support::Series;
using support::Strata;
using support::Stratum;

class DeployedFiguresTest : public support::FiguresTest {
 protected:
  void import_deployments(const std::string& contributions) {
    std::istringstream in(contributions);
    std::ostringstream out;
    const auto counts = cli::write_intervals(in, out);
    EXPECT_EQ(counts.rows, 107149);
    EXPECT_EQ(counts.months.size(), 122u);
    EXPECT_EQ(counts.intervals, 635283);
    // As `muster import deployments --source UN --reported-months FILE` asks.
    imports::v1::Import options;
    options.set_source("UN");
    for (const auto& month : counts.months) options.add_reported_months(month);
    const auto import = run(imports::v1::IMPORT_KIND_DEPLOYMENTS, std::move(out).str(), options);
    ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << import.refusal();
    EXPECT_EQ(import.rows_created(), 635283);
    EXPECT_EQ(count("headcount_fact"), 0);
  }

  // An absent month is not the one before carried on, and no other month is absent.
  void expect_absent_months(const Series& series) {
    std::vector<std::string> without_report;
    for (const auto& [month, total] : series.totals) {
      if (!total.no_report()) continue;
      without_report.push_back(month);
      EXPECT_EQ(total.total(), 0) << month;
      EXPECT_FALSE(total.has_share()) << month;
    }
    EXPECT_EQ(series.totals.size(), 127u);
    EXPECT_EQ(without_report, support::months_without_report);
    for (const std::string& month : support::months_without_report) {
      for (const char* indicator : {"S1", "L1", "L2"}) {
        SCOPED_TRACE(indicator + (" in " + month));
        const auto answer = ask(on(indicator, month + "-15"));
        ASSERT_EQ(answer.cells_size(), 1);
        EXPECT_TRUE(answer.cells(0).no_report());
        EXPECT_EQ(answer.totals(0).total() + answer.totals(0).base().total(), 0);
        EXPECT_NE(answer.sentence().find("UN has no report of the month"), std::string::npos) << answer.sentence();
      }
    }
  }

  // Rows whose report names no mission are the source's all the same.
  void expect_all_of_the_organisation() {
    auto by_organisation = on("S1", "2018-10-31");
    by_organisation.add_group_by(DIMENSION_ORGANISATION);
    const auto answer = ask(by_organisation);
    ASSERT_EQ(answer.cells_size(), 1);
    EXPECT_EQ(answer.cells(0).group(0), "ORGANISATION_UN");
    EXPECT_GT(answer.cells(0).total(), 80'000);
  }

  // A woman or man of the stratum, with the days that the deployment was counted.
  CellRecord somebody_of(const Stratum& stratum, const std::string& date, const std::string& gender) {
    const auto& [month, mission, country, type] = stratum;
    ListCellRecordsRequest request;
    *request.mutable_query() = on("S1", date);
    support::where(*request.mutable_query(), DIMENSION_MISSION, mission);
    support::where(*request.mutable_query(), DIMENSION_COUNTRY, country);
    support::where(*request.mutable_query(), DIMENSION_PERSONNEL_TYPE, type);
    request.set_gender(gender);
    request.set_page_size(100);
    const auto response =
        call<ListCellRecordsResponse>("muster.statistics.v1.StatisticsService/ListCellRecords", request);
    EXPECT_GT(response.records_size(), 0);
    return response.records_size() > 0 ? response.records(0) : CellRecord();
  }

  void void_deployment(const std::string& name) {
    missions::v1::VoidDeploymentRequest request;
    request.set_name(name);
    request.set_reason("Entered by mistake");
    const auto deployment =
        call<missions::v1::Deployment>("muster.missions.v1.MissionsService/VoidDeployment", request);
    EXPECT_EQ(deployment.state(), missions::v1::DEPLOYMENT_STATE_VOID);
  }

  // Voids one deployment of the stratum and expects the cells of its months, and no others, to count
  // one woman or man less. Gives the figures that hold now.
  Series expect_only_its_cells_move(const Series& before, const Stratum& stratum, const std::string& date,
                                    const std::string& gender);
};
INSTANTIATE_TEST_SUITE_P(Backends, DeployedFiguresTest, support::backends(), support::backend_name);

void take_out(Cell& cell, bool woman) {
  if (woman) {
    cell.set_women(cell.women() - 1);
  } else {
    cell.set_men(cell.men() - 1);
  }
  cell.set_total(cell.total() - 1);
}

std::string counts_text(const Cell& cell) {
  std::ostringstream text;
  for (int count : {cell.women(), cell.men(), cell.other(), cell.unknown(), cell.total(), cell.from_headcounts()}) {
    text << count << ' ';
  }
  return text.str();
}

Series DeployedFiguresTest::expect_only_its_cells_move(const Series& before, const Stratum& stratum,
                                                       const std::string& date, const std::string& gender) {
  const CellRecord record = somebody_of(stratum, date, gender);
  SCOPED_TRACE(record.ShortDebugString());
  void_deployment(record.record());
  const Series after = series_of("S1");
  int moved = 0;
  Series expected = before;
  for (auto& [month, total] : expected.totals) {
    if (total.date() < record.valid_from() || total.date() > record.valid_to() || total.no_report()) continue;
    ++moved;
    take_out(total, gender == "WOMAN");
    Stratum at = stratum;
    std::get<0>(at) = month;
    const auto cell = expected.cells.find(at);
    if (cell == expected.cells.end()) {
      ADD_FAILURE() << "counted nowhere in " << month;
      continue;
    }
    take_out(cell->second, gender == "WOMAN");
    if (cell->second.total() == 0) expected.cells.erase(cell);
  }
  EXPECT_GT(moved, 0);
  auto compare = [](const auto& got, const auto& wanted) {
    ASSERT_EQ(got.size(), wanted.size());
    for (auto a = got.begin(), b = wanted.begin(); a != got.end(); ++a, ++b) {
      ASSERT_EQ(a->first, b->first);
      ASSERT_EQ(counts_text(a->second), counts_text(b->second)) << a->second.ShortDebugString();
    }
  };
  compare(after.cells, expected.cells);
  compare(after.totals, expected.totals);
  return after;
}

TEST_P(DeployedFiguresTest, GiveBackEveryPrintedTotal) {
  const auto table = support::data_file(support::contributions_file);
  const auto totals = support::data_file(support::printed_totals_file);
  if (!table || !totals) GTEST_SKIP();
  const std::string contributions = support::read_file(*table);
  Strata strata = support::strata_of(contributions);
  std::erase_if(strata, [](const auto& stratum) { return stratum.second.total() == 0; });
  ASSERT_NO_FATAL_FAILURE(import_deployments(contributions));
  expect_printed_totals("S1", support::read_file(*totals), 11443);

  const Series series = series_of("S1");
  support::expect_same(strata_of(series), strata);
  expect_absent_months(series);
  expect_all_of_the_organisation();
  EXPECT_EQ(ask(on("S1", "2015-01-30")).totals(0).total(), 0) << "before the first report";

  const Series later =
      expect_only_its_cells_move(series, {"", "UNMISS", "RWA", "PERSONNEL_TYPE_TROOPS"}, "2022-03-31", "WOMAN");
  // In months whose reports name no mission.
  expect_only_its_cells_move(later, {"", "", "GHA", "PERSONNEL_TYPE_TROOPS"}, "2019-05-31", "MAN");
}

}  // namespace
}  // namespace muster
