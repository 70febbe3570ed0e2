// SPDX-License-Identifier: EUPL-1.2
// Every rule of open ends finds what it names, and nothing where all is in order; and people who have died or left take
// no further steps.
#include "roster/open_ends.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "muster/access/v1/access.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/db/migrate.h"
#include "roster/open_ends_job.h"
#include "rules/time_zone.h"
#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using roster::v1::ListOpenEndsRequest;
using roster::v1::ListOpenEndsResponse;

class OpenEndsTest : public support::DeploymentTest {
 protected:
  // A planned tour that came of a nomination, one that runs in two posts, one that has ended; an open nomination.
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    const auto subject = add_call("C-1", {post.name()});
    const auto converted =
        bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, nominate(add_person("PLANNED"), subject).name());
    planned_ = deploy(converted).name();
    const auto other = add_call("C-2", {add_post(mission, "0413", 0).name()});
    nominated_ = nominate(add_person("NOMINATED"), other).name();
    running_ = away("RUNNING");
    change_role(running_, leader_post.name(), day(-5));
    served_ = away("SERVED");
    end(served_, day(-2));
  }
  std::string away(const std::string& number) {
    CreateDeploymentRequest request = plan(add_person(number));
    request.set_post(add_post(mission, "A-" + number, 0).name());
    return depart(call<Deployment>(missions_service + "CreateDeployment", request).name(), day(-10)).name();
  }
  // On day(-20).
  std::string complete_a_course(const std::string& who) {
    const std::string service = "muster.training.v1.TrainingService/";
    training::v1::CreateCourseRequest course;
    course.mutable_course()->set_code("C");
    course.mutable_course()->set_display_name("Course");
    course.mutable_course()->add_topics(TOPIC_WPS);
    training::v1::CreateCourseVersionRequest version;
    version.mutable_course_version()->set_course(call<training::v1::Course>(service + "CreateCourse", course).name());
    version.mutable_course_version()->set_version("1");
    version.mutable_course_version()->set_valid_from("2020-01-01");
    training::v1::RecordCompletionsRequest request;
    request.add_persons(who);
    request.set_course_version(call<training::v1::CourseVersion>(service + "CreateCourseVersion", version).name());
    request.set_completed_date(day(-20));
    return call<training::v1::RecordCompletionsResponse>(service + "RecordCompletions", request).completions(0).name();
  }
  ListOpenEndsResponse found(const rpc::Caller& who, const std::string& rule = "", int limit = 0) {
    ListOpenEndsRequest request;
    request.set_rule(rule);
    request.set_limit(limit);
    return call<ListOpenEndsResponse>(roster("ListOpenEnds"), request, who);
  }
  // "RULE name" of all.
  std::vector<std::string> lines() {
    std::vector<std::string> lines;
    const auto all = found(system());
    for (const auto& rule : all.rules()) {
      EXPECT_EQ(rule.count(), rule.open_ends_size());
      for (const auto& one : rule.open_ends()) lines.push_back(rule.rule() + " " + one.name());
    }
    return lines;
  }
  std::string id(const std::string& name) { return std::to_string(support::number_of(name)); }
  void run(const std::string& statement) {
    sql([&](db::Session& session) { db::execute(session, statement); });
  }

  std::string planned_, nominated_, running_, served_;
};
INSTANTIATE_TEST_SUITE_P(Backends, OpenEndsTest, support::backends(), support::backend_name);

