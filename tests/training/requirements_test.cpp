// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "training/training_test.h"

namespace muster::support {
namespace {

namespace v1 = muster::training::v1;
using platform::v1::ROLE_ENDORSER;
using platform::v1::ROLE_HR_CENTRAL;
using status::Code;

class RequirementsTest : public TrainingTest {
 protected:
  static v1::CreateRequirementRequest requirement_request(const std::string& code) {
    v1::CreateRequirementRequest request;
    v1::Requirement& requirement = *request.mutable_requirement();
    requirement.set_code(code);
    requirement.set_display_name("Everybody on the roster has valid training");
    requirement.set_population(v1::POPULATION_ROSTER);
    requirement.set_time(v1::REQUIREMENT_TIME_CONTINUOUS);
    requirement.set_valid_from("2020-01-01");
    requirement.add_topics(platform::v1::TOPIC_SEAH);
    return request;
  }
  std::string make_requirement(const v1::CreateRequirementRequest& request) {
    return call<v1::Requirement>(training("CreateRequirement"), request).name();
  }
  v1::CreateWaiverRequest waiver_request(const std::string& requirement, const std::string& person,
                                         const std::string& from, const std::string& to) {
    v1::CreateWaiverRequest request;
    v1::Waiver& waiver = *request.mutable_waiver();
    waiver.set_person(person);
    waiver.set_requirement(requirement);
    waiver.set_reason("Course is full until spring");
    waiver.set_valid_from(from);
    waiver.set_valid_to(to);
    return request;
  }
  v1::TrainingStatus status(const std::string& person, const std::string& as_of = "") {
    v1::GetTrainingStatusRequest request;
    request.set_person(person);
    if (!as_of.empty()) request.set_as_of(as_of);
    return call<v1::TrainingStatus>(training("GetTrainingStatus"), request);
  }
  v1::Status only(const std::string& person, const std::string& as_of) {
    const auto all = status(person, as_of);
    EXPECT_EQ(all.lines_size(), 1) << all.ShortDebugString();
    return all.lines_size() == 1 ? all.lines(0).status() : v1::STATUS_UNSPECIFIED;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, RequirementsTest, backends(), backend_name);

TEST_P(RequirementsTest, EndsAndKeepsWhomItConcerned) {
  const auto name = make_requirement(requirement_request("SEAH"));
  v1::UpdateRequirementRequest end;
  end.mutable_requirement()->set_name(name);
  end.mutable_requirement()->set_valid_to("2026-12-31");
  end.mutable_update_mask()->add_paths("valid_to");
  const auto ended = call<v1::Requirement>(training("UpdateRequirement"), end);
  EXPECT_EQ(ended.valid_to(), "2026-12-31");
  EXPECT_EQ(ended.soon_days(), 90) << "is not in the mask";
  for (const char* field : {"population", "categories", "topics", "courses", "time", "valid_from"}) {
    v1::UpdateRequirementRequest change;
    *change.mutable_requirement() = ended;
    change.mutable_update_mask()->add_paths(field);
    EXPECT_TRUE(names_field(refused(training("UpdateRequirement"), change, system()), "update_mask")) << field;
  }
  end.mutable_requirement()->set_valid_to("2019-12-31");
  EXPECT_EQ(refused(training("UpdateRequirement"), end, system()).code(), Code::invalid_argument);
  v1::UpdateCourseRequest course;
  course.mutable_course()->set_name("courses/999999");
  course.mutable_course()->set_provider("NODEFIC");
  course.mutable_update_mask()->add_paths("provider");
  EXPECT_EQ(refused(training("UpdateCourse"), course, system()).code(), Code::not_found);
  v1::UpdateCourseVersionRequest version;
  version.mutable_course_version()->set_name("courseVersions/999999");
  version.mutable_course_version()->set_hours(8);
  version.mutable_update_mask()->add_paths("hours");
  EXPECT_EQ(refused(training("UpdateCourseVersion"), version, system()).code(), Code::not_found);
}

TEST_P(RequirementsTest, CoursesAndVersionsAreChecked) {
  const auto course = make_course("SEAH");
  v1::CreateCourseRequest again;
  again.mutable_course()->set_code("SEAH");
  again.mutable_course()->set_display_name("x");
  again.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
  EXPECT_EQ(refused(training("CreateCourse"), again, system()).code(), Code::already_exists);
  again.mutable_course()->clear_topics();
  EXPECT_TRUE(names_field(refused(training("CreateCourse"), again, system()), "course.topics"));

  make_version(course, "1", 12);
  EXPECT_EQ(refused(training("CreateCourseVersion"), version_request(course, "1", 12), system()).code(),
            Code::already_exists);
  EXPECT_TRUE(names_field(refused(training("CreateCourseVersion"), version_request("courses/999999", "1"), system()),
                          "course_version.course"));
  EXPECT_TRUE(names_field(refused(training("CreateCourseVersion"), version_request(course, "2", 0, 30), system()),
                          "course_version.renewal_window_days"));
  EXPECT_TRUE(names_field(refused(training("CreateCourseVersion"), version_request(course, "2", 601), system()),
                          "course_version.validity_months"));
  v1::ListCourseVersionsRequest list;
  list.set_filter("course = \"" + course + "\"");
  EXPECT_EQ(call<v1::ListCourseVersionsResponse>(training("ListCourseVersions"), list).course_versions_size(), 1);
  v1::ListCoursesRequest topics;
  topics.set_filter("topics:TOPIC_SEAH");
  EXPECT_EQ(call<v1::ListCoursesResponse>(training("ListCourses"), topics).courses_size(), 1);
}

TEST_P(RequirementsTest, ARequirementSaysWhatMeetsIt) {
  auto request = requirement_request("R1");
  request.mutable_requirement()->clear_topics();
  EXPECT_TRUE(names_field(refused(training("CreateRequirement"), request, system()), "requirement.topics"));
  request.mutable_requirement()->add_courses(make_course("SEAH"));
  request.mutable_requirement()->add_courses("courses/999999");
  EXPECT_TRUE(names_field(refused(training("CreateRequirement"), request, system()), "requirement.courses[1]"));
  request.mutable_requirement()->mutable_courses()->RemoveLast();
  const auto created = call<v1::Requirement>(training("CreateRequirement"), request);
  EXPECT_EQ(created.soon_days(), 90);
  EXPECT_EQ(refused(training("CreateRequirement"), request, system()).code(), Code::already_exists);
  EXPECT_EQ(call<v1::ListRequirementsResponse>(training("ListRequirements"), v1::ListRequirementsRequest())
                .requirements(0)
                .SerializeAsString(),
            created.SerializeAsString());
}

TEST_P(RequirementsTest, StatusIsComputedFromDatesAndTheDay) {
  make_requirement(requirement_request("R1"));
  const auto completion = record(kari_, make_version(make_course("SEAH"), "1", 12), "2024-03-15");
  EXPECT_EQ(only(kari_, "2024-03-14"), v1::STATUS_NEVER);
  EXPECT_EQ(only(kari_, "2024-03-15"), v1::STATUS_VALID) << "valid the day it is issued";
  EXPECT_EQ(only(kari_, "2024-12-13"), v1::STATUS_VALID);  // 91 days before 2025-03-14
  EXPECT_EQ(only(kari_, "2024-12-14"), v1::STATUS_SOON);
  EXPECT_EQ(only(kari_, "2025-03-14"), v1::STATUS_SOON) << "the last day counts";
  EXPECT_EQ(only(kari_, "2025-03-15"), v1::STATUS_EXPIRED);
  const auto line = status(kari_, "2025-03-15").lines(0);
  EXPECT_EQ(line.valid_to(), "2025-03-14");
  EXPECT_EQ(line.completion(), completion.name());
  EXPECT_EQ(status(kari_).as_of(), day(0));
  EXPECT_EQ(status(kari_).lines(0).status(), v1::STATUS_EXPIRED);
}

TEST_P(RequirementsTest, TopicsOrCoursesMeetIt) {
  auto by_course = requirement_request("R2");
  by_course.mutable_requirement()->clear_topics();
  by_course.mutable_requirement()->add_courses(make_course("WPS", platform::v1::TOPIC_WPS));
  const auto course = by_course.requirement().courses(0);
  make_requirement(by_course);
  record(kari_, make_version(make_course("SEAH"), "1"), "2024-03-15");
  EXPECT_EQ(only(kari_, "2024-06-01"), v1::STATUS_NEVER);
  record(kari_, make_version(course, "1"), "2024-05-01");
  EXPECT_EQ(only(kari_, "2024-06-01"), v1::STATUS_VALID);
  EXPECT_EQ(status(kari_, "2024-06-01").lines(0).valid_to(), "");
}

TEST_P(RequirementsTest, TheLongestCompletionCountsAndRevokedOnesDoNot) {
  make_requirement(requirement_request("R1"));
  const auto course = make_course("SEAH");
  record(kari_, make_version(course, "1", 6), "2024-05-01");
  const auto longer = record(kari_, make_version(course, "2", 24), "2024-03-01");
  EXPECT_EQ(status(kari_, "2024-06-01").lines(0).completion(), longer.name());
  v1::RevokeCompletionRequest revoke;
  revoke.set_name(longer.name());
  revoke.set_reason("not attended");
  call<v1::Completion>(training("RevokeCompletion"), revoke);
  EXPECT_EQ(status(kari_, "2024-06-01").lines(0).valid_to(), "2024-10-31");
  EXPECT_EQ(only(kari_, "2024-11-01"), v1::STATUS_EXPIRED);
}

TEST_P(RequirementsTest, AppliesToItsDaysPopulationAndCategories) {
  auto request = requirement_request("R1");
  request.mutable_requirement()->add_categories(platform::v1::CATEGORY_POLICE);
  request.mutable_requirement()->add_categories(platform::v1::CATEGORY_CIVILIAN);
  request.mutable_requirement()->set_valid_to("2024-12-31");
  make_requirement(request);
  EXPECT_EQ(status(kari_, "2024-06-01").lines_size(), 0) << "she is military";
  auto officer = person_request("POLICE", army_);
  officer.mutable_person()->set_category(platform::v1::CATEGORY_POLICE);
  const auto police = call<roster::v1::Person>(roster("CreatePerson"), officer).name();
  EXPECT_EQ(status(police, "2024-12-31").lines_size(), 1);
  EXPECT_EQ(status(police, "2025-01-01").lines_size(), 0) << "after the requirement's last day";
  EXPECT_EQ(status(police, "2019-12-31").lines_size(), 0) << "before the roster and the requirement";

  auto deployed = requirement_request("R2");
  deployed.mutable_requirement()->set_population(v1::POPULATION_DEPLOYED);
  make_requirement(deployed);
  EXPECT_EQ(status(kari_, "2024-06-01").lines_size(), 0) << "she is on no tour";
}

TEST_P(RequirementsTest, TimesOfATourAreForTheDeployed) {
  for (const auto time : {v1::REQUIREMENT_TIME_ON_DEPARTURE, v1::REQUIREMENT_TIME_THROUGHOUT_TOUR}) {
    auto request = requirement_request(v1::RequirementTime_Name(time));
    request.mutable_requirement()->set_time(time);
    const auto error = refused(training("CreateRequirement"), request, system());
    EXPECT_TRUE(names_field(error, "requirement.time"));
    EXPECT_EQ(error.metadata().at("allowed"), "REQUIREMENT_TIME_CONTINUOUS, REQUIREMENT_TIME_ON_NOMINATION");
    request.mutable_requirement()->set_population(v1::POPULATION_DEPLOYED);
    make_requirement(request);
  }
}

TEST_P(RequirementsTest, AWaiverExcusesOnItsDaysAndIsNotValidity) {
  name_reviewer();
  const auto requirement = make_requirement(requirement_request("R1"));
  const auto endorser = caller_of(ROLE_ENDORSER, army_);
  const auto waiver = call<v1::Waiver>(training("CreateWaiver"),
                                       waiver_request(requirement, kari_, "2024-06-01", "2024-06-30"), endorser);
  EXPECT_EQ(waiver.approver(), "accounts/" + std::to_string(endorser.account));
  EXPECT_EQ(only(kari_, "2024-05-31"), v1::STATUS_NEVER);
  EXPECT_EQ(only(kari_, "2024-06-01"), v1::STATUS_WAIVED);
  EXPECT_EQ(only(kari_, "2024-06-30"), v1::STATUS_WAIVED);
  EXPECT_EQ(only(kari_, "2024-07-01"), v1::STATUS_NEVER);
  // Days 19875 and 19904; the first day after is 19905.
  EXPECT_EQ(rows("SELECT record, requirement, day_from, day_to FROM waiver_fact", 4)[0],
            std::to_string(number_of(waiver.name())) + "|" + std::to_string(number_of(requirement)) + "|19875|19905");
  record(kari_, make_version(make_course("SEAH"), "1", 12), "2024-06-10");
  EXPECT_EQ(only(kari_, "2024-06-15"), v1::STATUS_VALID);
}

TEST_P(RequirementsTest, NobodyGrantsAWaiverToOneself) {
  const auto requirement = make_requirement(requirement_request("R1"));
  const auto request = waiver_request(requirement, kari_, "2024-06-01", "2024-06-30");
  auto self = caller(ROLE_HR_CENTRAL);
  self.person = number_of(kari_);
  EXPECT_EQ(refused(training("CreateWaiver"), request, self).reason(), "NOT_OWN_CASE");
  EXPECT_EQ(refused(training("CreateWaiver"), request, system()).reason(), "ACCOUNT_REQUIRED");
  EXPECT_EQ(refused(training("CreateWaiver"), request, coordinator()).code(), Code::permission_denied);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM waiver", 1)[0], "0");
  EXPECT_EQ(rows("SELECT COUNT(*) FROM waiver_fact", 1)[0], "0");
}

TEST_P(RequirementsTest, WrongWaiversAreNamedByField) {
  const auto requirement = make_requirement(requirement_request("R1"));
  const auto who = caller_of(ROLE_ENDORSER, army_);
  EXPECT_TRUE(names_field(
      refused(training("CreateWaiver"), waiver_request(requirement, kari_, "2024-06-30", "2024-06-01"), who),
      "waiver.valid_to"));
  EXPECT_TRUE(names_field(refused(training("CreateWaiver"), waiver_request(requirement, kari_, "2024-06-30", ""), who),
                          "waiver.valid_to"));
  EXPECT_TRUE(names_field(
      refused(training("CreateWaiver"), waiver_request("requirements/999999", kari_, "2024-06-01", "2024-06-30"), who),
      "waiver.requirement"));
  const auto hidden =
      refused(training("CreateWaiver"), waiver_request(requirement, nina_, "2024-06-01", "2024-06-30"), who);
  EXPECT_EQ(hidden.code(), Code::not_found);
  EXPECT_EQ(hidden.message(), nina_ + " was not found");
}

TEST_P(RequirementsTest, StatusOutsideTheScopeIsAsIfThePersonWereNotThere) {
  v1::GetTrainingStatusRequest request;
  request.set_person(nina_);
  const auto hidden = refused(training("GetTrainingStatus"), request, coordinator());
  EXPECT_EQ(hidden.code(), Code::not_found);
  EXPECT_EQ(hidden.message(), nina_ + " was not found");
  request.set_person(kari_);
  request.set_as_of("2024-02-30");
  EXPECT_TRUE(names_field(refused(training("GetTrainingStatus"), request, coordinator()), "as_of"));
}

}  // namespace
}  // namespace muster::support
