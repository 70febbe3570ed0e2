// SPDX-License-Identifier: EUPL-1.2
// Bodies that report numbers instead of people: from the report to the figures, through the services.
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include "muster/statistics/v1/statistics.pb.h"
#include "support/deployments.h"

namespace muster::statistics {
namespace {

using namespace missions::v1;
using namespace platform::v1;

using Texts = std::vector<std::string>;

class BodiesTest : public support::DeploymentTest {
 protected:
  static rules::Day month_end() { return rules::month_start(*rules::parse_date(day(0))) - 1; }
  static std::string last_day() { return rules::format_date(month_end()); }
  static std::string last_month() { return last_day().substr(0, 7); }

  // Out since long before, and still.
  std::string deploy(const std::string& number, Gender gender, const std::string& unit, const std::string& at) {
    auto request = plan(add_person(number, gender, unit));
    request.set_post(at);
    const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
    depart(name, day(-400));
    return name;
  }

  ReportHeadcountsRequest report_of(const std::string& unit, const std::string& country = "NOR") {
    ReportHeadcountsRequest request;
    request.set_unit(unit);
    request.set_month(last_month());
    request.set_country(country);
    return request;
  }
  void add(ReportHeadcountsRequest& request, Gender gender, int count, int tier = 0) {
    Headcount& line = *request.add_headcounts();
    line.set_mission(mission);
    line.set_category(CATEGORY_MILITARY);
    line.set_gender(gender);
    line.set_leadership_tier(tier);
    line.set_count(count);
  }
  ReportHeadcountsResponse send(const ReportHeadcountsRequest& request) {
    return call<ReportHeadcountsResponse>(missions_service + "ReportHeadcounts", request);
  }
  WithdrawHeadcountsRequest withdrawal_of(const std::string& unit, const std::string& country = "NOR") {
    WithdrawHeadcountsRequest request;
    request.set_unit(unit);
    request.set_month(last_month());
    request.set_country(country);
    return request;
  }

  static v1::QueryIndicatorRequest on(const std::string& indicator, const std::string& date) {
    v1::QueryIndicatorRequest request;
    request.set_indicator(indicator);
    request.set_as_of(date);
    return request;
  }
  static void of_unit(v1::QueryIndicatorRequest& request, const std::string& code) {
    v1::Filter& filter = *request.add_where();
    filter.set_dimension(v1::DIMENSION_UNIT);
    filter.add_values(code);
  }
  v1::QueryIndicatorResponse ask(const v1::QueryIndicatorRequest& request) {
    return call<v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", request);
  }
  v1::Cell total(const v1::QueryIndicatorRequest& request) { return ask(request).totals(0); }
  void knows(v1::QueryIndicatorRequest& request, long long micros) {
    *request.mutable_known_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(micros);
  }
  long long last_recorded() {
    return std::stoll(rows("SELECT CAST(recorded_time AS TEXT) FROM ledger_head", 1).front());
  }