TEST_P(OpenEndsTest, EachRuleFindsWhatItNames) {
  EXPECT_EQ(lines(), std::vector<std::string>{});
  const std::string person_of = " WHERE id = (SELECT person FROM deployment WHERE id = ";
  const std::string gone = "UPDATE person SET status = 'PERSON_STATUS_INACTIVE', last_day = '" + day(-6) + "'";
  const std::string back = "UPDATE person SET status = 'PERSON_STATUS_ACTIVE', last_day = NULL";
  const std::string nowhere = "UPDATE affiliation SET valid_to = '" + day(-1) + "' WHERE person = ";
  const std::string everywhere = "UPDATE affiliation SET valid_to = NULL";
  const std::string planned_post = "UPDATE post SET valid_to = '" + day(40) + "' WHERE id = " + id(post.name());
  const std::string posts_open = "UPDATE post SET valid_to = NULL";
  const std::string call_of = "(SELECT call FROM nomination WHERE id = ";
  struct Case {
    std::string breaks, mends;
    std::vector<std::string> found;
    int times = 1;
  };
  const std::string person_nominated = "(SELECT person FROM nomination WHERE id = " + id(nominated_) + ")";
  const std::string person_running = "(SELECT person FROM deployment WHERE id = " + id(running_) + ")";
  const std::string affiliation_running =
      "affiliations/" + rows("SELECT CAST(id AS TEXT) FROM affiliation WHERE person = " + person_running, 1).at(0);
  const std::string unit_running = "(SELECT unit FROM affiliation WHERE person = " + person_running + ")";
  const std::string lower = make_unit("LOWER", army_);
  ReportHeadcountsRequest report;
  report.set_unit(lower);
  report.set_country("NOR");
  report.add_headcounts()->set_category(CATEGORY_MILITARY);
  report.mutable_headcounts(0)->set_gender(GENDER_WOMAN);
  for (const char* month : {"2023-02", "2024-02"}) {
    report.set_month(month);
    call<ReportHeadcountsResponse>(missions_service + "ReportHeadcounts", report);
  }
  roster::v1::CreateMembershipRequest joins;
  joins.mutable_membership()->set_person(
      "persons/" + rows("SELECT CAST(person AS TEXT) FROM nomination WHERE id = " + id(nominated_), 1).at(0));
  joins.mutable_membership()->set_valid_from(day(-30));
  const std::string member = call<roster::v1::RosterMembership>(roster("CreateMembership"), joins).name();
  const std::string accounts = "UPDATE account SET person = ";
  run("INSERT INTO account (account_name, account_name_key, display_name, disabled, create_time, update_time, "
      "row_version) VALUES ('kari', 'kari', '', 0, 0, 0, 1)");
  const std::string account = rows("SELECT CAST(MAX(id) AS TEXT) FROM account", 1).at(0);
  const std::string completed = complete_a_course("persons/" + rows("SELECT CAST(person AS TEXT) FROM nomination WHERE "
                                                                    "id = " +
                                                                        id(nominated_),
                                                                    1)
                                                                   .at(0));
  const std::vector<Case> cases = {
      {gone + person_of + id(running_) + ")",
       back,
       {"DEPLOYED_AFTER_LEAVING " + running_, "AFFILIATED_AFTER_LEAVING " + affiliation_running}},
      {accounts + person_running + " WHERE id = " + account + ";" + gone + person_of + id(running_) + ");" +
           "UPDATE affiliation SET valid_to = '" + day(-6) + "' WHERE person = " + person_running,
       accounts + "NULL;" + back + ";" + everywhere,
       {"DEPLOYED_AFTER_LEAVING " + running_, "SIGNS_IN_AFTER_LEAVING accounts/" + account}},
      {gone + person_of + id(planned_) + ");UPDATE affiliation SET valid_to = '" + day(-6) +
           "' WHERE person = (SELECT person FROM deployment WHERE id = " + id(planned_) + ")",
       back + ";" + everywhere,
       {"PLANNED_AFTER_LEAVING " + planned_}},
      {gone + person_of + id(served_) + ");UPDATE affiliation SET valid_to = '" + day(-6) +
           "' WHERE person = (SELECT person FROM deployment WHERE id = " + id(served_) + ")",
       back + ";" + everywhere,
       {"SERVED_AFTER_LEAVING " + served_}},
      {gone + " WHERE id = " + person_nominated + ";UPDATE affiliation SET valid_to = '" + day(-6) +
           "' WHERE person = " + person_nominated,
       back + ";" + everywhere,
       {"NOMINATED_AFTER_LEAVING " + nominated_, "MEMBER_AFTER_LEAVING " + member}},
      {nowhere + person_running, everywhere, {"DEPLOYED_FROM_NO_UNIT " + running_}},
      {nowhere + "(SELECT person FROM deployment WHERE id = " + id(planned_) + ")",
       everywhere,
       {"PLANNED_FROM_NO_UNIT " + planned_}},
      {nowhere + person_nominated, everywhere, {"NOMINATED_FROM_NO_UNIT " + nominated_}},
      {planned_post, posts_open, {"PLANNED_ON_CLOSED_POST " + planned_}},
      {"UPDATE post SET valid_to = '" + day(-1) + "' WHERE id = " + id(leader_post.name()),
       posts_open,
       {"SERVING_ON_CLOSED_POST " + running_}},
      {"UPDATE post SET valid_to = '" + day(40) + "' WHERE code = '0413'",
       posts_open,
       {"NOMINATED_FOR_CLOSED_POST " + nominated_}},
      {"UPDATE call SET state = 'CALL_STATE_CANCELLED' WHERE id = " + call_of + id(nominated_) + ")",
       "UPDATE call SET state = 'CALL_STATE_OPEN'",
       {"NOMINATED_IN_CANCELLED_CALL " + nominated_}},
      {"UPDATE call SET state = 'CALL_STATE_CANCELLED' WHERE reference = 'C-1'",
       "UPDATE call SET state = 'CALL_STATE_OPEN'",
       {"PLANNED_OF_CANCELLED_CALL " + planned_}},
      {"UPDATE nomination SET state = 'NOMINATION_STATE_WITHDRAWN' WHERE state = 'NOMINATION_STATE_ACCEPTED'",
       "UPDATE nomination SET state = 'NOMINATION_STATE_ACCEPTED' WHERE state = 'NOMINATION_STATE_WITHDRAWN'",
       {"PLANNED_OF_ENDED_NOMINATION " + planned_}},
      {"UPDATE nomination SET state = 'NOMINATION_STATE_CONVERTED' WHERE id = " + id(nominated_),
       "UPDATE nomination SET state = 'NOMINATION_STATE_DRAFT' WHERE id = " + id(nominated_),
       {"CONVERTED_WITHOUT_DEPLOYMENT " + nominated_}},
      {"UPDATE post SET valid_from = '2020-01-01', valid_to = '" + day(-1) +
           "' WHERE code = '0413';UPDATE nomination SET state = 'NOMINATION_STATE_LAPSED' WHERE id = " + id(nominated_),
       posts_open + ";UPDATE nomination SET state = 'NOMINATION_STATE_DRAFT' WHERE id = " + id(nominated_),
       {"CALL_FOR_CLOSED_POST " + rows("SELECT 'calls/' || id FROM call WHERE reference = 'C-2'", 1).at(0)}},
      {"UPDATE deployment SET actual_to = NULL WHERE id = " + id(served_),
       "UPDATE deployment SET actual_to = '" + day(-2) + "' WHERE id = " + id(served_),
       {"TOUR_WITHOUT_DAYS " + served_}},
      {"INSERT INTO affiliation (person, unit, branch, position, valid_from, create_time, update_time, row_version) "
       "SELECT person, unit, branch, position, '2022-01-01', 0, 0, 1 FROM affiliation WHERE person = " +
           person_nominated,
       "DELETE FROM affiliation WHERE valid_from = '2022-01-01'",
       {"BELONGS_TWICE affiliations/" + rows("SELECT CAST(MAX(id) + 1 AS TEXT) FROM affiliation", 1).at(0)}},
      {"UPDATE mission SET mandate_to = '" + day(-1) + "'",
       "UPDATE mission SET mandate_to = NULL",
       {"POST_BEYOND_MANDATE " + post.name(), "PLANNED_BEYOND_MANDATE " + planned_,
        "SERVING_BEYOND_MANDATE " + running_}},
      {"UPDATE unit SET valid_to = '" + day(-1) + "' WHERE id = " + unit_running +
           ";UPDATE unit SET parent = " + unit_running +
           " WHERE code = 'LOWER';INSERT INTO role_grant (account, role, unit, valid_from, create_time, "
           "update_time, row_version) VALUES (" +
           account + ", 'ROLE_ENDORSER', " + unit_running + ", '2022-01-01', 0, 0, 1)",
       "UPDATE unit SET valid_to = NULL;DELETE FROM role_grant WHERE account = " + account,
       {"BELONGS_TO_ENDED_UNIT " + affiliation_running, "PLANNED_FROM_ENDED_UNIT " + planned_,
        "SERVING_FROM_ENDED_UNIT " + running_, "UNIT_BELOW_ENDED_UNIT " + lower,
        "GRANT_FOR_ENDED_UNIT grants/" +
            rows("SELECT CAST(COALESCE(MAX(id), 0) + 1 AS TEXT) FROM role_grant", 1).at(0)}},
      {"UPDATE unit SET valid_to = '2024-02-29' WHERE code = 'LOWER';UPDATE mission SET owner = " + id(lower) +
           ";UPDATE call SET owner = " + id(lower) + " WHERE reference = 'C-2';UPDATE course SET owner = " + id(lower),
       "UPDATE unit SET valid_to = NULL;UPDATE mission SET owner = NULL;UPDATE call SET owner = NULL;"
       "UPDATE course SET owner = NULL",
       {"MISSION_OF_ENDED_UNIT " + mission,
        "CALL_OF_ENDED_UNIT " + rows("SELECT 'calls/' || id FROM call WHERE reference = 'C-2'", 1).at(0),
        "COURSE_OF_ENDED_UNIT " + rows("SELECT 'courses/' || MAX(id) FROM course", 1).at(0)}},
      // A month of 28 days and one of 29; what ends with its month has reported it to the last day.
      {"UPDATE unit SET valid_to = '2023-02-27' WHERE code = 'LOWER'",
       "UPDATE unit SET valid_to = NULL",
       {"REPORTED_AFTER_UNIT_ENDED " + lower},
       2},
      {"UPDATE unit SET valid_to = '2024-02-28' WHERE code = 'LOWER'",
       "UPDATE unit SET valid_to = '2024-02-29' WHERE code = 'LOWER'",
       {"REPORTED_AFTER_UNIT_ENDED " + lower}},
      {gone + " WHERE id = " + person_nominated + ";UPDATE affiliation SET valid_to = '" + day(-6) +
           "' WHERE person = " + person_nominated +
           ";UPDATE nomination SET state = 'NOMINATION_STATE_LAPSED' WHERE id = " + id(nominated_),
       back + ";" + everywhere + ";UPDATE nomination SET state = 'NOMINATION_STATE_DRAFT' WHERE id = " + id(nominated_),
       {"MEMBER_AFTER_LEAVING " + member}},
      {"UPDATE person SET birth_date = '" + day(-19) + "' WHERE id = " + person_nominated,
       "UPDATE person SET birth_date = '1988-04-30'",
       {"COMPLETED_BEFORE_BIRTH " + completed}},
      {"UPDATE deployment_fact SET day_to = day_to - 1 WHERE record = (SELECT MIN(id) FROM deployment_segment WHERE "
       "deployment = " +
           id(running_) + ") AND day_to IS NOT NULL",
       "UPDATE deployment_fact SET day_to = day_to + 1 WHERE record = (SELECT MIN(id) FROM deployment_segment WHERE "
       "deployment = " +
           id(running_) + ") AND day_to IS NOT NULL",
       {"TOUR_WITH_GAP " + running_}},
  };
  std::set<std::string> tried;
  for (const Case& one : cases) {
    SCOPED_TRACE(one.found.front());
    sql([&](db::Session& session) { db::run_script(session, one.breaks); });
    const std::vector<std::string> now = lines();
    for (const std::string& line : one.found) {
      EXPECT_EQ(std::count(now.begin(), now.end(), line), one.times) << line;
      tried.insert(line.substr(0, line.find(' ')));
    }
    if (one.found.size() < 3) {
      EXPECT_EQ(now.size(), one.found.size() * one.times);
    }
    sql([&](db::Session& session) { db::run_script(session, one.mends); });
    EXPECT_EQ(lines(), std::vector<std::string>{});
  }
  for (const std::string& rule : roster::open_end_rules()) EXPECT_TRUE(tried.contains(rule)) << rule << " has no case";
}

