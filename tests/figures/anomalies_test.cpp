// SPDX-License-Identifier: EUPL-1.2
// What the United Nations printed wrongly is counted as printed and flagged at every figure that it touches, and at no
// other: proved on a few made-up lines, and on the whole table where it is at hand.
#include <gmock/gmock.h>

#include <sstream>

#include "intervals.h"
#include "muster/training/v1/training.pb.h"
#include "support/figures.h"

namespace muster {
namespace {

using namespace statistics::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AnomaliesTest : public support::FiguresTest {
 protected:
  void import_table(const std::string& table) {
    imports::v1::Import options;
    options.set_source("UN");
    const auto import = run(imports::v1::IMPORT_KIND_HEADCOUNTS, table, options);
    ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << import.refusal();
  }
  void import_people(const std::string& table) {
    std::istringstream in(table);
    std::ostringstream out;
    imports::v1::Import options;
    options.set_source("UN");
    for (const auto& month : cli::write_intervals(in, out).months) options.add_reported_months(month);
    const auto import = run(imports::v1::IMPORT_KIND_DEPLOYMENTS, std::move(out).str(), options);
    ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << import.refusal();
  }

  // The months of the anomalies of the answer's last total.
  std::vector<std::string> flagged(const QueryIndicatorRequest& request) {
    const auto answer = ask(request);
    std::vector<std::string> months;
    for (const Anomaly& anomaly : answer.totals().rbegin()->anomalies()) {
      EXPECT_EQ(anomaly.source(), "UN");
      EXPECT_THAT(answer.sentence(), HasSubstr(anomaly.text()));
      EXPECT_THAT(answer.sentence_nb(), HasSubstr(anomaly.text_nb()));
      months.push_back(anomaly.month());
    }
    return months;
  }
  std::vector<std::string> flagged(const std::string& indicator, const std::string& date) {
    return flagged(on(indicator, date));
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, AnomaliesTest, support::backends(), support::backend_name);

const std::string header = "report_date,mission,country_as_printed,iso3,m49,personnel_type,male,female,total,layout\n";

// Soldiers of Rwanda and Norway in MINUSCA, and of Rwanda in UNTSO, from July to October 2020.
std::string made_up() {
  std::string table = header;
  for (const std::string day : {"2020-07-31", "2020-08-31", "2020-09-30", "2020-10-31"}) {
    const std::string rwandans = day == "2020-08-31" ? "0,12,12" : "11,1,12";
    table += day + ",MINUSCA,Rwanda,RWA,646,Troops," + rwandans + ",A\n";
    table += day + ",MINUSCA,Norway,NOR,578,Troops,4,1,5,A\n";
    table += day + ",UNTSO,Rwanda,RWA,646,Troops,3,1,4,A\n";
  }
  return table;
}

TEST_P(AnomaliesTest, FlagTheTableOfTheMonthAlone) {
  ASSERT_NO_FATAL_FAILURE(import_table(made_up()));
  EXPECT_THAT(flagged("H1", "2020-08-31"), ElementsAre("2020-08"));
  EXPECT_EQ(ask(on("H1", "2020-08-31")).totals(0).women(), 14) << "as printed";
  for (const char* date : {"2020-07-31", "2020-09-30", "2020-10-31"})
    EXPECT_THAT(flagged("H1", date), IsEmpty()) << date;
  EXPECT_THAT(flagged("S1", "2020-08-31"), IsEmpty()) << "nobody of the table is deployed by it";
  auto elsewhere = on("H1", "2020-08-31");
  support::where(elsewhere, DIMENSION_MISSION, "UNTSO");
  EXPECT_THAT(flagged(elsewhere), IsEmpty());
  auto of_norwegians = on("H1", "2020-08-31");
  support::where(of_norwegians, DIMENSION_COUNTRY, "NOR");
  EXPECT_THAT(flagged(of_norwegians), IsEmpty());
  auto other_source = on("H1", "2020-08-31");
  other_source.set_source("AU");
  EXPECT_THAT(flagged(other_source), IsEmpty());
}

TEST_P(AnomaliesTest, FlagWhoeverIsCountedByTheReport) {
  ASSERT_NO_FATAL_FAILURE(import_people(made_up()));
  training::v1::CreateRequirementRequest rule;
  rule.mutable_requirement()->set_code("WPS");
  rule.mutable_requirement()->set_display_name("Everybody deployed");
  rule.mutable_requirement()->set_population(training::v1::POPULATION_DEPLOYED);
  rule.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_THROUGHOUT_TOUR);
  rule.mutable_requirement()->set_valid_from("2020-01-01");
  rule.mutable_requirement()->add_topics(platform::v1::TOPIC_WPS);
  call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", rule);
  for (const char* indicator : {"S1", "L2", "T1", "T2"}) {
    EXPECT_THAT(flagged(indicator, "2020-08-31"), ElementsAre("2020-08")) << indicator;
    // Until the next report, people count as the last one printed them.
    EXPECT_THAT(flagged(indicator, "2020-09-29"), ElementsAre("2020-08")) << indicator;
    for (const char* date : {"2020-07-31", "2020-09-30"}) EXPECT_THAT(flagged(indicator, date), IsEmpty()) << indicator;
  }
  EXPECT_THAT(flagged("L1", "2020-08-31"), IsEmpty()) << "none of them leads";
  auto series = on("S1", "");
  series.clear_as_of();
  series.set_from("2020-07-01");
  series.set_to("2020-10-31");
  series.set_every_month(true);
  const auto answer = ask(series);
  ASSERT_EQ(answer.totals_size(), 4);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(answer.totals(i).anomalies_size(), i == 1 ? 1 : 0) << i;
  EXPECT_THAT(answer.sentence(), Not(HasSubstr("August")));
  auto days = series;
  days.set_indicator("S2");
  days.set_every_month(false);
  EXPECT_THAT(flagged(days), ElementsAre("2020-08"));
  auto departures = days;
  departures.set_indicator("S3");
  EXPECT_THAT(flagged(departures), IsEmpty());
  for (const auto& [dimension, value] :
       {std::pair(DIMENSION_MISSION, "UNTSO"), std::pair(DIMENSION_COUNTRY, "NOR"), std::pair(DIMENSION_TIER, "3")}) {
    auto others = on("S1", "2020-08-31");
    support::where(others, dimension, value);
    EXPECT_THAT(flagged(others), IsEmpty()) << value;
  }
}

TEST_P(AnomaliesTest, SayNothingOfOtherSources) {
  std::istringstream in(made_up());
  std::ostringstream out;
  cli::write_intervals(in, out);
  imports::v1::Import options;
  options.set_source("OUR-LIST");
  const auto import = run(imports::v1::IMPORT_KIND_DEPLOYMENTS, std::move(out).str(), options);
  ASSERT_EQ(import.state(), imports::v1::IMPORT_STATE_APPLIED) << import.refusal();
  EXPECT_GT(ask(on("S1", "2020-08-31")).totals(0).total(), 0);
  EXPECT_THAT(flagged("S1", "2020-08-31"), IsEmpty());
}

TEST_P(AnomaliesTest, OfTheWholeTableAreThoseThatWereFound) {
  const auto table = support::data_file(support::contributions_file);
  if (!table) GTEST_SKIP();
  ASSERT_NO_FATAL_FAILURE(import_table(support::read_file(*table)));
  std::vector<std::string> months;
  for (const auto& [month, total] : series_of("H1").totals) {
    if (total.anomalies_size() > 0) months.push_back(month);
  }
  EXPECT_THAT(months, ElementsAre("2016-01", "2016-04", "2016-05", "2020-08"));
  const auto august = ask(on("H1", "2020-08-31")).totals(0);
  EXPECT_EQ(august.women(), 41183) << "as printed";
  EXPECT_EQ(august.total(), 81820);
  for (const char* mission : {"MINUSCA", "MINUSMA", "MONUSCO", "UNAMID", "UNFICYP", "UNISFA", "UNMISS"}) {
    auto of_mission = on("H1", "2020-08-31");
    support::where(of_mission, DIMENSION_MISSION, mission);
    EXPECT_THAT(flagged(of_mission), ElementsAre("2020-08")) << mission;
  }
  auto unmik = on("H1", "2020-08-31");
  support::where(unmik, DIMENSION_MISSION, "UNMIK");
  EXPECT_THAT(flagged(unmik), IsEmpty());
}

}  // namespace
}  // namespace muster