  static Texts units(const google::protobuf::RepeatedPtrField<std::string>& codes) {
    return {codes.begin(), codes.end()};
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, BodiesTest, support::backends(), support::backend_name);

TEST_P(BodiesTest, AReportStandsInForTheIndividualsOfItsMonth) {
  deploy("P-1", GENDER_MAN, army_, post.name());
  deploy("P-2", GENDER_MAN, battalion_, post.name());
  deploy("P-3", GENDER_WOMAN, army_, leader_post.name());
  deploy("P-4", GENDER_MAN, navy_, post.name());
  const auto s1 = on("S1", last_day());
  const auto l1 = on("L1", last_day());
  EXPECT_EQ(total(s1).total(), 4);
  EXPECT_EQ(total(l1).women(), 1);
  const long long before = last_recorded();

  auto report = report_of(army_);
  add(report, GENDER_WOMAN, 7);
  add(report, GENDER_NOT_STATED, 30);
  add(report, GENDER_WOMAN, 2, 3);
  EXPECT_EQ(send(report).individuals_replaced(), 3);

  const v1::Cell all = total(s1);
  EXPECT_EQ(all.total(), 7 + 30 + 2 + 1) << "the report and the navy's man, nobody twice";
  EXPECT_EQ(all.women(), 9);
  EXPECT_EQ(all.unknown(), 30);
  EXPECT_EQ(all.from_headcounts(), 39);
  EXPECT_EQ(units(all.headcount_units()), Texts{"ARMY"});
  EXPECT_EQ(all.missing_reports_size(), 0);
  EXPECT_NE(ask(s1).sentence().find("Counted by their report of the month: ARMY."), std::string::npos)
      << ask(s1).sentence();
  EXPECT_EQ(total(l1).women(), 2);
  EXPECT_EQ(total(l1).total(), 2);
  EXPECT_EQ(total(on("S1", rules::format_date(rules::month_start(month_end())))).total(), 40)
      << "every day of the month";
  EXPECT_EQ(total(on("S1", day(0))).total(), 4) << "this month has no report, and individuals";

  auto known_before = s1;
  knows(known_before, before);
  EXPECT_EQ(total(known_before).total(), 4);
  EXPECT_EQ(total(known_before).from_headcounts(), 0);
  EXPECT_EQ(total(known_before).headcount_units_size(), 0);
  auto individuals = s1;
  individuals.set_individuals_only(true);
  EXPECT_EQ(total(individuals).total(), 4);
  EXPECT_EQ(total(individuals).headcount_units_size(), 0);

  auto of_battalion = s1;
  of_unit(of_battalion, "BATTALION");
  EXPECT_EQ(total(of_battalion).total(), 1) << "the army's report says nothing of its part";
  EXPECT_EQ(total(of_battalion).headcount_units_size(), 0);
  auto of_army = s1;
  of_unit(of_army, "ARMY");
  EXPECT_EQ(total(of_army).total(), 39);
}

TEST_P(BodiesTest, ABodyReportsEachCountryByItself) {
  deploy("P-1", GENDER_MAN, army_, post.name());
  auto swedish = report_of(army_, "SWE");
  add(swedish, GENDER_WOMAN, 3);
  EXPECT_EQ(send(swedish).individuals_replaced(), 0);
  const auto s1 = on("S1", last_day());
  EXPECT_EQ(total(s1).total(), 4) << "the Norwegian is in no report";
  auto norwegian = report_of(army_, "NOR");
  add(norwegian, GENDER_MAN, 5);
  EXPECT_EQ(send(norwegian).individuals_replaced(), 1);
  EXPECT_EQ(total(s1).total(), 8) << "the second report leaves the first as it is";
  EXPECT_EQ(total(s1).women(), 3);
  EXPECT_EQ(total(s1).from_headcounts(), 8);
  auto of_sweden = s1;
  v1::Filter& filter = *of_sweden.add_where();
  filter.set_dimension(v1::DIMENSION_COUNTRY);
  filter.add_values("SWE");
  EXPECT_EQ(total(of_sweden).total(), 3);
}

TEST_P(BodiesTest, SaysWhoseReportIsMissing) {
  deploy("P-1", GENDER_MAN, army_, post.name());
  auto report = report_of(navy_);
  add(report, GENDER_WOMAN, 12);
  send(report);
  EXPECT_EQ(total(on("S1", last_day())).total(), 13);
  const auto today = on("S1", day(0));
  EXPECT_EQ(total(today).total(), 1);
  EXPECT_EQ(units(total(today).missing_reports()), Texts{"NAVY"}) << "a fall that is none";
  EXPECT_EQ(total(today).headcount_units_size(), 0);
  EXPECT_NE(ask(today).sentence().find("Not counted, for want of a report of the month: NAVY."), std::string::npos)
      << ask(today).sentence();
  EXPECT_EQ(units(total(on("L2", day(0))).missing_reports()), Texts{"NAVY"});
  const std::string earlier = rules::format_date(rules::month_start(month_end()) - 1);
  EXPECT_EQ(total(on("S1", earlier)).missing_reports_size(), 0) << "it had never reported before";
  auto of_army = today;
  of_unit(of_army, "ARMY");
  EXPECT_EQ(total(of_army).missing_reports_size(), 0) << "the navy is not asked for";

  auto series = on("S1", "");
  series.clear_as_of();
  series.set_from(rules::format_date(rules::add_months(rules::month_start(month_end()), -1)));
  series.set_to(last_day());
  series.set_every_month(true);
  const auto months = ask(series);
  ASSERT_EQ(months.totals_size(), 2);
  EXPECT_EQ(months.totals(0).headcount_units_size(), 0);
  EXPECT_EQ(units(months.totals(1).headcount_units()), Texts{"NAVY"});

  deploy("P-2", GENDER_MAN, navy_, post.name());
  EXPECT_EQ(total(today).missing_reports_size(), 0) << "individuals of the body are as good as a report";
}

TEST_P(BodiesTest, AWithdrawnReportLeavesTheIndividuals) {
  deploy("P-1", GENDER_MAN, army_, post.name());
  deploy("P-2", GENDER_MAN, battalion_, post.name());
  const std::string withdraw = missions_service + "WithdrawHeadcounts";
  EXPECT_EQ(refused(withdraw, withdrawal_of(army_), system()).code(), status::Code::failed_precondition);
  auto report = report_of(army_);
  add(report, GENDER_WOMAN, 9);
  send(report);
  const long long reported = last_recorded();
  const auto s1 = on("S1", last_day());
  ASSERT_EQ(total(s1).total(), 9);

  EXPECT_EQ(refused(withdraw, withdrawal_of(army_, "SWE"), system()).code(), status::Code::failed_precondition);
  EXPECT_EQ(refused(withdraw, withdrawal_of(army_), caller_of(ROLE_HR_UNIT, navy_)).code(), status::Code::not_found);
  auto request = withdrawal_of(army_);
  request.set_request_id("once");
  EXPECT_EQ(call<WithdrawHeadcountsResponse>(withdraw, request).individuals(), 2);
  EXPECT_EQ(call<WithdrawHeadcountsResponse>(withdraw, request).individuals(), 2) << "sent again: the same answer";
  EXPECT_EQ(refused(withdraw, withdrawal_of(army_), system()).code(), status::Code::failed_precondition);
  EXPECT_EQ(total(s1).total(), 2);
  EXPECT_EQ(total(s1).from_headcounts(), 0);
  EXPECT_EQ(total(s1).headcount_units_size(), 0);
  auto known = s1;
  knows(known, reported);
  EXPECT_EQ(total(known).total(), 9) << "what was known then stays";
  EXPECT_NE(rows("SELECT lines FROM audit_entry WHERE method LIKE '%WithdrawHeadcounts' ORDER BY id", 1)
                .front()
                .find("withdrew headcounts of " + army_),
            std::string::npos);

  report.mutable_headcounts(0)->set_count(8);
  send(report);
  EXPECT_EQ(total(s1).total(), 8) << "the right report after the mistaken one";
}

// A report of nobody is a report.
TEST_P(BodiesTest, NobodyReportedIsNotNothingReported) {
  deploy("P-1", GENDER_MAN, army_, post.name());
  auto report = report_of(army_);
  add(report, GENDER_NOT_STATED, 0);
  send(report);
  EXPECT_EQ(total(on("S1", last_day())).total(), 0);
  EXPECT_EQ(units(total(on("S1", last_day())).headcount_units()), Texts{"ARMY"});
}

}  // namespace
}  // namespace muster::statistics
