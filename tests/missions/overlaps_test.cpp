// SPDX-License-Identifier: EUPL-1.2
// Nobody is in two places: every step that takes days looks at all of them.
#include <gtest/gtest.h>

#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using status::Code;

class OverlapsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    support::DeploymentTest::SetUp();
    person_ = add_person("P-1");
  }
  CreateDeploymentRequest planned_days(int from, int to, const std::string& overlap_reason = "") {
    auto request = plan(person_);
    request.mutable_deployment()->set_planned_from(day(from));
    request.mutable_deployment()->set_planned_to(day(to));
    request.set_overlap_reason(overlap_reason);
    return request;
  }
  std::string create(const CreateDeploymentRequest& request) {
    return call<Deployment>(missions_service + "CreateDeployment", request).name();
  }
  // A tour from day to day that is over.
  std::string finished(int from, int to) {
    const auto name = create(planned_days(from, to));
    depart(name, day(from));
    end(name, day(to));
    return name;
  }
  template <class Request>
  void expect_overlap(const std::string& verb, const Request& request, const std::string& with) {
    const auto error = refused(missions_service + verb, request, system());
    EXPECT_EQ(error.code(), Code::failed_precondition) << error.message();
    EXPECT_EQ(error.reason(), "OVERLAP") << error.message();
    EXPECT_NE(error.message().find(with), std::string::npos) << error.message();
  }
  // Takes the step with an overlap_reason of its own, which its event keeps beside the step's reason.
  template <class Request>
  Deployment with_overlap_reason(const std::string& verb, Request request) {
    request.set_overlap_reason("agreed with both missions");
    const auto deployment = call<Deployment>(missions_service + verb, request);
    EXPECT_EQ(rows("SELECT verb, overlap_reason FROM deployment_event ORDER BY id DESC LIMIT 1", 2).front(),
              verb + "|agreed with both missions");
    return deployment;
  }
  std::string add_leave(int from, int to) {
    roster::v1::CreateAvailabilityRequest leave;
    leave.mutable_availability()->set_person(person_);
    leave.mutable_availability()->set_kind(roster::v1::AVAILABILITY_KIND_PARENTAL);
    leave.mutable_availability()->set_valid_from(day(from));
    leave.mutable_availability()->set_valid_to(day(to));
    return call<roster::v1::Availability>(RosterTest::roster("CreateAvailability"), leave).name();
  }
  nominations::v1::NominationActionRequest accept(const std::string& name) {
    nominations::v1::NominationActionRequest request;
    request.set_name(name);
    return request;
  }
  std::string person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, OverlapsTest, support::backends(), support::backend_name);

TEST_P(OverlapsTest, ABackdatedDepartureIntoAFinishedTour) {
  const auto over = finished(-100, -50);
  const auto name = create(planned_days(10, 300));
  DepartRequest request;
  request.set_name(name);
  request.set_actual_from(day(-200));
  // Why it was not ready says nothing of the tour in between.
  request.set_reason("needed at once");
  expect_overlap("Depart", request, over);
  EXPECT_EQ(get(name).state(), DEPLOYMENT_STATE_PLANNED);
  EXPECT_TRUE(facts(name).empty());
  request.set_actual_from(day(-50));
  expect_overlap("Depart", request, over);
  with_overlap_reason("Depart", request);
  EXPECT_EQ(rows("SELECT reason FROM deployment_event ORDER BY id DESC LIMIT 1", 1).front(), "needed at once");
}

TEST_P(OverlapsTest, ADepartureRightAfterTheLastTour) {
  finished(-100, -50);
  const auto name = create(planned_days(10, 300));
  EXPECT_EQ(depart(name, day(-49)).state(), DEPLOYMENT_STATE_DEPLOYED);
}

TEST_P(OverlapsTest, AnExtensionIntoAnAcceptedNomination) {
  const auto name = create(planned_days(-10, 20));
  depart(name, day(-10));
  // From day 30 on.
  const auto accepted =
      bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, nominate(person_, add_call("C-1", {post.name()})).name());
  ExtendDeploymentRequest request;
  request.set_name(name);
  request.set_reason("the successor comes later");
  request.set_planned_to(day(30));
  expect_overlap("ExtendDeployment", request, accepted.name());
  request.set_planned_to(day(29));
  EXPECT_EQ(call<Deployment>(missions_service + "ExtendDeployment", request).planned_to(), day(29));
  request.set_planned_to(day(30));
  EXPECT_EQ(with_overlap_reason("ExtendDeployment", request).planned_to(), day(30));
}