// Whoever recorded it may not know the birth date: HR of the person's unit is told, until it is revoked or said why.
TEST_P(OpenEndsTest, ACompletionBeforeBirthIsToldToThoseOfThePerson) {
  const std::string completed = complete_a_course(get(planned_).person());
  run("UPDATE person SET birth_date = '" + day(-20) + "'");
  const std::string rule = "COMPLETED_BEFORE_BIRTH";
  EXPECT_EQ(found(system(), rule).total_size(), 0) << "on the day of birth";
  run("UPDATE person SET birth_date = '" + day(-19) + "'");
  EXPECT_EQ(found(caller_of(ROLE_HR_UNIT, army_), rule).total_size(), 1);
  EXPECT_EQ(found(caller_of(ROLE_HR_UNIT, navy_), rule).total_size(), 0);
  EXPECT_EQ(refused(roster("ListOpenEnds"), ListOpenEndsRequest(), caller(ROLE_TRAINING_COORDINATOR)).code(),
            status::Code::permission_denied);
  run("UPDATE completion SET plausible_reason = 'the date of the slip'");
  EXPECT_EQ(found(system(), rule).total_size(), 0);
  run("UPDATE completion SET plausible_reason = ''");
  training::v1::RevokeCompletionRequest revoke;
  revoke.set_name(completed);
  revoke.set_reason("Somebody else's");
  call<training::v1::Completion>("muster.training.v1.TrainingService/RevokeCompletion", revoke);
  EXPECT_EQ(found(system(), rule).total_size(), 0);
}

