// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "muster/statistics/v1/statistics.pb.h"
#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using status::Code;

class HeadcountsTest : public support::DeploymentTest {
 protected:
  static std::string month_of(rules::Day day) { return rules::format_date(day).substr(0, 7); }
  static std::string last_month() { return month_of(rules::month_start(*rules::parse_date(day(0))) - 1); }
  ReportHeadcountsRequest report(const std::string& unit) {
    ReportHeadcountsRequest request;
    request.set_unit(unit);
    request.set_month(last_month());
    request.set_country("NOR");
    add(request, GENDER_WOMAN, 7);
    add(request, GENDER_NOT_STATED, 30);
    return request;
  }
  Headcount& add(ReportHeadcountsRequest& request, Gender gender, int count) {
    Headcount& line = *request.add_headcounts();
    line.set_mission(mission);
    line.set_category(CATEGORY_MILITARY);
    line.set_personnel_type(PERSONNEL_TYPE_TROOPS);
    line.set_gender(gender);
    line.set_count(count);
    return line;
  }
  ReportHeadcountsResponse send(const ReportHeadcountsRequest& request) {
    return call<ReportHeadcountsResponse>(missions_service + "ReportHeadcounts", request);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, HeadcountsTest, support::backends(), support::backend_name);

TEST_P(HeadcountsTest, ALaterReportIsALaterBatch) {
  EXPECT_EQ(send(report(army_)).total(), 37);
  auto again = report(army_);
  again.mutable_headcounts(0)->set_count(8);
  again.mutable_headcounts(1)->clear_mission();
  EXPECT_EQ(send(again).total(), 38);
  const std::string select =
      "SELECT CAST(count AS TEXT), gender, source, organisation, COALESCE('missions/' || CAST(mission AS TEXT), ''), "
      "month FROM headcount_fact WHERE sequence ";
  const std::string month = last_month();
  EXPECT_EQ(rows(select + "= (SELECT MAX(sequence) FROM headcount_fact) ORDER BY id", 6),
            (std::vector<std::string>{"8|GENDER_WOMAN||ORGANISATION_UN|" + mission + "|" + month,
                                      "30|GENDER_NOT_STATED||ORGANISATION_UNSPECIFIED||" + month}));
  EXPECT_EQ(rows(select + "= (SELECT MIN(sequence) FROM headcount_fact) ORDER BY id", 6).size(), 2u);
}

TEST_P(HeadcountsTest, TellsWhatItReplacesBeforeAndAfter) {
  EXPECT_FALSE(send(report(army_)).has_replaced()) << "there was none";
  EXPECT_FALSE(send(report(army_)).has_replaced()) << "it said the same";
  auto again = report(army_);
  again.mutable_headcounts()->RemoveLast();
  again.mutable_headcounts(0)->set_mission(add_mission("MONUSCO"));
  const std::string count = "SELECT CAST(COUNT(*) AS TEXT) FROM headcount_fact";
  const auto before = rows(count, 1);
  again.set_validate_only(true);
  const auto told = send(again);
  EXPECT_EQ(rows(count, 1), before) << "nothing was written";
  EXPECT_EQ(told.total(), 7);
  EXPECT_EQ(told.replaced().month(), last_month());
  EXPECT_EQ(told.replaced().lines(), 2);
  EXPECT_EQ(told.replaced().people(), 37);
  EXPECT_EQ(told.replaced().new_lines(), 1);
  EXPECT_EQ(told.replaced().new_people(), 7);
  EXPECT_EQ(told.replaced().gone(), "UNMISS");
  again.set_validate_only(false);
  EXPECT_EQ(send(again).replaced().SerializeAsString(), told.replaced().SerializeAsString());
  EXPECT_NE(rows(count, 1), before);
  auto other = report(navy_);
  EXPECT_FALSE(send(other).has_replaced()) << "another body";
  other.set_unit(army_);
  other.set_country("SWE");
  EXPECT_FALSE(send(other).has_replaced()) << "another country";
  // What was taken back is replaced by nothing.
  WithdrawHeadcountsRequest withdraw;
  withdraw.set_unit(army_);
  withdraw.set_month(last_month());
  withdraw.set_country("NOR");
  call<WithdrawHeadcountsResponse>(missions_service + "WithdrawHeadcounts", withdraw);
  EXPECT_FALSE(send(report(army_)).has_replaced());
}

TEST_P(HeadcountsTest, FiguresKnowItsBandTierAndPersonnelType) {
  auto request = report(army_);
  Headcount& officers = add(request, GENDER_WOMAN, 4);
  officers.set_personnel_type(PERSONNEL_TYPE_STAFF_OFFICER);
  officers.set_rank_band(RANK_BAND_SENIOR);
  officers.set_leadership_tier(3);
  send(request);
  statistics::v1::QueryIndicatorRequest query;
  query.set_indicator("S1");
  query.set_as_of(rules::format_date(rules::month_start(*rules::parse_date(day(0))) - 1));
  for (const auto dimension : {statistics::v1::DIMENSION_RANK_BAND, statistics::v1::DIMENSION_TIER,
                               statistics::v1::DIMENSION_PERSONNEL_TYPE}) {
    query.add_group_by(dimension);
  }
  const auto answer =
      call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", query);
  ASSERT_EQ(answer.cells_size(), 2);
  const auto& senior = answer.cells(answer.cells(0).women() == 4 ? 0 : 1);
  EXPECT_EQ(senior.women(), 4);
  EXPECT_EQ(senior.total(), 4);
  EXPECT_EQ(std::vector<std::string>(senior.group().begin(), senior.group().end()),
            (std::vector<std::string>{"RANK_BAND_SENIOR", "3", "PERSONNEL_TYPE_STAFF_OFFICER"}));
}

TEST_P(HeadcountsTest, TellsHowManyIndividualsItStandsInFor) {
  auto deployed = [&](const std::string& number, const std::string& unit, int first, std::optional<int> last) {
    const auto name = planned(add_person(number, GENDER_MAN, unit)).name();
    depart(name, day(first));
    if (last) end(name, day(*last));
  };
  deployed("P-1", army_, -400, std::nullopt);
  deployed("P-2", battalion_, -400, std::nullopt);  // below the army
  deployed("P-3", navy_, -400, std::nullopt);       // another body
  deployed("P-4", army_, -400, -300);               // back before
  EXPECT_EQ(send(report(army_)).individuals_replaced(), 2);
  auto other_country = report(army_);
  other_country.set_country("SWE");
  EXPECT_EQ(send(other_country).individuals_replaced(), 0);
}

// Two tours that overlap are one person.
TEST_P(HeadcountsTest, CountsPersonsNotDeployments) {
  const std::string person = add_person("P-1", GENDER_MAN, army_);
  depart(planned(person).name(), day(-400));
  auto second = plan(person);
  second.set_overlap_reason("two hats");
  second.set_post(leader_post.name());
  DepartRequest departure;
  departure.set_name(call<Deployment>(missions_service + "CreateDeployment", second).name());
  departure.set_actual_from(day(-300));
  departure.set_reason("needed at once");
  departure.set_overlap_reason("two hats");
  call<Deployment>(missions_service + "Depart", departure);
  EXPECT_EQ(send(report(army_)).individuals_replaced(), 1);
}

TEST_P(HeadcountsTest, AMonthCanBeReportedFromItsLastDayOn) {
  // The month's last day has come as soon as it has begun somewhere on earth.
  const rules::Day today = rules::latest_day(std::chrono::system_clock::now());
  auto current = report(army_);
  current.set_month(month_of(today));
  if (today == rules::month_end(today)) {
    EXPECT_EQ(send(current).total(), 37);
  } else {
    const status::Error error = refused(missions_service + "ReportHeadcounts", current, system());
    EXPECT_TRUE(support::names_field(error, "month")) << error.what();
    EXPECT_EQ(error.metadata().at("latest"), month_of(rules::month_start(today) - 1));
  }
}

TEST_P(HeadcountsTest, RefusesWhatDoesNotFit) {
  auto wrong = report(army_);
  wrong.set_month(month_of(rules::month_end(*rules::parse_date(future_day())) + 1));
  EXPECT_TRUE(support::names_field(refused(missions_service + "ReportHeadcounts", wrong, system()), "month"));
  wrong = report(army_);
  wrong.mutable_headcounts(1)->set_mission("missions/999");
  EXPECT_TRUE(
      support::names_field(refused(missions_service + "ReportHeadcounts", wrong, system()), "headcounts[1].mission"));
  wrong = report(army_);
  add(wrong, GENDER_WOMAN, 9);
  EXPECT_TRUE(support::names_field(refused(missions_service + "ReportHeadcounts", wrong, system()), "headcounts[2]"));
  wrong = report(army_);
  wrong.mutable_headcounts(0)->clear_gender();
  EXPECT_TRUE(
      support::names_field(refused(missions_service + "ReportHeadcounts", wrong, system()), "headcounts[0].gender"));
  EXPECT_EQ(refused(missions_service + "ReportHeadcounts", report(army_), caller_of(ROLE_HR_UNIT, navy_)).code(),
            Code::not_found);
  EXPECT_EQ(rows("SELECT gender FROM headcount_fact", 1).size(), 0u);
}

TEST_P(HeadcountsTest, AReportOfNobodyIsAReport) {
  auto nobody = report(army_);
  nobody.clear_headcounts();
  EXPECT_TRUE(support::names_field(refused(missions_service + "ReportHeadcounts", nobody, system()), "headcounts"));
  add(nobody, GENDER_NOT_STATED, 0).clear_mission();
  EXPECT_EQ(send(nobody).total(), 0);
  EXPECT_EQ(rows("SELECT gender FROM headcount_fact", 1).size(), 1u);
}

}  // namespace
}  // namespace muster
