// SPDX-License-Identifier: EUPL-1.2
// Days that were recorded wrongly are corrected, and a transfer is a segment: what the figures say then, and what they
// say of before.
#include <gtest/gtest.h>

#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using status::Code;
using Facts = std::vector<std::string>;

class DeploymentCorrectionsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    name_ = planned(add_person("P-1")).name();
  }
  // Away from day -20 to day -5, from day -12 on as a leader.
  void be_away() {
    depart(name_, day(-20));
    change_role(name_, leader_post.name(), day(-12));
    end(name_, day(-5));
  }
  CorrectDeploymentDaysRequest correction(const std::string& from, const std::string& to,
                                          const std::string& segment = "") {
    CorrectDeploymentDaysRequest request;
    request.set_name(name_);
    request.set_segment(segment);
    if (!from.empty()) request.set_actual_from(from);
    if (!to.empty()) request.set_actual_to(to);
    request.set_reason("the ticket says so");
    return request;
  }
  Deployment correct(const CorrectDeploymentDaysRequest& request) {
    return call<Deployment>(missions_service + "CorrectDeploymentDays", request);
  }
  status::Error refused_correction(const CorrectDeploymentDaysRequest& request) {
    return refused(missions_service + "CorrectDeploymentDays", request, system());
  }
  std::string segment(int place) { return get(name_).segments(place).name(); }

  statistics::v1::QueryIndicatorResponse ask(statistics::v1::QueryIndicatorRequest request, long long known) {
    if (known >= 0) request.set_known_sequence(known);
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request);
  }
  // How many are deployed on the day; known now, or at the sequence.
  int deployed(int on, long long known = -1) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("S1");
    request.set_as_of(day(on));
    return ask(request, known).totals(0).total();
  }
  int departures(int from, int to, long long known = -1) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("S3");
    request.set_from(day(from));
    request.set_to(day(to));
    return ask(request, known).totals(0).total();
  }
  // "UNMISS 1" for each mission.
  Facts by_mission(statistics::v1::QueryIndicatorRequest request, long long known = -1) {
    request.add_group_by(statistics::v1::DIMENSION_MISSION);
    Facts lines;
    const auto answer = ask(request, known);
    for (const auto& cell : answer.cells()) lines.push_back(cell.group(0) + " " + std::to_string(cell.total()));
    return lines;
  }
  std::vector<DeploymentEvent> events() {
    ListDeploymentEventsRequest request;
    request.set_deployment(name_);
    const auto answer = call<ListDeploymentEventsResponse>(missions_service + "ListDeploymentEvents", request);
    return {answer.deployment_events().begin(), answer.deployment_events().end()};
  }

  std::string name_;
};
INSTANTIATE_TEST_SUITE_P(Backends, DeploymentCorrectionsTest, support::backends(), support::backend_name);

TEST_P(DeploymentCorrectionsTest, FiguresCountTheTrueDaysFromNowOnAndTheOthersAsKnownThen) {
  be_away();
  const long long then = last_sequence();
  EXPECT_EQ(departures(-40, -21), 0);
  EXPECT_EQ(deployed(-25) + deployed(-3), 0);
  const rpc::Caller desk = caller(ROLE_HR_CENTRAL);
  const auto corrected =
      call<Deployment>(missions_service + "CorrectDeploymentDays", correction(day(-30), day(-2)), desk);
  EXPECT_EQ(corrected.actual_from(), day(-30));
  EXPECT_EQ(corrected.actual_to(), day(-2));
  EXPECT_EQ(corrected.state(), DEPLOYMENT_STATE_RETURNED);
  EXPECT_EQ(corrected.segments(0).valid_from(), day(-30));
  EXPECT_EQ(corrected.segments(0).valid_to(), day(-13)) << "the day between the segments is as it was";
  EXPECT_EQ(corrected.segments(1).valid_to(), day(-2));
  EXPECT_EQ(facts(name_), (Facts{"-30|-12|1|GENDER_WOMAN|0|" + army_, "-12|-1|0|GENDER_WOMAN|3|" + army_}));
  EXPECT_EQ(departures(-40, -21), 1);
  EXPECT_EQ(departures(-20, 0), 0);
  EXPECT_EQ(deployed(-30) + deployed(-25) + deployed(-2), 3);
  EXPECT_EQ(deployed(-31) + deployed(-1), 0);

  EXPECT_EQ(facts(name_, then), (Facts{"-20|-12|1|GENDER_WOMAN|0|" + army_, "-12|-4|0|GENDER_WOMAN|3|" + army_}));
  EXPECT_EQ(departures(-40, -21, then), 0);
  EXPECT_EQ(departures(-20, 0, then), 1);
  EXPECT_EQ(deployed(-25, then) + deployed(-3, then), 0);
  EXPECT_EQ(deployed(-20, then) + deployed(-5, then), 2);

  const DeploymentEvent event = events().back();
  EXPECT_EQ(event.verb(), "CorrectDeploymentDays");
  EXPECT_EQ(event.reason(), "the ticket says so");
  EXPECT_EQ(event.actor(), "accounts/" + std::to_string(desk.account));
  EXPECT_EQ(event.segment(), "");
  EXPECT_EQ(event.from_before() + event.to_before(), day(-20) + day(-5));
  EXPECT_EQ(event.from_after() + event.to_after(), day(-30) + day(-2));
  const std::string lines = rows("SELECT lines FROM audit_entry ORDER BY id DESC LIMIT 1", 1).front();
  EXPECT_NE(lines.find("updated deployment/" + name_.substr(name_.find('/') + 1) + " actual_from,actual_to"),
            std::string::npos)
      << lines;
}