TEST_P(OpenEndsTest, AreThoseOfTheCallersUnitsAndAsManyAsAskedFor) {
  for (int i = 0; i < 3; ++i) away("MORE-" + std::to_string(i));
  run("UPDATE person SET status = 'PERSON_STATUS_DECEASED'");
  const auto all = found(system(), "DEPLOYED_AFTER_LEAVING", 2);
  ASSERT_EQ(all.rules_size(), 1);
  EXPECT_EQ(all.rules(0).count(), 4);
  EXPECT_EQ(all.rules(0).open_ends_size(), 2);
  EXPECT_EQ(all.total_size(), 4);
  EXPECT_EQ(all.rules(0).verb(), "EndDeployment");
  EXPECT_EQ(found(caller_of(ROLE_HR_UNIT, army_), "DEPLOYED_AFTER_LEAVING").total_size(), 4);
  EXPECT_EQ(found(caller_of(ROLE_HR_CENTRAL, navy_)).total_size(), 0) << "people of other units";
  ListOpenEndsRequest wrong;
  wrong.set_rule("NONE");
  const auto error = refused(roster("ListOpenEnds"), wrong, system());
  EXPECT_TRUE(support::names_field(error, "rule"));
  EXPECT_NE(support::violations_of(error).find("TOUR_WITH_GAP"), std::string::npos);
}

