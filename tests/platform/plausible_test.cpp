// SPDX-License-Identifier: EUPL-1.2
// What looks like a slip of the pen takes a word on why it is right, which is kept.
#include <gtest/gtest.h>

#include "muster/access/v1/access.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::roster::v1;

const std::string training_service = "muster.training.v1.TrainingService/";

class PlausibleTest : public support::DeploymentTest {
 protected:
  // Refused for `field`, naming the field that takes the word.
  void doubted(const std::string& path, const google::protobuf::Message& request, const std::string& field,
               const std::string& takes_word) {
    const auto error = refused(path, request, system());
    EXPECT_EQ(error.reason(), "IMPLAUSIBLE") << support::everything_of(error);
    EXPECT_TRUE(support::names_field(error, field)) << support::violations_of(error);
    ASSERT_EQ(error.metadata().count("field"), 1u);
    EXPECT_EQ(error.metadata().at("field"), takes_word);
  }
  static std::string years_from_now(int years) {
    return rules::format_date(rules::add_months(*rules::parse_date(day(0)), 12 * years));
  }
  static std::string after(const std::string& date, int days) {
    return rules::format_date(*rules::parse_date(date) + days);
  }
  std::string word_of(const std::string& table) {
    return rows("SELECT plausible_reason FROM " + table + " WHERE id = (SELECT MAX(id) FROM " + table + ")", 1).at(0);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, PlausibleTest, support::backends(), support::backend_name);

TEST_P(PlausibleTest, BornMoreThanAHundredYearsAgo) {
  auto request = person_request("OLD", army_);
  request.mutable_person()->set_birth_date(years_from_now(-100));
  call<Person>(roster("CreatePerson"), request);
  request.mutable_person()->set_number("OLDER");
  request.mutable_person()->set_birth_date(after(years_from_now(-100), -1));
  doubted(roster("CreatePerson"), request, "person.birth_date", "person.plausible_reason");
  request.mutable_person()->set_plausible_reason("a veteran on the roll of honour");
  const auto made = call<Person>(roster("CreatePerson"), request);
  EXPECT_EQ(word_of("person"), "a veteran on the roll of honour");
  UpdatePersonRequest update;
  update.mutable_person()->set_name(made.name());
  update.mutable_person()->set_birth_date("1902-01-01");
  update.mutable_update_mask()->add_paths("birth_date");
  doubted(roster("UpdatePerson"), update, "person.birth_date", "person.plausible_reason");
  update.mutable_person()->set_plausible_reason("the register says so");
  update.mutable_update_mask()->add_paths("plausible_reason");
  call<Person>(roster("UpdatePerson"), update);
  EXPECT_EQ(word_of("person"), "the register says so");
}

TEST_P(PlausibleTest, JoinedBeforeFifteenOrInADistantFuture) {
  auto request = person_request("P-1", army_);  // born on 1988-04-30
  for (const char* joined : {"1985-01-01", "2003-04-29"}) {
    request.mutable_affiliation()->set_valid_from(joined);
    doubted(roster("CreatePerson"), request, "affiliation.valid_from", "affiliation.plausible_reason");
  }
  request.mutable_affiliation()->set_valid_from(after(years_from_now(10), 1));
  doubted(roster("CreatePerson"), request, "affiliation.valid_from", "affiliation.plausible_reason");
  request.mutable_affiliation()->set_valid_from("2003-04-30");
  request.mutable_affiliation()->set_valid_to("2003-12-31");
  const auto made = call<Person>(roster("CreatePerson"), request);
  CreateAffiliationRequest more;
  more.mutable_affiliation()->set_person(made.name());
  more.mutable_affiliation()->set_unit(army_);
  more.mutable_affiliation()->set_valid_from("2002-01-01");
  more.mutable_affiliation()->set_valid_to("2003-04-29");
  doubted(roster("CreateAffiliation"), more, "affiliation.valid_from", "affiliation.plausible_reason");
  more.mutable_affiliation()->set_plausible_reason("a drummer boy");
  EXPECT_EQ(call<Affiliation>(roster("CreateAffiliation"), more).plausible_reason(), "a drummer boy");
}

TEST_P(PlausibleTest, LeaveInADistantFuture) {
  CreateAvailabilityRequest request;
  request.mutable_availability()->set_person(add_person("P-1"));
  request.mutable_availability()->set_kind(AVAILABILITY_KIND_LEAVE);
  request.mutable_availability()->set_valid_from(day(0));
  request.mutable_availability()->set_valid_to(after(years_from_now(10), 1));
  doubted(roster("CreateAvailability"), request, "availability.valid_to", "availability.plausible_reason");
  request.mutable_availability()->set_plausible_reason("for good");
  EXPECT_EQ(call<Availability>(roster("CreateAvailability"), request).plausible_reason(), "for good");
}

TEST_P(PlausibleTest, CompletedBeforeBirthOrAfterLeaving) {
  auto request = person_request("P-1", army_);
  request.mutable_person()->set_birth_date("2004-05-01");
  request.mutable_affiliation()->set_valid_from("2020-01-01");
  request.mutable_affiliation()->set_valid_to("2022-06-30");
  const auto left = call<Person>(roster("CreatePerson"), request).name();
  const auto there = add_person("P-2");
  training::v1::CreateCourseRequest course;
  course.mutable_course()->set_code("WPS");
  course.mutable_course()->set_display_name("WPS");
  course.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
  training::v1::CreateCourseVersionRequest version;
  version.mutable_course_version()->set_course(
      call<training::v1::Course>(training_service + "CreateCourse", course).name());
  version.mutable_course_version()->set_version("1");
  version.mutable_course_version()->set_valid_from("2000-01-01");
  training::v1::RecordCompletionsRequest completion;
  completion.add_persons(there);
  completion.add_persons(left);
  completion.set_course_version(
      call<training::v1::CourseVersion>(training_service + "CreateCourseVersion", version).name());
  for (const char* date : {"2004-04-30", "2022-07-01"}) {
    completion.set_completed_date(date);
    doubted(training_service + "RecordCompletions", completion, "persons[1]", "plausible_reason");
  }
  EXPECT_TRUE(rows("SELECT completed_date FROM completion", 1).empty()) << "all or none";
  completion.set_plausible_reason("a course for those who have left");
  const auto recorded =
      call<training::v1::RecordCompletionsResponse>(training_service + "RecordCompletions", completion);
  EXPECT_EQ(recorded.completions(1).plausible_reason(), "a course for those who have left");
  completion.clear_plausible_reason();
  completion.set_completed_date("2022-06-30");
  EXPECT_EQ(
      call<training::v1::RecordCompletionsResponse>(training_service + "RecordCompletions", completion).created_count(),
      2);
}

TEST_P(PlausibleTest, ADepartureThatDiffersFromItsPlanAndATourTooLong) {
  for (const auto& [planned_from, planned_to, plausible] :
       std::initializer_list<std::tuple<int, int, bool>>{{-10, 300, true},
                                                         {-35, 300, true},
                                                         {-36, 300, false},
                                                         {25, 300, true},
                                                         {26, 300, false},
                                                         {-5, 735, false}}) {
    SCOPED_TRACE(std::to_string(planned_from) + " to " + std::to_string(planned_to));
    auto request = plan(add_person("P" + std::to_string(planned_from) + "." + std::to_string(planned_to)));
    request.mutable_deployment()->set_planned_from(day(planned_from));
    request.mutable_deployment()->set_planned_to(day(planned_to));
    const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
    StartPreparingRequest prepare;
    prepare.set_name(name);
    call<Deployment>(missions_service + "StartPreparing", prepare);
    ClearDeploymentRequest clear;
    clear.set_name(name);
    call<Deployment>(missions_service + "ClearDeployment", clear);
    DepartRequest departure;
    departure.set_name(name);
    departure.set_actual_from(day(-5));
    if (!plausible) {
      doubted(missions_service + "Depart", departure, "actual_from", "reason");
      departure.set_reason("the flight was moved");
    }
    EXPECT_EQ(call<Deployment>(missions_service + "Depart", departure).actual_from(), day(-5));
  }
}

TEST_P(PlausibleTest, ADepartureBeforeFifteenOrAfterLeaving) {
  auto request = person_request("CHILD", army_);
  request.mutable_affiliation()->set_valid_from(day(-100));
  request.mutable_affiliation()->set_plausible_reason("a slip that is to be seen");
  request.mutable_person()->set_birth_date(after(years_from_now(-15), -5));
  const auto young = call<Person>(roster("CreatePerson"), request).name();
  const auto ready = [&](const std::string& person) {
    StartPreparingRequest prepare;
    prepare.set_name(planned(person).name());
    call<Deployment>(missions_service + "StartPreparing", prepare);
    ClearDeploymentRequest clear;
    clear.set_name(prepare.name());
    return call<Deployment>(missions_service + "ClearDeployment", clear).name();
  };
  DepartRequest departure;
  departure.set_name(ready(young));
  departure.set_actual_from(day(-7));
  doubted(missions_service + "Depart", departure, "actual_from", "reason");
  departure.set_actual_from(day(-5));
  call<Deployment>(missions_service + "Depart", departure);
  CorrectDeploymentDaysRequest correct;
  correct.set_name(departure.name());
  correct.set_actual_from(day(-7));
  correct.set_reason("the ticket says so");
  doubted(missions_service + "CorrectDeploymentDays", correct, "actual_from", "plausible_reason");
  correct.set_plausible_reason("goes with a parent");
  EXPECT_EQ(call<Deployment>(missions_service + "CorrectDeploymentDays", correct).actual_from(), day(-7));
  const auto left = add_person("LEFT");
  EndAffiliationRequest end;
  end.set_name("affiliations/" + rows("SELECT CAST(MAX(id) AS TEXT) FROM affiliation", 1).at(0));
  departure.set_name(ready(left));
  end.set_last_day(day(-8));
  call<Affiliation>(roster("EndAffiliation"), end);
  departure.set_actual_from(day(-7));
  doubted(missions_service + "Depart", departure, "actual_from", "reason");
  departure.set_reason("has a contract of another kind");
  EXPECT_EQ(call<Deployment>(missions_service + "Depart", departure).actual_from(), day(-7));
  EXPECT_EQ(rows("SELECT reason FROM deployment_event ORDER BY id DESC LIMIT 1", 1).at(0),
            "has a contract of another kind");
}

TEST_P(PlausibleTest, ACredentialAndAGrantInADistantFuture) {
  CreateCredentialRequest passport;
  passport.mutable_credential()->set_person(add_person("P-1"));
  passport.mutable_credential()->set_kind(CREDENTIAL_KIND_PASSPORT);
  passport.mutable_credential()->set_valid_from(day(0));
  passport.mutable_credential()->set_valid_to(years_from_now(10));
  call<Credential>(roster("CreateCredential"), passport);
  passport.mutable_credential()->set_valid_to(after(years_from_now(10), 1));
  doubted(roster("CreateCredential"), passport, "credential.valid_to", "credential.plausible_reason");
  passport.mutable_credential()->set_plausible_reason("for life");
  EXPECT_EQ(call<Credential>(roster("CreateCredential"), passport).plausible_reason(), "for life");

  const auto account = caller(platform::v1::ROLE_ANALYST).account;
  access::v1::CreateGrantRequest grant;
  grant.mutable_grant()->set_account("accounts/" + std::to_string(account));
  grant.mutable_grant()->set_role(platform::v1::ROLE_AUDITOR);
  grant.mutable_grant()->set_valid_from(after(years_from_now(10), 1));
  const std::string path = "muster.access.v1.AccessService/CreateGrant";
  doubted(path, grant, "grant.valid_from", "grant.plausible_reason");
  grant.mutable_grant()->set_plausible_reason("a test of the grants");
  EXPECT_EQ(call<access::v1::Grant>(path, grant).plausible_reason(), "a test of the grants");
}

TEST_P(PlausibleTest, CoursesRequirementsAndWaiversInADistantFuture) {
  const std::string far = after(years_from_now(10), 1);
  training::v1::CreateCourseRequest course;
  course.mutable_course()->set_code("WPS");
  course.mutable_course()->set_display_name("WPS");
  course.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
  training::v1::CreateCourseVersionRequest version;
  version.mutable_course_version()->set_course(
      call<training::v1::Course>(training_service + "CreateCourse", course).name());
  version.mutable_course_version()->set_version("1");
  version.mutable_course_version()->set_valid_from("2000-01-01");
  version.mutable_course_version()->set_valid_to(far);
  doubted(training_service + "CreateCourseVersion", version, "course_version.valid_to",
          "course_version.plausible_reason");
  version.mutable_course_version()->set_plausible_reason("the contract says so");
  call<training::v1::CourseVersion>(training_service + "CreateCourseVersion", version);
  EXPECT_EQ(word_of("course_version"), "the contract says so");

  training::v1::CreateRequirementRequest rule;
  auto& made = *rule.mutable_requirement();
  made.set_code("R");
  made.set_display_name("R");
  made.set_population(training::v1::POPULATION_ROSTER);
  made.add_topics(platform::v1::TOPIC_WPS);
  made.set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
  made.set_valid_from("2020-01-01");
  made.set_valid_to(far);
  doubted(training_service + "CreateRequirement", rule, "requirement.valid_to", "requirement.plausible_reason");
  made.clear_valid_to();
  const auto requirement = call<training::v1::Requirement>(training_service + "CreateRequirement", rule);
  training::v1::UpdateRequirementRequest end;
  end.mutable_requirement()->set_name(requirement.name());
  end.mutable_requirement()->set_valid_to(far);
  end.mutable_requirement()->set_plausible_reason("as the law says");
  end.mutable_update_mask()->add_paths("valid_to");
  doubted(training_service + "UpdateRequirement", end, "requirement.valid_to", "requirement.plausible_reason");
  end.mutable_update_mask()->add_paths("plausible_reason");
  call<training::v1::Requirement>(training_service + "UpdateRequirement", end);
  EXPECT_EQ(word_of("requirement"), "as the law says") << "a word that is not kept is none";
  end.mutable_requirement()->set_soon_days(30);
  end.mutable_update_mask()->Clear();
  end.mutable_update_mask()->add_paths("soon_days");
  call<training::v1::Requirement>(training_service + "UpdateRequirement", end);

  name_reviewer();
  training::v1::CreateWaiverRequest waiver;
  waiver.mutable_waiver()->set_person(add_person("P-1"));
  waiver.mutable_waiver()->set_requirement(requirement.name());
  waiver.mutable_waiver()->set_reason("she teaches it");
  waiver.mutable_waiver()->set_valid_from(day(0));
  waiver.mutable_waiver()->set_valid_to(far);
  doubted(training_service + "CreateWaiver", waiver, "waiver.valid_to", "waiver.plausible_reason");
  waiver.mutable_waiver()->set_plausible_reason("for as long as she serves");
  const auto desk = caller(platform::v1::ROLE_HR_CENTRAL);
  EXPECT_EQ(call<training::v1::Waiver>(training_service + "CreateWaiver", waiver, desk).plausible_reason(),
            "for as long as she serves");
}

TEST_P(PlausibleTest, AMandateAndAPostInADistantFuture) {
  const std::string far = after(years_from_now(10), 1);
  UpdateMissionRequest mandate;
  mandate.mutable_mission()->set_name(mission);
  mandate.mutable_mission()->set_mandate_from("2020-01-01");
  mandate.mutable_mission()->set_mandate_to(far);
  mandate.mutable_update_mask()->add_paths("mandate_from");
  mandate.mutable_update_mask()->add_paths("mandate_to");
  doubted(missions_service + "UpdateMission", mandate, "mission.mandate_to", "mission.plausible_reason");
  mandate.mutable_mission()->set_plausible_reason("without an end");
  mandate.mutable_update_mask()->add_paths("plausible_reason");
  call<Mission>(missions_service + "UpdateMission", mandate);
  EXPECT_EQ(rows("SELECT plausible_reason FROM mission WHERE plausible_reason <> ''", 1),
            std::vector<std::string>{"without an end"});
  UpdatePostRequest end;
  end.mutable_post()->set_name(leader_post.name());
  end.mutable_post()->set_valid_to(far);
  end.mutable_update_mask()->add_paths("valid_to");
  doubted(missions_service + "UpdatePost", end, "post.valid_to", "post.plausible_reason");
}

TEST_P(PlausibleTest, ABirthThatMakesThePersonJoinTooYoung) {
  const auto made = call<Person>(roster("CreatePerson"), person_request("P-1", army_));
  const std::string joined =
      rows("SELECT valid_from FROM affiliation WHERE id = (SELECT MAX(id) FROM affiliation)", 1).at(0);
  const rules::Day fifteen_before = rules::add_months(*rules::parse_date(joined), -15 * 12);
  UpdatePersonRequest update;
  update.mutable_person()->set_name(made.name());
  update.mutable_update_mask()->add_paths("birth_date");
  update.mutable_person()->set_birth_date(rules::format_date(fifteen_before));
  call<Person>(roster("UpdatePerson"), update);
  update.mutable_person()->set_birth_date(rules::format_date(fifteen_before + 1));
  doubted(roster("UpdatePerson"), update, "person.birth_date", "person.plausible_reason");
  update.mutable_person()->set_plausible_reason("a piper");
  doubted(roster("UpdatePerson"), update, "person.birth_date", "person.plausible_reason");
  update.mutable_update_mask()->add_paths("plausible_reason");
  call<Person>(roster("UpdatePerson"), update);
  EXPECT_EQ(word_of("person"), "a piper");
}

TEST_P(PlausibleTest, WhoLeavesOrDiesBeforeWhatIsRecorded) {
  const auto name = add_person("P-1");
  depart(planned(name).name(), day(-5));
  EndAffiliationRequest end;
  end.set_name(rows("SELECT 'affiliations/' || CAST(MAX(id) AS TEXT) FROM affiliation", 1).at(0));
  end.set_last_day(day(-6));
  doubted(roster("EndAffiliation"), end, "last_day", "plausible_reason");
  UpdatePersonRequest death;
  death.mutable_person()->set_name(name);
  death.mutable_person()->set_status(PERSON_STATUS_DECEASED);
  death.mutable_update_mask()->add_paths("status");
  death.set_last_day(day(-6));
  doubted(roster("UpdatePerson"), death, "last_day", "person.plausible_reason");
  EXPECT_EQ(rows("SELECT status FROM person WHERE id = (SELECT MAX(id) FROM person)", 1).at(0), "PERSON_STATUS_ACTIVE");
  end.set_last_day(after(years_from_now(10), 1));
  doubted(roster("EndAffiliation"), end, "last_day", "plausible_reason");
  end.set_last_day(day(-6));
  end.set_plausible_reason("left with the tour's orders in hand");
  call<Affiliation>(roster("EndAffiliation"), end);
  EXPECT_EQ(word_of("affiliation"), "left with the tour's orders in hand");
  CorrectAffiliationRequest correct;
  correct.mutable_affiliation()->set_name(end.name());
  correct.mutable_affiliation()->set_valid_to(day(-5));
  correct.mutable_update_mask()->add_paths("valid_to");
  correct.set_reason("a day later");
  EXPECT_EQ(call<Affiliation>(roster("CorrectAffiliation"), correct).plausible_reason(),
            "left with the tour's orders in hand");
}

TEST_P(PlausibleTest, WhoMovesToAUnitForDaysThatEndBeforeWhatIsRecorded) {
  CreateAffiliationRequest move;
  move.mutable_affiliation()->set_person(add_person("P-1"));
  depart(planned(move.affiliation().person()).name(), day(-5));
  move.mutable_affiliation()->set_unit(navy_);
  move.mutable_affiliation()->set_valid_from(day(-100));
  move.mutable_affiliation()->set_valid_to(day(-6));
  doubted(roster("CreateAffiliation"), move, "affiliation.valid_to", "affiliation.plausible_reason");
  move.mutable_affiliation()->set_plausible_reason("sent before the papers were");
  EXPECT_EQ(call<Affiliation>(roster("CreateAffiliation"), move).plausible_reason(), "sent before the papers were");
}

TEST_P(PlausibleTest, ATourThatGrowsTooLong) {
  const auto kept = [&] {
    return rows("SELECT plausible_reason FROM deployment_event WHERE id = (SELECT MAX(id) FROM deployment_event)", 1)
        .at(0);
  };
  const auto name = planned(add_person("P-1")).name();
  depart(name, day(-5));
  ExtendDeploymentRequest more;
  more.set_name(name);
  more.set_reason("the successor comes later");
  more.set_planned_to(day(735));
  doubted(missions_service + "ExtendDeployment", more, "planned_to", "plausible_reason");
  more.set_planned_to(after(years_from_now(10), 1));
  doubted(missions_service + "ExtendDeployment", more, "planned_to", "plausible_reason");
  more.set_planned_to(day(720));
  call<Deployment>(missions_service + "ExtendDeployment", more);
  EXPECT_EQ(kept(), "");
  more.set_planned_to(day(735));
  more.set_plausible_reason("nobody else speaks the language");
  call<Deployment>(missions_service + "ExtendDeployment", more);
  EXPECT_EQ(kept(), "nobody else speaks the language");
}

TEST_P(PlausibleTest, ACorrectionThatMovesADepartureFarFromItsPlanOrMakesATourTooLong) {
  const auto name = planned(add_person("P-1")).name();  // from ten days ago on
  depart(name, day(-10));
  CorrectDeploymentDaysRequest correction;
  correction.set_name(name);
  correction.set_reason("the ticket says so");
  correction.set_actual_from(day(-41));
  doubted(missions_service + "CorrectDeploymentDays", correction, "actual_from", "plausible_reason");
  correction.set_actual_from(day(-40));
  call<Deployment>(missions_service + "CorrectDeploymentDays", correction);
  correction.set_actual_from(day(-800));
  doubted(missions_service + "CorrectDeploymentDays", correction, "actual_from", "plausible_reason");
  correction.set_plausible_reason("two tours were one");
  EXPECT_EQ(call<Deployment>(missions_service + "CorrectDeploymentDays", correction).actual_from(), day(-800));
  EXPECT_EQ(
      rows("SELECT plausible_reason FROM deployment_event WHERE id = (SELECT MAX(id) FROM deployment_event)", 1).at(0),
      "two tours were one");
}

TEST_P(PlausibleTest, ATourThatEndedLongAfterItsPlan) {
  auto request = plan(add_person("P-1"));
  request.mutable_deployment()->set_planned_from(day(-800));
  request.mutable_deployment()->set_planned_to(day(-400));
  const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
  depart(name, day(-800));
  EndDeploymentRequest over;
  over.set_name(name);
  over.set_end_reason(END_REASON_TOUR_COMPLETE);
  over.set_actual_to(day(-1));
  doubted(missions_service + "EndDeployment", over, "actual_to", "plausible_reason");
  over.set_plausible_reason("the airport was closed");
  EXPECT_EQ(call<Deployment>(missions_service + "EndDeployment", over).actual_to(), day(-1));
}

TEST_P(PlausibleTest, APlanIsTakenAndItsDepartureIsDoubted) {
  auto request = plan(add_person("P-1"));
  request.mutable_deployment()->set_planned_to("2099-01-01");
  DepartRequest departure;
  departure.set_name(call<Deployment>(missions_service + "CreateDeployment", request).name());
  StartPreparingRequest prepare;
  prepare.set_name(departure.name());
  call<Deployment>(missions_service + "StartPreparing", prepare);
  ClearDeploymentRequest clear;
  clear.set_name(departure.name());
  call<Deployment>(missions_service + "ClearDeployment", clear);
  departure.set_actual_from(day(-10));
  doubted(missions_service + "Depart", departure, "actual_from", "reason");
  departure.set_reason("as agreed");
  EXPECT_EQ(call<Deployment>(missions_service + "Depart", departure).actual_from(), day(-10));
}

TEST_P(PlausibleTest, AcceptedDaysAndAReserveInADistantFuture) {
  const auto bring_to_selected = [&](const std::string& number) {
    const auto subject = add_call(number, {leader_post.name()});
    return bring_to(nominations::v1::NOMINATION_STATE_SELECTED, nominate(add_person(number), subject, system()).name());
  };
  const std::string path = nominations_service + "AcceptNomination";
  nominations::v1::NominationActionRequest accept;
  accept.set_name(bring_to_selected("26-1").name());
  for (const std::string& last : {day(30 + 735), after(years_from_now(10), 1)}) {
    accept.set_planned_to(last);
    const auto error = refused(path, accept, system());
    EXPECT_EQ(error.reason(), "IMPLAUSIBLE") << support::everything_of(error);
    EXPECT_EQ(error.metadata().at("field"), "reason_text");
  }
  accept.set_reason_text("the post is for three years");
  EXPECT_EQ(call<nominations::v1::Nomination>(path, accept).planned_to(), accept.planned_to());

  const auto subject = add_call("26-2", {leader_post.name()});
  nominations::v1::NominationActionRequest hold;
  hold.set_name(
      bring_to(nominations::v1::NOMINATION_STATE_SUBMITTED, nominate(add_person("26-2"), subject, system()).name())
          .name());
  hold.set_reserve_until(after(years_from_now(10), 1));
  doubted(nominations_service + "ReserveNomination", hold, "reserve_until", "reason_text");
  hold.set_reason_text("for the next mandate");
  call<nominations::v1::Nomination>(nominations_service + "ReserveNomination", hold);
}

}  // namespace
}  // namespace muster