TEST_P(DeploymentCorrectionsTest, TheDayBetweenTwoSegmentsMovesBoth) {
  be_away();
  const std::string first = segment(0), second = segment(1);
  correct(correction(day(-15), "", second));
  const Facts earlier{"-20|-15|1|GENDER_WOMAN|0|" + army_, "-15|-4|0|GENDER_WOMAN|3|" + army_};
  EXPECT_EQ(facts(name_), earlier);
  EXPECT_EQ(get(name_).segments(0).valid_to(), day(-16));
  const long long then = last_sequence();
  correct(correction("", day(-9), first));
  EXPECT_EQ(facts(name_), (Facts{"-20|-8|1|GENDER_WOMAN|0|" + army_, "-8|-4|0|GENDER_WOMAN|3|" + army_}));
  EXPECT_EQ(facts(name_, then), earlier);
  EXPECT_EQ(get(name_).actual_from() + get(name_).actual_to(), day(-20) + day(-5)) << "the deployment's stay";
  EXPECT_EQ(departures(-20, -20), 1);
  EXPECT_EQ(departures(-19, 0), 0);
  const DeploymentEvent event = events().back();
  EXPECT_EQ(event.segment(), first);
  EXPECT_EQ(event.from_before() + event.to_before(), day(-20) + day(-16));
  EXPECT_EQ(event.from_after() + event.to_after(), day(-20) + day(-9));
}

TEST_P(DeploymentCorrectionsTest, TheOuterDaysOfSegmentsAreTheDeployments) {
  be_away();
  correct(correction(day(-22), "", segment(0)));
  const auto corrected = correct(correction("", day(-4), segment(1)));
  EXPECT_EQ(corrected.actual_from() + corrected.actual_to(), day(-22) + day(-4));
  EXPECT_EQ(departures(-22, -22), 1);
}

TEST_P(DeploymentCorrectionsTest, WhatRunsGoesOn) {
  depart(name_, day(-9));
  EXPECT_EQ(correct(correction(day(-14), "")).actual_from(), day(-14));
  EXPECT_EQ(facts(name_), Facts{"-14|-|1|GENDER_WOMAN|0|" + army_});
  EXPECT_FALSE(get(name_).has_actual_to());
  EXPECT_FALSE(events().back().has_to_before());
  const auto error = refused_correction(correction("", day(-1)));
  EXPECT_TRUE(support::names_field(error, "actual_to"));
  EXPECT_NE(error.message().find("EndDeployment"), std::string::npos) << error.message();
  EXPECT_EQ(end(name_, day(-1)).actual_from(), day(-14));
}