TEST_P(OpenEndsTest, TheJobCountsThem) {
  const auto now = std::chrono::system_clock::now();
  roster::OpenEndsJob job(registry(), database());
  job.run_once(now);
  EXPECT_EQ(job.found(), 0);
  run("UPDATE mission SET mandate_to = '" + day(20) + "'");
  job.run_once(now);
  EXPECT_EQ(job.found(), 0);
  job.run_once(now + std::chrono::days(30));
  EXPECT_GT(job.found(), 0) << "by the days of the moment";
}

TEST(OpenEndsJobTest, TheNightIsThatOfTheZone) {
  const auto at = [](int day, int minutes) { return rules::local_time(day, minutes, "UTC"); };
  const rules::Day day = *rules::parse_date("2026-11-30");
  // 03:00 in Sydney, eleven hours ahead, is 16:00 the day before.
  EXPECT_EQ(roster::next_night(at(day, 15 * 60), "Australia/Sydney"), at(day, 16 * 60));
  EXPECT_EQ(roster::next_night(at(day, 16 * 60), "Australia/Sydney"), at(day + 1, 16 * 60));
  EXPECT_EQ(roster::next_night(at(day, 0), "UTC"), at(day, 3 * 60));
  EXPECT_EQ(roster::next_night(at(day, 3 * 60), "UTC"), at(day + 1, 3 * 60));
}