TEST_P(OverlapsTest, AnEndAfterTheNextTourBegan) {
  const auto first = create(planned_days(-30, -11));
  depart(first, day(-30));
  const auto second = create(planned_days(-10, 100, "the first one is about to be ended"));
  DepartRequest departs;
  departs.set_name(second);
  departs.set_actual_from(day(-10));
  departs.set_reason("needed at once");
  departs.set_overlap_reason("the first one is about to be ended");
  call<Deployment>(missions_service + "Depart", departs);
  EndDeploymentRequest request;
  request.set_name(first);
  request.set_end_reason(END_REASON_TOUR_COMPLETE);
  request.set_actual_to(day(-10));
  expect_overlap("EndDeployment", request, second);
  EXPECT_EQ(facts(first), std::vector<std::string>{"-30|-|1|GENDER_WOMAN|0|" + army_});
  request.set_actual_to(day(-11));
  EXPECT_EQ(call<Deployment>(missions_service + "EndDeployment", request).state(), DEPLOYMENT_STATE_RETURNED);
}

TEST_P(OverlapsTest, AnEndInTwoPlacesWithAReason) {
  const auto first = create(planned_days(-30, -11));
  depart(first, day(-30));
  create(planned_days(-10, 100, "a handover"));
  EndDeploymentRequest request;
  request.set_name(first);
  request.set_end_reason(END_REASON_ROTATION);
  request.set_actual_to(day(-3));
  EXPECT_EQ(with_overlap_reason("EndDeployment", request).actual_to(), day(-3));
}

// Who is on leave is not offered as free.
TEST_P(OverlapsTest, LeaveCountsAgainstWhatIsPlanned) {
  const auto leave = add_leave(100, 120);
  expect_overlap("CreateDeployment", planned_days(20, 100), "away by " + leave);
  expect_overlap("CreateDeployment", planned_days(120, 200), leave);
  const auto before = create(planned_days(-10, 99));
  // Who is on a mission already takes leave from there: it holds up neither departure nor return.
  add_leave(-5, -3);
  depart(before, day(-10));
  ExtendDeploymentRequest request;
  request.set_name(before);
  request.set_reason("the successor comes later");
  request.set_planned_to(day(100));
  expect_overlap("ExtendDeployment", request, leave);
  EXPECT_EQ(with_overlap_reason("ExtendDeployment", request).planned_to(), day(100));
  EXPECT_EQ(end(before, day(-1)).state(), DEPLOYMENT_STATE_RETURNED);
  with_overlap_reason("CreateDeployment", planned_days(20, 100));
}

TEST_P(OverlapsTest, LeaveCountsAgainstAnAcceptanceUnlessAReasonIsGiven) {
  const auto leave = add_leave(380, 500);
  const auto name =
      bring_to(nominations::v1::NOMINATION_STATE_SELECTED, nominate(person_, add_call("C-1", {post.name()})).name())
          .name();
  const auto error = refused(nominations_service + "AcceptNomination", accept(name), system());
  EXPECT_EQ(error.reason(), "PERSON_AWAY");
  EXPECT_NE(error.message().find("away by " + leave), std::string::npos) << error.message();
  auto shorter = accept(name);
  shorter.set_planned_to(day(379));
  EXPECT_EQ(call<nominations::v1::Nomination>(nominations_service + "AcceptNomination", shorter).state(),
            nominations::v1::NOMINATION_STATE_ACCEPTED);
  // A reason overrides leave; being in two places it does not.
  const auto other =
      bring_to(nominations::v1::NOMINATION_STATE_SELECTED, nominate(person_, add_call("C-2", {post.name()})).name())
          .name();
  EXPECT_NE(refused(nominations_service + "AcceptNomination", full_request("AcceptNomination", other), system())
                .message()
                .find("committed to " + name),
            std::string::npos);
  act("WithdrawNomination", name);
  auto in_spite = accept(other);
  in_spite.set_reason_text("the leave is moved");
  EXPECT_EQ(call<nominations::v1::Nomination>(nominations_service + "AcceptNomination", in_spite).state(),
            nominations::v1::NOMINATION_STATE_ACCEPTED);
}

}  // namespace
}  // namespace muster
