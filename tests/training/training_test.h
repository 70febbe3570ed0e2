// SPDX-License-Identifier: EUPL-1.2
// Two people of two services and a way to make courses, for the tests of training.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "support/roster.h"

namespace muster::support {

class TrainingTest : public RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    kari_ = make_person("KARI", army_).name();
    nina_ = make_person("NINA", navy_).name();
  }

  static std::string training(const std::string& method) { return "muster.training.v1.TrainingService/" + method; }

  rpc::Caller coordinator() { return caller_of(platform::v1::ROLE_TRAINING_COORDINATOR, army_); }

  std::string make_course(const std::string& code, platform::v1::Topic topic = platform::v1::TOPIC_SEAH) {
    training::v1::CreateCourseRequest request;
    request.mutable_course()->set_code(code);
    request.mutable_course()->set_display_name("Course " + code);
    request.mutable_course()->add_topics(topic);
    return call<training::v1::Course>(training("CreateCourse"), request).name();
  }

  // Given from 2015-01-01 on. No months: does not expire.
  static training::v1::CreateCourseVersionRequest version_request(const std::string& course, const std::string& version,
                                                                  int months = 0, int window_days = 0) {
    training::v1::CreateCourseVersionRequest request;
    request.mutable_course_version()->set_course(course);
    request.mutable_course_version()->set_version(version);
    if (months > 0) request.mutable_course_version()->set_validity_months(months);
    request.mutable_course_version()->set_renewal_window_days(window_days);
    request.mutable_course_version()->set_valid_from("2015-01-01");
    return request;
  }
  std::string make_version(const std::string& course, const std::string& version, int months = 0, int window_days = 0) {
    return call<training::v1::CourseVersion>(training("CreateCourseVersion"),
                                             version_request(course, version, months, window_days))
        .name();
  }

  static training::v1::RecordCompletionsRequest record_request(const std::vector<std::string>& persons,
                                                               const std::string& version, const std::string& date) {
    training::v1::RecordCompletionsRequest request;
    for (const auto& person : persons) request.add_persons(person);
    request.set_course_version(version);
    request.set_completed_date(date);
    return request;
  }
  training::v1::Completion record(const std::string& person, const std::string& version, const std::string& date) {
    return call<training::v1::RecordCompletionsResponse>(training("RecordCompletions"),
                                                         record_request({person}, version, date))
        .completions(0);
  }

  std::string kari_;  // of the army
  std::string nina_;  // of the navy
};

}  // namespace muster::support