// Every step on somebody who has died or left is one clear answer.
TEST_P(OpenEndsTest, WhoHasDiedOrLeftTakesNoFurtherSteps) {
  const std::string training = "muster.training.v1.TrainingService/";
  const std::string person = get(planned_).person();
  const std::string subject = rows("SELECT 'calls/' || id FROM call WHERE reference = 'C-2'", 1).at(0);
  training::v1::CreateRequirementRequest rule;
  rule.mutable_requirement()->set_code("R");
  rule.mutable_requirement()->set_display_name("Rule");
  rule.mutable_requirement()->set_population(training::v1::POPULATION_ROSTER);
  rule.mutable_requirement()->add_topics(TOPIC_WPS);
  rule.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
  rule.mutable_requirement()->set_valid_from("2020-01-01");
  const std::string requirement = call<training::v1::Requirement>(training + "CreateRequirement", rule).name();
  const std::string late = day(0), early = day(-30);
  const std::string dates = R"("planned_from":")" + day(30) + R"(","planned_to":")" + day(60) + R"(")";
  // The method, what it is asked, and whether it records what happened before the last day.
  struct Step {
    std::string method, request;
    bool possible = false;
  };
  const std::vector<Step> steps = {
      {missions_service + "CreateDeployment",
       R"({"deployment":{"person":")" + person + R"(",)" + dates + R"(},"post":")" + post.name() + R"("})"},
      {missions_service + "StartPreparing", R"({"name":")" + planned_ + R"("})"},
      {missions_service + "ExtendDeployment",
       R"({"name":")" + running_ + R"(","planned_to":")" + day(500) + R"(","reason":"more"})"},
      {missions_service + "Depart",
       R"({"name":")" + planned_ + R"(","actual_from":")" + late + R"(","reason":"now","overlap_reason":"so"})"},
      {missions_service + "ChangeRole",
       R"({"name":")" + running_ + R"(","post":")" + post.name() + R"(","valid_from":")" + late + R"("})"},
      {nominations_service + "CreateNomination",
       R"({"nomination":{"call":")" + subject + R"(","post":")" +
           rows("SELECT 'posts/' || id FROM post WHERE code = '0413'", 1).at(0) + R"(","person":")" + person + R"(",)" +
           dates + R"(}})"},
      {nominations_service + "UpdateNomination",
       R"({"nomination":{"name":")" + nominated_ + R"(","motivation":"more"},"update_mask":"motivation"})"},
      {nominations_service + "SubmitNominationForReview", R"({"name":")" + nominated_ + R"(","reason_text":"so"})"},
      {training + "CreateWaiver", R"({"waiver":{"person":")" + person + R"(","requirement":")" + requirement +
                                      R"(","reason":"ill","valid_from":")" + late + R"(","valid_to":")" + day(30) +
                                      R"("}})"},
      {roster("CreateLanguageSkill"),
       R"({"language_skill":{"person":")" + person + R"(","language":"fra","level":"LANGUAGE_LEVEL_B2"}})"},
      {roster("CreateLanguageSkill"),
       R"({"language_skill":{"person":")" + person +
           R"(","language":"fra","level":"LANGUAGE_LEVEL_B2","assessed_date":")" + early + R"("}})",
       true},
      {roster("CreateAvailability"), R"({"availability":{"person":")" + person +
                                         R"(","kind":"AVAILABILITY_KIND_LEAVE","valid_from":")" + late + R"("}})"},
      {roster("CreateAvailability"),
       R"({"availability":{"person":")" + person + R"(","kind":"AVAILABILITY_KIND_LEAVE","valid_from":")" + early +
           R"(","valid_to":")" + early + R"("}})",
       true},
      {roster("CreateCredential"),
       R"({"credential":{"person":")" + person + R"(","kind":"CREDENTIAL_KIND_VISA","valid_from":")" + late + R"("}})"},
      {roster("CreateAffiliation"), R"({"affiliation":{"person":")" + person + R"(","unit":")" + navy_ +
                                        R"(","valid_from":")" + day(-1) + R"(","valid_to":")" + late + R"("}})"},
      {"muster.access.v1.AccessService/CreateAccount",
       R"({"account":{"account_name":"gone","person":")" + person + R"("},"password":"correct horse battery staple"})"},
  };
  const rpc::Caller desk = caller(ROLE_HR_CENTRAL);
  for (const char* became : {"PERSON_STATUS_DECEASED", "PERSON_STATUS_INACTIVE"}) {
    run("UPDATE person SET status = '" + std::string(became) + "', last_day = '" + day(-20) + "'");
    for (const Step& step : steps) {
      SCOPED_TRACE(became + (" " + step.method + " " + step.request));
      std::unique_ptr<google::protobuf::Message> request(registry().find(step.method)->request_prototype->New());
      ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(step.request, request.get()).ok());
      const rpc::Caller who = step.method.find("Account") == std::string::npos ? desk : system();
      if (step.possible) {
        EXPECT_NO_THROW(dispatcher().call_message(step.method, *request, who));
        continue;
      }
      const auto error = refused(step.method, *request, who);
      EXPECT_EQ(error.code(), status::Code::failed_precondition);
      EXPECT_EQ(error.reason(), "PERSON_NOT_ACTIVE") << error.message();
      EXPECT_EQ(error.metadata().at("last_day"), day(-20));
      EXPECT_NE(error.message().find("UpdatePerson"), std::string::npos) << error.message();
    }
  }
  // What ends something is possible, and what happened is recorded.
  EXPECT_EQ(end(running_, day(0)).state(), DEPLOYMENT_STATE_RETURNED);
  EXPECT_EQ(act("CloseNominationOfPerson", nominated_).state(), nominations::v1::NOMINATION_STATE_CLOSED_PERSON_LEFT);
  EXPECT_EQ(refused(nominations_service + "ReopenNomination", full_request("ReopenNomination", nominated_), system())
                .reason(),
            "PERSON_NOT_ACTIVE");
}

// Only a status says that somebody has died or left; then the tour ends with it.
TEST_P(OpenEndsTest, ATourOfSomebodyActiveDoesNotEndByDeath) {
  EndDeploymentRequest request;
  request.set_name(running_);
  request.set_actual_to(day(-1));
  for (const EndReason reason : {END_REASON_DECEASED, END_REASON_LEFT_SERVICE}) {
    request.set_end_reason(reason);
    const auto error = refused(missions_service + "EndDeployment", request, system());
    EXPECT_EQ(error.reason(), "PERSON_ACTIVE");
    EXPECT_NE(error.message().find("UpdatePerson"), std::string::npos);
  }
}

}  // namespace
}  // namespace muster
