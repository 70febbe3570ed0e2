// SPDX-License-Identifier: EUPL-1.2
// What a deployment says may be done next is what then happens: in every state, by every role and under what each guard
// looks at.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "support/actions.h"
#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using status::Code;
using support::action_of;
using support::verbs_of;
using Verbs = std::vector<std::string>;

constexpr auto planned_state = DEPLOYMENT_STATE_PLANNED;
constexpr auto preparing = DEPLOYMENT_STATE_PREPARING;
constexpr auto ready = DEPLOYMENT_STATE_READY;
constexpr auto deployed = DEPLOYMENT_STATE_DEPLOYED;
constexpr auto returned = DEPLOYMENT_STATE_RETURNED;
constexpr auto closed = DEPLOYMENT_STATE_CLOSED;
constexpr auto cancelled = DEPLOYMENT_STATE_CANCELLED;
constexpr auto voided = DEPLOYMENT_STATE_VOID;

// How each state is reached, and what hr unit and hr central may do there; nobody else may anything.
struct State {
  Verbs path;
  Verbs unit;
  Verbs central;
};
const std::map<DeploymentState, State> states = {
    {planned_state,
     {{}, {"Depart", "StartPreparing"}, {"CancelDeployment", "Depart", "StartPreparing", "VoidDeployment"}}},
    {preparing,
     {{"StartPreparing"},
      {"ClearDeployment", "Depart"},
      {"CancelDeployment", "ClearDeployment", "Depart", "VoidDeployment"}}},
    {ready, {{"StartPreparing", "ClearDeployment"}, {"Depart"}, {"CancelDeployment", "Depart", "VoidDeployment"}}},
    {deployed,
     {{"Depart"},
      {"EndDeployment"},
      {"ChangeRole", "CorrectDeploymentDays", "EndDeployment", "ExtendDeployment", "VoidDeployment"}}},
    {returned, {{"Depart", "EndDeployment"}, {}, {"CloseDeployment", "CorrectDeploymentDays", "VoidDeployment"}}},
    {closed,
     {{"Depart", "EndDeployment", "CloseDeployment"},
      {},
      {"CorrectDeploymentDays", "ReopenDeployment", "VoidDeployment"}}},
    {cancelled, {{"CancelDeployment"}, {}, {"VoidDeployment"}}},
    {voided, {{"VoidDeployment"}, {}, {}}},
};

class DeploymentActionsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    values_ = {{"reason", "as the test says"},
               {"actual_from", day(-5)},
               {"planned_to", day(500)},
               {"post", leader_post.name()},
               {"valid_from", day(-3)},
               {"actual_to", day(-1)},
               {"end_reason", "END_REASON_TOUR_COMPLETE"}};
  }
  // The steps are taken by somebody else than who asks.
  std::string bring_to(DeploymentState state, std::string name) {
    for (const std::string& verb : states.at(state).path) {
      const auto request = needed_request(action_of(get(name), verb), name);
      call<Deployment>(missions_service + verb, *request);
    }
    return name;
  }
  std::string fresh(DeploymentState state) {
    return bring_to(state, planned(add_person("S-" + std::to_string(++made_))).name());
  }
  std::unique_ptr<google::protobuf::Message> needed_request(const Action& action, const std::string& name) {
    support::Values values = values_;
    if (action.verb() == "CorrectDeploymentDays") values["actual_from"] = day(-6);  // another day than before
    return support::needed_request(missions_service, action, name, values);
  }
  void check(const Deployment& deployment, const Action& action, const rpc::Caller& who);

  support::Values values_;
  int made_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, DeploymentActionsTest, support::backends(), support::backend_name);

