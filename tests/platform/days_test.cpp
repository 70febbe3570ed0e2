// SPDX-License-Identifier: EUPL-1.2
// Which day is today, for a roster in Sydney, Oslo or New York, and for which days something may be recorded.
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <chrono>

#include "muster/access/v1/access.pb.h"
#include "muster/imports/v1/imports.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "nominations/closing.h"
#include "platform/rpc/transaction.h"
#include "rules/time_zone.h"
#include "support/given_clock.h"

namespace muster {
namespace {

using namespace muster::access::v1;
using namespace muster::missions::v1;
using namespace muster::nominations::v1;
using namespace muster::statistics::v1;
using namespace std::chrono_literals;
using rpc::TimePoint;

const std::string access_service = "muster.access.v1.AccessService/";
const std::string training_service = "muster.training.v1.TrainingService/";

class DaysTest : public support::GivenClockTest {
 protected:
  Session session_at(TimePoint moment) {
    return call_at<Session>(moment, access_service + "GetSession", GetSessionRequest());
  }
  QueryIndicatorRequest stock(const std::string& as_of = "") {
    QueryIndicatorRequest request;
    request.set_indicator("S1");
    if (!as_of.empty()) request.set_as_of(as_of);
    return request;
  }
  int deployed_at(TimePoint moment, const std::string& as_of = "") {
    return call_at<QueryIndicatorResponse>(moment, query_path, stock(as_of)).totals(0).total();
  }

  std::string plan(const std::string& person) {
    CreateDeploymentRequest request;
    request.mutable_deployment()->set_person(person);
    request.mutable_deployment()->set_planned_from(june(20));
    request.mutable_deployment()->set_planned_to(rules::format_date(june_30() + 180));
    request.set_post(post.name());
    return call<Deployment>(missions_service + "CreateDeployment", request).name();
  }
  static DepartRequest departure(const std::string& name, const std::string& day) {
    DepartRequest request;
    request.set_name(name);
    request.set_actual_from(day);
    request.set_reason("needed at once");
    return request;
  }
  std::string last_day_of_step(const std::string& nomination) { return events(nomination).back().effective_date(); }
  // What the job does at that moment.
  void lapse(TimePoint moment) {
    const rpc::Caller caller = system();
    sql([&](db::Session& session) {
      rpc::Context context(session, *registry().find(nominations_service + "LapseNomination"), caller, moment);
      rpc::run_work(context, &nominations::lapse_overdue);
    });
  }
  bool overdue(TimePoint moment) {
    bool any = false;
    sql([&](db::Session& session) { any = nominations::any_overdue(session, moment); });
    return any;
  }