TEST_P(DeploymentCorrectionsTest, RefusesWhatCannotBeAndLeavesNothingHalfDone) {
  be_away();
  const std::string first = segment(0), second = segment(1);
  const std::string other = get(planned(add_person("P-2")).name()).segments(0).name();
  const Deployment before = get(name_);
  const auto before_facts = rows("SELECT CAST(COUNT(*) AS TEXT) FROM deployment_fact", 1);
  struct Case {
    CorrectDeploymentDaysRequest request;
    std::string field, reason;
  };
  std::vector<Case> cases = {
      {correction(future_day(), ""), "actual_from", "IN_FUTURE"},
      {correction("", future_day()), "actual_to", "IN_FUTURE"},
      {correction(day(-3), day(-4)), "actual_to", "TOO_EARLY"},
      {correction("", ""), "actual_from", "REQUIRED"},
      {correction(day(-12), ""), "actual_from", "TOO_LATE"},           // the first segment ended the day before
      {correction("", day(-13)), "actual_to", "TOO_EARLY"},            // the second began the day after
      {correction(day(-20), "", second), "actual_from", "TOO_EARLY"},  // would leave the first none
      {correction(day(-4), "", second), "actual_from", "TOO_LATE"},
      {correction("", day(-5), first), "actual_to", "TOO_LATE"},  // would leave the second none
      {correction("", day(-21), first), "actual_to", "TOO_EARLY"},
      {correction(day(-30), "", other), "segment", "REFERENCE_NOT_FOUND"},
      {correction(day(-30), "", "deploymentSegments/999999"), "segment", "REFERENCE_NOT_FOUND"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.request.ShortDebugString());
    const auto error = refused_correction(one.request);
    EXPECT_EQ(error.code(), Code::invalid_argument);
    EXPECT_EQ(error.reason(), one.reason) << error.message();
    EXPECT_TRUE(support::names_field(error, one.field)) << support::violations_of(error);
  }
  CorrectDeploymentDaysRequest silent = correction(day(-30), "");
  silent.clear_reason();
  EXPECT_TRUE(support::names_field(refused_correction(silent), "reason"));
  EXPECT_EQ(refused_correction(correction(day(-20), day(-5))).reason(), "NO_CHANGE");
  EXPECT_EQ(get(name_).SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(rows("SELECT CAST(COUNT(*) AS TEXT) FROM deployment_fact", 1), before_facts);
}

TEST_P(DeploymentCorrectionsTest, WhatIsPlannedOrVoidHasNoActualDays) {
  EXPECT_EQ(refused_correction(correction(day(-30), "")).reason(), "WRONG_STATE");
  be_away();
  VoidDeploymentRequest mistake;
  mistake.set_name(name_);
  mistake.set_reason("entered twice");
  call<Deployment>(missions_service + "VoidDeployment", mistake);
  EXPECT_EQ(refused_correction(correction(day(-30), "")).reason(), "WRONG_STATE");
}

// Two who correct the same day: the second is told, or says what holds.
TEST_P(DeploymentCorrectionsTest, TheSecondOfTwoCorrectionsIsTold) {
  be_away();
  auto first = correction(day(-30), ""), second = correction(day(-28), "");
  first.set_etag(get(name_).etag());
  first.set_request_id("correction-1");
  second.set_etag(first.etag());
  const auto corrected = correct(first);
  EXPECT_EQ(correct(first).SerializeAsString(), corrected.SerializeAsString()) << "sent again: one effect";
  EXPECT_EQ(refused_correction(second).code(), Code::aborted);
  second.set_etag(corrected.etag());
  correct(second);
  auto again = second;
  again.clear_etag();
  EXPECT_EQ(refused_correction(again).reason(), "NO_CHANGE");
  EXPECT_EQ(get(name_).actual_from(), day(-28));
  EXPECT_EQ(events().back().from_before(), day(-30));
  // Also where only the day between two segments moved.
  auto inner = correction(day(-14), "", segment(1)), late = correction(day(-15), "", segment(1));
  inner.set_etag(get(name_).etag());
  late.set_etag(inner.etag());
  correct(inner);
  EXPECT_EQ(refused_correction(late).code(), Code::aborted);
}

TEST_P(DeploymentCorrectionsTest, DaysThatAreAddedMayOverlapWithAReasonOnly) {
  be_away();
  auto second = plan(get(name_).person());
  second.mutable_deployment()->set_planned_from(day(-3));
  const auto next = call<Deployment>(missions_service + "CreateDeployment", second).name();
  auto into_it = correction("", day(-2));
  const auto error = refused_correction(into_it);
  EXPECT_EQ(error.reason(), "OVERLAP");
  EXPECT_NE(error.message().find(next), std::string::npos) << error.message();
  EXPECT_EQ(correct(correction("", day(-4))).actual_to(), day(-4));
  into_it.set_overlap_reason("the handover was in theatre");
  EXPECT_EQ(correct(into_it).actual_to(), day(-2));
  EXPECT_EQ(events().back().overlap_reason(), "the handover was in theatre");
  EXPECT_EQ(correct(correction("", day(-3))).actual_to(), day(-3)) << "fewer days need no reason";
}

// It is judged on the true first day, in the figure as in the person's own status.
TEST_P(DeploymentCorrectionsTest, TrainingIsJudgedAtTheTrueDeparture) {
  const std::string training = "muster.training.v1.TrainingService/";
  training::v1::CreateCourseRequest course;
  course.mutable_course()->set_code("WPS");
  course.mutable_course()->set_display_name("Course");
  course.mutable_course()->add_topics(TOPIC_WPS);
  training::v1::CreateCourseVersionRequest version;
  version.mutable_course_version()->set_course(call<training::v1::Course>(training + "CreateCourse", course).name());
  version.mutable_course_version()->set_version("1");
  version.mutable_course_version()->set_valid_from("2020-01-01");
  training::v1::RecordCompletionsRequest record;
  record.add_persons(get(name_).person());
  record.set_course_version(call<training::v1::CourseVersion>(training + "CreateCourseVersion", version).name());
  record.set_completed_date(day(-15));
  call<training::v1::RecordCompletionsResponse>(training + "RecordCompletions", record);
  training::v1::CreateRequirementRequest rule;
  rule.mutable_requirement()->set_code("WPS");
  rule.mutable_requirement()->set_display_name("Trained at departure");
  rule.mutable_requirement()->set_population(training::v1::POPULATION_DEPLOYED);
  rule.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_ON_DEPARTURE);
  rule.mutable_requirement()->add_topics(TOPIC_WPS);
  rule.mutable_requirement()->set_valid_from("2020-01-01");
  call<training::v1::Requirement>(training + "CreateRequirement", rule);
  depart(name_, day(-9));
  change_role(name_, leader_post.name(), day(-2));
  const long long then = last_sequence();
  statistics::v1::QueryIndicatorRequest request;
  request.set_indicator("T2");
  request.set_as_of(day(-1));
  EXPECT_EQ(ask(request, -1).totals(0).total(), 0);
  correct(correction(day(-16), ""));
  EXPECT_EQ(ask(request, -1).totals(0).total(), 1);
  EXPECT_EQ(ask(request, then).totals(0).total(), 0);
  training::v1::GetTrainingStatusRequest status;
  status.set_person(get(name_).person());
  status.set_as_of(day(-1));
  const auto line = call<training::v1::TrainingStatus>(training + "GetTrainingStatus", status).lines(0);
  EXPECT_EQ(line.judged_date(), day(-16));
}

