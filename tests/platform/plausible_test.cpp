// SPDX-License-Identifier: EUPL-1.2
// What looks like a slip of the pen takes a word on why it is right, which is kept.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace muster