  static const std::string query_path;
};
const std::string DaysTest::query_path = "muster.statistics.v1.StatisticsService/QueryIndicator";
INSTANTIATE_TEST_SUITE_P(Backends, DaysTest, support::backends(), support::backend_name);

TEST_P(DaysTest, TodayIsThatOfTheRoster) {
  for (const auto& [zone, today] : std::initializer_list<std::pair<const char*, int>>{
           {"UTC", 15}, {"Europe/Oslo", 16}, {"Australia/Sydney", 16}, {"America/New_York", 15}}) {
    move_roster(zone);
    const Session session = session_at(at(15, 22h + 30min));
    EXPECT_EQ(session.today(), june(today)) << zone;
    EXPECT_EQ(session.time_zone(), zone);
  }
}

TEST_P(DaysTest, TheHomeCountryGivesTheZoneUntilOneIsSet) {
  sql([](db::Session& session) { db::execute(session, "DELETE FROM setting WHERE key <> 'demonstration'"); });
  EXPECT_EQ(session_at(at(15, 12h)).time_zone(), "UTC");
  SetHomeCountryRequest country;
  for (const auto& [code, zone] : std::initializer_list<std::pair<const char*, const char*>>{
           {"NOR", "Europe/Oslo"}, {"AUS", "Australia/Sydney"}, {"BVT", "UTC"}, {"USA", "America/New_York"}}) {
    country.set_country(code);
    call<SetHomeCountryResponse>(access_service + "SetHomeCountry", country);
    EXPECT_EQ(session_at(at(15, 12h)).time_zone(), zone) << code;
  }
  move_roster("Asia/Kathmandu");
  country.set_country("NOR");
  call<SetHomeCountryResponse>(access_service + "SetHomeCountry", country);
  EXPECT_EQ(session_at(at(15, 12h)).time_zone(), "Asia/Kathmandu");
}

TEST_P(DaysTest, WhatIsNoZoneIsRefused) {
  SetRosterSettingsRequest request;
  for (const char* wrong : {"", "Oslo", "+02:00", "Europe/Atlantis"}) {
    request.set_time_zone(wrong);
    EXPECT_TRUE(support::names_field(refused(access_service + "SetRosterSettings", request, system()), "time_zone"))
        << wrong;
  }
  call<RosterSettings>(access_service + "SetRosterSettings", SetRosterSettingsRequest());
  EXPECT_EQ(session_at(at(15, 12h)).time_zone(), support::roster_zone()) << "what is not given stays";
}

// At 11 in the morning by UTC the next day has begun, on Kiritimati.
TEST_P(DaysTest, ADayThatHasBegunSomewhereIsRecordedAndCountsFromThatDayOn) {
  for (const char* zone : {"America/New_York", "Europe/Oslo", "Australia/Sydney"}) {
    SCOPED_TRACE(zone);
    move_roster(zone);
    const auto name = plan(add_person(std::string("P-") + zone));
    const int before = deployed_at(at(15, 11h)), next = deployed_at(at(16, 11h));
    const auto error = refused_at(at(15, 9h + 59min), missions_service + "Depart", departure(name, june(16)));
    EXPECT_EQ(error.reason(), "IN_FUTURE");
    EXPECT_EQ(error.metadata().at("latest"), june(15));
    EXPECT_EQ(refused_at(at(15, 11h), missions_service + "Depart", departure(name, june(17))).reason(), "IN_FUTURE");
    call_at<Deployment>(at(15, 11h), missions_service + "Depart", departure(name, june(16)));
    EXPECT_EQ(deployed_at(at(15, 11h)), before) << "it is still the 15th for the roster";
    EXPECT_TRUE(support::names_field(refused_at(at(15, 11h), query_path, stock(june(16))), "as_of"));
    EXPECT_EQ(deployed_at(at(16, 11h)), next + 1);
    EXPECT_EQ(deployed_at(at(16, 11h), june(15)), before);
  }
}

TEST_P(DaysTest, FiguresEndWithTheRostersToday) {
  const auto name = plan(add_person("P-1"));
  call_at<Deployment>(at(15, 22h), missions_service + "Depart", departure(name, june(16)));
  const TimePoint late = at(15, 22h + 30min);
  move_roster("Australia/Sydney");
  EXPECT_EQ(deployed_at(late), 1);
  move_roster("America/New_York");
  EXPECT_EQ(deployed_at(late), 0);
  const auto error = refused_at(late, query_path, stock(june(16)));
  EXPECT_EQ(error.metadata().at("latest"), june(15));
  move_roster("Europe/Oslo");
  EXPECT_EQ(deployed_at(late, june(16)), 1) << "as of a day the number is the same in every zone";
}

TEST_P(DaysTest, ASentenceNamesAMomentByTheRostersDay) {
  auto request = stock(june(10));
  *request.mutable_known_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(rules::to_micros(at(15, 22h + 30min)));
  for (const auto& [zone, day] : std::initializer_list<std::pair<const char*, const char*>>{
           {"Australia/Sydney", "known on 16 June"}, {"America/New_York", "known on 15 June"}}) {
    move_roster(zone);
    const auto answer = call_at<QueryIndicatorResponse>(at(20, 12h), query_path, request);
    EXPECT_NE(answer.sentence().find(day), std::string::npos) << answer.sentence();
  }
}

TEST_P(DaysTest, WhateverHappensIsRecordedFromTheSameMomentOn) {
  move_roster("America/New_York");
  const TimePoint early = at(29, 9h + 59min), later = at(29, 10h);
  const std::string person = add_person("P-1");
  training::v1::CreateCourseRequest course;
  course.mutable_course()->set_code("WPS");
  course.mutable_course()->set_display_name("WPS");
  course.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
  training::v1::CreateCourseVersionRequest version;
  version.mutable_course_version()->set_course(
      call<training::v1::Course>(training_service + "CreateCourse", course).name());
  version.mutable_course_version()->set_version("1");
  version.mutable_course_version()->set_valid_from("2020-01-01");
  training::v1::RecordCompletionsRequest completion;
  completion.add_persons(person);
  completion.set_course_version(
      call<training::v1::CourseVersion>(training_service + "CreateCourseVersion", version).name());
  completion.set_completed_date(june(30));
  roster::v1::CreateLanguageSkillRequest skill;
  skill.mutable_language_skill()->set_person(person);
  skill.mutable_language_skill()->set_language("fra");
  skill.mutable_language_skill()->set_level(roster::v1::LANGUAGE_LEVEL_B2);
  skill.mutable_language_skill()->set_assessed_date(june(30));
  ReportHeadcountsRequest report;
  report.set_unit(navy_);
  report.set_country("NOR");
  report.set_month(june(30).substr(0, 7));
  Headcount& women = *report.add_headcounts();
  women.set_category(platform::v1::CATEGORY_MILITARY);
  women.set_gender(platform::v1::GENDER_WOMAN);
  women.set_count(7);
  roster::v1::UpdatePersonRequest left;
  left.mutable_person()->set_name(person);
  left.mutable_person()->set_status(roster::v1::PERSON_STATUS_INACTIVE);
  left.mutable_update_mask()->add_paths("status");
  left.set_last_day(june(30));
  imports::v1::CreateImportRequest file;
  file.mutable_import()->set_kind(imports::v1::IMPORT_KIND_DEPLOYMENTS);
  file.mutable_import()->set_source("UN");
  file.mutable_import()->set_file_name("un.csv");
  file.mutable_import()->set_size_bytes(1);
  file.mutable_import()->add_reported_months(june(30).substr(0, 7));
  const std::vector<std::tuple<std::string, const google::protobuf::Message*, std::string>> all = {
      {"muster.imports.v1.ImportService/CreateImport", &file, "import.reported_months[0]"},
      {training_service + "RecordCompletions", &completion, "completed_date"},
      {roster("CreateLanguageSkill"), &skill, "language_skill.assessed_date"},
      {missions_service + "ReportHeadcounts", &report, "month"},
      {roster("UpdatePerson"), &left, "last_day"}};
  for (const auto& [path, request, field] : all) {
    SCOPED_TRACE(path);
    const auto error = refused_at(early, path, *request);
    ASSERT_TRUE(support::names_field(error, field)) << support::everything_of(error);
    EXPECT_EQ(error.reason(), "IN_FUTURE");
    const rpc::Method& method = *registry().find(path);
    const rpc::Caller caller = system();
    EXPECT_NO_THROW(sql([&](db::Session& session) {
      rpc::Context context(session, method, caller, later);
      rpc::run_method(context, *request);
    }));
  }
}

TEST_P(DaysTest, AStepIsNeverBeforeTheStateThatItLeaves) {
  move_roster("Europe/Oslo");
  const Call subject =
      add_call("C-1", {post.name()}, [](Call& call) { call.set_deadline_date(rules::format_date(june_30() + 30)); });
  std::vector<std::string> names;
  for (const char* number : {"P-1", "P-2"}) {
    names.push_back(nominate(add_person(number), subject).name());
    auto submit = full_request("SubmitNominationForReview", names.back());
    submit.set_effective_date(june(16));
    call_at<Nomination>(at(15, 11h), nominations_service + "SubmitNominationForReview", submit);
  }
  const auto taken = full_request("ReturnNomination", names[0]);
  call_at<Nomination>(at(15, 11h), nominations_service + "ReturnNomination", taken);
  EXPECT_EQ(last_day_of_step(names[0]), june(16)) << "of a step that names no day";
  CallActionRequest cancel;
  cancel.set_name(subject.name());
  cancel.set_reason("the mission closes");
  call_at<Call>(at(15, 11h), nominations_service + "CancelCall", cancel);
  for (const auto& name : names) {
    EXPECT_EQ(get(name).state(), NOMINATION_STATE_CLOSED_POST_CANCELLED);
    EXPECT_EQ(last_day_of_step(name), june(16));
  }
}

TEST_P(DaysTest, AReserveHoldsUntilItsLastDayIsOverForTheRoster) {
  const auto name = nominate(add_person("P-1"), add_call("C-1", {post.name()})).name();
  bring_to(NOMINATION_STATE_SUBMITTED, name);
  auto reserve = full_request("ReserveNomination", name);
  reserve.set_reserve_until(june(15));
  call<Nomination>(nominations_service + "ReserveNomination", reserve);
  const TimePoint late = at(15, 22h + 30min);
  move_roster("America/New_York");
  EXPECT_FALSE(overdue(late));
  lapse(late);
  EXPECT_EQ(get(name).state(), NOMINATION_STATE_RESERVE);
  move_roster("Australia/Sydney");
  EXPECT_TRUE(overdue(late));
  lapse(late);
  EXPECT_EQ(get(name).state(), NOMINATION_STATE_LAPSED);
  EXPECT_EQ(last_day_of_step(name), june(16));
}

// A deadline has its own zone; the day on which it has passed is the roster's.
TEST_P(DaysTest, ADeadlinePassesAtItsMomentAndOnTheRostersDay) {
  std::vector<std::string> names;
  for (const int day : {15, 16}) {
    const std::string number = std::to_string(day);
    const Call subject = add_call("C-" + number, {post.name()}, [&](Call& call) {
      call.set_deadline_date(june(day));
      call.set_time_zone("America/New_York");
    });
    names.push_back(nominate(add_person("P-" + number), subject).name());
  }
  move_roster("Australia/Sydney");
  EXPECT_FALSE(overdue(at(16, 3h + 58min)));
  EXPECT_TRUE(overdue(at(16, 4h)));
  lapse(at(16, 4h));
  EXPECT_EQ(last_day_of_step(names[0]), june(16)) << "23:59 in New York, 13:59 on the next day in Sydney";
  EXPECT_EQ(get(names[1]).state(), NOMINATION_STATE_DRAFT);
  move_roster("America/New_York");
  lapse(at(17, 4h));
  EXPECT_EQ(last_day_of_step(names[1]), june(16));
}

TEST_P(DaysTest, ListsShowWhoBelongsOnTheRostersToday) {
  auto joining = person_request("P-1", army_);
  joining.mutable_affiliation()->set_valid_from(june(16));
  call<roster::v1::Person>(roster("CreatePerson"), joining);
  roster::v1::ListPersonsRequest list;
  list.set_unit(army_);
  for (const auto& [zone, people] :
       std::initializer_list<std::pair<const char*, int>>{{"Australia/Sydney", 1}, {"America/New_York", 0}}) {
    move_roster(zone);
    EXPECT_EQ(call_at<roster::v1::ListPersonsResponse>(at(15, 22h + 30min), roster("ListPersons"), list).persons_size(),
              people)
        << zone;
  }
}

// Neither another zone nor a clock that is set back by some hours brings a revoked grant back.
TEST_P(DaysTest, ARevokedGrantIsOverInEveryZone) {
  const rpc::Caller analyst = caller(platform::v1::ROLE_ANALYST);
  CreateGrantRequest request;
  request.mutable_grant()->set_account("accounts/" + std::to_string(analyst.account));
  request.mutable_grant()->set_role(platform::v1::ROLE_ANALYST);
  request.mutable_grant()->set_valid_from("2020-01-01");
  RevokeGrantRequest revoke;
  revoke.set_name(call<Grant>(access_service + "CreateGrant", request).name());
  move_roster("Pacific/Kiritimati");
  const TimePoint moment = at(15, 22h + 30min);
  const auto revoked = call_at<Grant>(moment, access_service + "RevokeGrant", revoke);
  for (const char* zone : {"Pacific/Kiritimati", "Europe/Oslo", "Pacific/Pago_Pago", "Etc/GMT+12"}) {
    EXPECT_LT(revoked.valid_to(), rules::format_date(rules::local_day(moment - 10h, zone))) << zone;
  }
}

}  // namespace
}  // namespace muster
