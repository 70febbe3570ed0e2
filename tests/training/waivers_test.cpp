// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "muster/statistics/v1/statistics.pb.h"
#include "training/training_test.h"

namespace muster::support {
namespace {

namespace v1 = muster::training::v1;
using platform::v1::ROLE_ENDORSER;
using platform::v1::ROLE_HR_CENTRAL;
using platform::v1::ROLE_PERSON;
using status::Code;

class WaiversTest : public TrainingTest {
 protected:
  void SetUp() override {
    TrainingTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateRequirementRequest request;
    v1::Requirement& requirement = *request.mutable_requirement();
    requirement.set_code("R1");
    requirement.set_display_name("Everybody on the roster has valid training");
    requirement.set_population(v1::POPULATION_ROSTER);
    requirement.set_time(v1::REQUIREMENT_TIME_CONTINUOUS);
    requirement.set_valid_from("2020-01-01");
    requirement.add_topics(platform::v1::TOPIC_SEAH);
    requirement_ = call<v1::Requirement>(training("CreateRequirement"), request).name();
    name_reviewer();
  }

  // June 2024.
  v1::Waiver waive(const std::string& person) {
    v1::CreateWaiverRequest request;
    v1::Waiver& waiver = *request.mutable_waiver();
    waiver.set_person(person);
    waiver.set_requirement(requirement_);
    waiver.set_reason("Course is full until spring");
    waiver.set_valid_from("2024-06-01");
    waiver.set_valid_to("2024-06-30");
    return call<v1::Waiver>(training("CreateWaiver"), request, caller(ROLE_HR_CENTRAL));
  }
  static v1::RevokeWaiverRequest revocation(const std::string& name, const std::string& reason = "granted in error") {
    v1::RevokeWaiverRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return request;
  }
  rpc::Caller endorser() { return caller_of(ROLE_ENDORSER, army_); }

  v1::Status status_of(const std::string& person) {
    v1::GetTrainingStatusRequest request;
    request.set_person(person);
    request.set_as_of("2024-06-15");
    return call<v1::TrainingStatus>(training("GetTrainingStatus"), request).lines(0).status();
  }
  int waived() {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("T1");
    request.set_requirement("R1");
    request.set_as_of("2024-06-15");
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request)
        .totals(0)
        .statuses()
        .at("WAIVED");
  }
  std::string requirement_;
};
INSTANTIATE_TEST_SUITE_P(Backends, WaiversTest, backends(), backend_name);

TEST_P(WaiversTest, ARevokedOneIsVoidFromItsBeginningAndStaysToBeRead) {
  const auto waiver = waive(kari_);
  waive(nina_);
  EXPECT_EQ(status_of(kari_), v1::STATUS_WAIVED);
  EXPECT_EQ(waived(), 2);
  EXPECT_TRUE(names_field(refused(training("RevokeWaiver"), revocation(waiver.name(), ""), endorser()), "reason"));
  const auto revoked = call<v1::Waiver>(training("RevokeWaiver"), revocation(waiver.name()), endorser());
  EXPECT_EQ(revoked.revoked_date(), day(0));
  EXPECT_EQ(revoked.revoked_reason(), "granted in error");
  EXPECT_EQ(revoked.valid_to(), "2024-06-30");
  EXPECT_EQ(status_of(kari_), v1::STATUS_NEVER);
  EXPECT_EQ(waived(), 1) << "the figure moves by exactly this one";
  // Days 19875 to 19904; the last row of the record holds and is void.
  EXPECT_EQ(rows("SELECT day_from, day_to FROM waiver_fact WHERE record = " + std::to_string(number_of(waiver.name())) +
                     " ORDER BY id",
                 2),
            (std::vector<std::string>{"19875|19905", "19875|19875"}));
  const auto again = refused(training("RevokeWaiver"), revocation(waiver.name()), endorser());
  EXPECT_EQ(again.code(), Code::failed_precondition);
  EXPECT_NE(again.message().find(day(0)), std::string::npos);
  waive(kari_);
  EXPECT_EQ(status_of(kari_), v1::STATUS_WAIVED) << "another may be granted";
}

TEST_P(WaiversTest, ARetryRevokesOnce) {
  auto request = revocation(waive(kari_).name());
  request.set_request_id("once");
  const auto who = endorser();
  const auto first = call<v1::Waiver>(training("RevokeWaiver"), request, who);
  EXPECT_EQ(call<v1::Waiver>(training("RevokeWaiver"), request, who).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(rows("SELECT COUNT(*) FROM waiver_fact", 1)[0], "2");
}

TEST_P(WaiversTest, NobodyRevokesTheirOwnAndHrUnitsRevokeNone) {
  const auto waiver = waive(kari_);
  auto self = caller(ROLE_HR_CENTRAL);
  self.person = number_of(kari_);
  EXPECT_EQ(refused(training("RevokeWaiver"), revocation(waiver.name()), self).reason(), "NOT_OWN_CASE");
  EXPECT_EQ(refused(training("RevokeWaiver"), revocation(waiver.name()), hr()).code(), Code::permission_denied);
  EXPECT_EQ(status_of(kari_), v1::STATUS_WAIVED);
}

TEST_P(WaiversTest, OutsideTheScopeIsAsIfItWereNotThere) {
  const auto hidden = waive(nina_).name();
  const auto error = refused(training("RevokeWaiver"), revocation(hidden), endorser());
  const auto absent = refused(training("RevokeWaiver"), revocation("waivers/999999"), endorser());
  EXPECT_EQ(error.code(), Code::not_found);
  EXPECT_EQ(error.message(), hidden + absent.message().substr(std::string("waivers/999999").size()));
}

TEST_P(WaiversTest, ListsWithinTheScopeRevokedOnesAmongThem) {
  const auto of_kari = waive(kari_);
  waive(nina_);
  call<v1::Waiver>(training("RevokeWaiver"), revocation(of_kari.name()), endorser());
  v1::ListWaiversRequest request;
  auto list = [&](const rpc::Caller& who) {
    return call<v1::ListWaiversResponse>(training("ListWaivers"), request, who);
  };
  const auto within = list(coordinator());
  ASSERT_EQ(within.waivers_size(), 1);
  EXPECT_EQ(within.waivers(0).name(), of_kari.name());
  EXPECT_EQ(within.waivers(0).revoked_reason(), "granted in error");
  EXPECT_EQ(list(caller(ROLE_HR_CENTRAL)).waivers_size(), 2);
  auto self = caller(ROLE_PERSON);
  self.person = number_of(nina_);
  EXPECT_EQ(list(self).waivers_size(), 1);
  request.set_filter("requirement = \"" + requirement_ + "\" AND revoked_date >= 2024-01-01");
  EXPECT_EQ(list(caller(ROLE_HR_CENTRAL)).waivers_size(), 1);
  request.clear_filter();
  request.set_person(nina_);
  EXPECT_EQ(refused(training("ListWaivers"), request, coordinator()).code(), Code::not_found);
  request.set_person(kari_);
  EXPECT_EQ(list(coordinator()).waivers_size(), 1);
}

}  // namespace
}  // namespace muster::support