void DeploymentActionsTest::check(const Deployment& deployment, const Action& action, const rpc::Caller& who) {
  SCOPED_TRACE(DeploymentState_Name(deployment.state()) + " " + action.ShortDebugString());
  const auto request = needed_request(action, deployment.name());
  const std::string path = missions_service + action.verb();
  if (action.possible()) {
    EXPECT_TRUE(action.reason().empty() && action.explanation().empty());
    const auto answer = call<Deployment>(path, *request, who);
    EXPECT_EQ(answer.SerializeAsString(), get(deployment.name(), who).SerializeAsString());
    EXPECT_NE(answer.SerializeAsString(), deployment.SerializeAsString());
    return;
  }
  const auto error = refused(path, *request, who);
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_EQ(error.reason(), action.reason());
  EXPECT_EQ(error.message(), action.explanation());
  EXPECT_EQ(get(deployment.name(), who).etag(), deployment.etag());
}

TEST_P(DeploymentActionsTest, WhatIsToldToEachRoleIsWhatHappens) {
  for (const auto& [state, told] : states) {
    for (const Role role : {ROLE_PERSON, ROLE_HR_UNIT, ROLE_HR_CENTRAL, ROLE_ENDORSER}) {
      SCOPED_TRACE(DeploymentState_Name(state) + " " + Role_Name(role));
      rpc::Caller who = caller(role);
      const auto name = fresh(state);
      if (role == ROLE_PERSON) who.person = support::number_of(get(name).person());
      const Deployment deployment = get(name, who);
      const Verbs expected = role == ROLE_HR_UNIT ? told.unit : role == ROLE_HR_CENTRAL ? told.central : Verbs{};
      EXPECT_EQ(verbs_of(deployment), expected);
      for (const std::string& verb : expected) {
        const Deployment another = get(fresh(state), who);
        const Action action = action_of(another, verb);
        EXPECT_TRUE(action.possible()) << action.ShortDebugString();
        check(another, action, who);
      }
    }
  }
}

TEST_P(DeploymentActionsTest, WhatAGuardRefusesIsToldBefore) {
  rpc::Caller desk = account_of(add_person("P-0"), ROLE_HR_CENTRAL);
  struct Case {
    DeploymentState state;
    std::string verb;
    std::string reason;
    std::function<rpc::Caller(const Deployment&)> comes;  // who asks
  };
  const auto take_event = [&](const Deployment& one, const char* which) {
    sql([&](db::Session& session) {
      db::execute(session, {std::string("UPDATE deployment_event SET actor = ? WHERE id = (SELECT ") + which +
                                "(id) FROM deployment_event WHERE deployment = ?)",
                            {desk.account, support::number_of(one.name())}});
    });
    return desk;
  };
  const auto entered = [&](const Deployment& one) { return take_event(one, "MIN"); };
  const auto closed_it = [&](const Deployment& one) { return take_event(one, "MAX"); };
  const auto own = [&](const Deployment& one) { return account_of(one.person(), ROLE_HR_CENTRAL); };
  std::vector<Case> cases = {{closed, "ReopenDeployment", "SECOND_PERSON", closed_it}};
  for (const auto& [state, told] : states) {
    for (const std::string& verb : told.central) cases.push_back({state, verb, "NOT_OWN_CASE", own});
    if (state != voided) cases.push_back({state, "VoidDeployment", "SECOND_PERSON", entered});
  }
  for (const Case& one : cases) {
    SCOPED_TRACE(DeploymentState_Name(one.state) + " " + one.verb + " " + one.reason);
    const auto name = fresh(one.state);
    const rpc::Caller who = one.comes(get(name));
    const Deployment deployment = get(name, who);
    const Action action = action_of(deployment, one.verb);
    EXPECT_FALSE(action.possible());
    EXPECT_EQ(action.reason(), one.reason);
    check(deployment, action, who);
  }
}