TEST_P(DeploymentCorrectionsTest, WhoCorrectsAClosedOneHasNotClosedIt) {
  be_away();
  const rpc::Caller closer = caller(ROLE_HR_CENTRAL), corrector = caller(ROLE_HR_CENTRAL);
  CloseDeploymentRequest close;
  close.set_name(name_);
  call<Deployment>(missions_service + "CloseDeployment", close, closer);
  const auto corrected =
      call<Deployment>(missions_service + "CorrectDeploymentDays", correction(day(-30), ""), corrector);
  EXPECT_EQ(corrected.state(), DEPLOYMENT_STATE_CLOSED);
  ReopenDeploymentRequest reopen;
  reopen.set_name(name_);
  reopen.set_reason("the report is missing");
  EXPECT_EQ(refused(missions_service + "ReopenDeployment", reopen, closer).reason(), "SECOND_PERSON");
  EXPECT_EQ(call<Deployment>(missions_service + "ReopenDeployment", reopen, corrector).state(),
            DEPLOYMENT_STATE_RETURNED);
}

TEST_P(DeploymentCorrectionsTest, ATransferToAnotherMissionIsASegmentAndNoDeparture) {
  depart(name_, day(-20));
  const long long then = last_sequence();
  const std::string monusco = add_mission("MONUSCO");
  const auto moved = change_role(name_, add_post(monusco, "0900", 2).name(), day(-10));
  EXPECT_EQ(moved.mission(), monusco) << "where the person is";
  EXPECT_EQ(moved.segments(0).mission(), mission);
  EXPECT_EQ(moved.segments(1).mission(), monusco);
  EXPECT_EQ(rows("SELECT 'missions/' || CAST(mission AS TEXT), organisation, personnel_type, rank_band, CAST(tier AS "
                 "TEXT) FROM deployment_fact ORDER BY id DESC LIMIT 1",
                 5),
            Facts{monusco + "|ORGANISATION_UN|PERSONNEL_TYPE_STAFF_OFFICER|RANK_BAND_SENIOR|2"});
  statistics::v1::QueryIndicatorRequest stock, flow;
  stock.set_indicator("S1");
  stock.set_as_of(day(-11));
  EXPECT_EQ(by_mission(stock), Facts{"UNMISS 1"});
  stock.set_as_of(day(-10));
  EXPECT_EQ(by_mission(stock), Facts{"MONUSCO 1"});
  EXPECT_EQ(by_mission(stock, then), Facts{"UNMISS 1"});
  flow.set_indicator("S3");
  flow.set_from(day(-30));
  flow.set_to(day(0));
  EXPECT_EQ(by_mission(flow), Facts{"UNMISS 1"});
  // Lists find the person where they are; a correction moves the day of the transfer as any other.
  ListDeploymentsRequest list;
  list.set_filter("mission = " + monusco);
  EXPECT_EQ(call<ListDeploymentsResponse>(missions_service + "ListDeployments", list).deployments_size(), 1);
  list.set_filter("mission = " + mission);
  EXPECT_EQ(call<ListDeploymentsResponse>(missions_service + "ListDeployments", list).deployments_size(), 0);
  correct(correction(day(-12), "", segment(1)));
  stock.set_as_of(day(-11));
  EXPECT_EQ(by_mission(stock), Facts{"MONUSCO 1"});
  EXPECT_EQ(end(name_, day(-1)).mission(), monusco) << "where the person was last";
}

}  // namespace
}  // namespace muster