// A nomination whose deployment goes is accepted again.
TEST_P(DeploymentActionsTest, WhatTookTheDaysMeanwhileIsToldBefore) {
  const std::string person = add_person("P-1");
  const auto accepted = [&](const std::string& reference) {
    const auto name = nominate(person, add_call(reference, {post.name()})).name();
    return OperationsTest::bring_to(nominations::v1::NOMINATION_STATE_SELECTED, name);
  };
  const auto first = accepted("C-1"), second = accepted("C-2");
  act("AcceptNomination", first.name());
  CreateDeploymentRequest plan;
  plan.mutable_deployment()->set_nomination(first.name());
  plan.mutable_deployment()->set_planned_from(first.planned_from());
  plan.mutable_deployment()->set_planned_to(first.planned_from());  // much shorter than was agreed
  const auto name = call<Deployment>(missions_service + "CreateDeployment", plan).name();
  EXPECT_TRUE(action_of(get(name), "CancelDeployment").possible());
  auto later = full_request("AcceptNomination", second.name());
  later.set_planned_from(day(100));
  call<nominations::v1::Nomination>(nominations_service + "AcceptNomination", later);
  for (const char* verb : {"CancelDeployment", "VoidDeployment"}) {
    const Deployment deployment = get(name);
    const Action action = action_of(deployment, verb);
    EXPECT_EQ(action.reason(), "OVERLAP");
    EXPECT_EQ(action.metadata().at("name"), second.name());
    check(deployment, action, system());
  }
}

TEST_P(DeploymentActionsTest, WhoDepartsBeforeBeingReadyIsAskedWhy) {
  const auto has = [](const auto& fields, const char* name) {
    return std::find(fields.begin(), fields.end(), name) != fields.end();
  };
  for (const auto state : {planned_state, preparing, ready}) {
    const Action depart = action_of(get(fresh(state)), "Depart");
    EXPECT_TRUE(has(depart.needed_fields(), "actual_from"));
    EXPECT_EQ(has(depart.needed_fields(), "reason"), state != ready);
    EXPECT_EQ(has(depart.optional_fields(), "reason"), state == ready);
    EXPECT_TRUE(has(depart.optional_fields(), "overlap_reason"));
    EXPECT_FALSE(has(depart.needed_fields(), "name") || has(depart.optional_fields(), "request_id"));
  }
}

TEST_P(DeploymentActionsTest, SaysInOneSentenceWhatIsPossible) {
  const auto sentence = [&](DeploymentState state) {
    StartPreparingRequest request;
    request.set_name(fresh(state));
    return refused(missions_service + "StartPreparing", request, system()).message();
  };
  EXPECT_EQ(sentence(ready),
            "the deployment is READY: StartPreparing is not possible from there; possible are Depart, CancelDeployment "
            "and VoidDeployment");
  EXPECT_EQ(sentence(returned),
            "the deployment is RETURNED: StartPreparing is not possible from there; possible are CloseDeployment, "
            "CorrectDeploymentDays and VoidDeployment");
  EXPECT_EQ(sentence(cancelled),
            "the deployment is CANCELLED: StartPreparing is not possible from there; possible is VoidDeployment");
  EXPECT_EQ(sentence(voided), "the deployment is VOID: no action is possible from VOID");
}

TEST_P(DeploymentActionsTest, ListsTellNoActions) {
  planned(add_person("P-1"));
  const auto listed = call<ListDeploymentsResponse>(missions_service + "ListDeployments", ListDeploymentsRequest());
  ASSERT_EQ(listed.deployments_size(), 1);
  EXPECT_EQ(listed.deployments(0).actions_size(), 0);
}

// History that is played has moments of its own, and each step is one of the rows that the audit names.
TEST_P(DeploymentActionsTest, AnEventHasTheMomentOfItsTransaction) {
  fresh(preparing);
  EXPECT_EQ(rows("SELECT event.verb FROM deployment_event event JOIN audit_entry entry "
                 "ON entry.create_time = event.create_time WHERE entry.lines LIKE '%\"created deployment_event/' || "
                 "CAST(event.id AS TEXT) || ' %' ORDER BY event.id",
                 1),
            (Verbs{"CreateDeployment", "StartPreparing"}));
}

}  // namespace
}  // namespace muster
