// SPDX-License-Identifier: EUPL-1.2
// Every state, every verb, every role of deployments against a transcription of the rules made for
// this test.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using status::Code;
using States = std::vector<DeploymentState>;

constexpr auto planned_state = DEPLOYMENT_STATE_PLANNED;
constexpr auto preparing = DEPLOYMENT_STATE_PREPARING;
constexpr auto ready = DEPLOYMENT_STATE_READY;
constexpr auto deployed = DEPLOYMENT_STATE_DEPLOYED;
constexpr auto returned = DEPLOYMENT_STATE_RETURNED;
constexpr auto closed = DEPLOYMENT_STATE_CLOSED;
constexpr auto cancelled = DEPLOYMENT_STATE_CANCELLED;
constexpr auto voided = DEPLOYMENT_STATE_VOID;

struct Rule {
  std::string verb;
  std::vector<Role> roles;
  States from;
  DeploymentState to;  // UNSPECIFIED: as it was
};
const std::vector<Role> hr = {ROLE_HR_UNIT, ROLE_HR_CENTRAL};
const std::vector<Role> central = {ROLE_HR_CENTRAL};
const std::vector<Rule> rules = {
    {"StartPreparing", hr, {planned_state}, preparing},
    {"ClearDeployment", hr, {preparing}, ready},
    {"Depart", hr, {planned_state, preparing, ready}, deployed},
    {"ExtendDeployment", central, {deployed}, deployed},
    {"ChangeRole", central, {deployed}, deployed},
    {"EndDeployment", hr, {deployed}, returned},
    {"CloseDeployment", central, {returned}, closed},
    {"ReopenDeployment", central, {closed}, returned},
    {"CancelDeployment", central, {planned_state, preparing, ready}, cancelled},
    {"CorrectDeploymentDays", central, {deployed, returned, closed}, DEPLOYMENT_STATE_UNSPECIFIED},
    {"VoidDeployment", central, {planned_state, preparing, ready, deployed, returned, closed, cancelled}, voided},
};
const std::map<DeploymentState, std::vector<std::string>> paths = {
    {planned_state, {}},
    {preparing, {"StartPreparing"}},
    {ready, {"StartPreparing", "ClearDeployment"}},
    {deployed, {"Depart"}},
    {returned, {"Depart", "EndDeployment"}},
    {closed, {"Depart", "EndDeployment", "CloseDeployment"}},
    {cancelled, {"CancelDeployment"}},
    {voided, {"VoidDeployment"}},
};

class DeploymentStatesTest : public support::DeploymentTest {
 protected:
  // The verb's request with everything it may need, by the names of its fields.
  std::unique_ptr<google::protobuf::Message> request(const std::string& verb, const std::string& name) {
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "muster.missions.v1.MissionsService." + verb);
    const auto& factory = *google::protobuf::MessageFactory::generated_factory();
    std::unique_ptr<google::protobuf::Message> message(
        const_cast<google::protobuf::MessageFactory&>(factory).GetPrototype(method->input_type())->New());
    std::map<std::string, std::string> values = {
        {"name", name},           {"reason", "as the test says"}, {"actual_from", day(-5)},
        {"planned_to", day(500)}, {"post", leader_post.name()},   {"valid_from", day(-3)},
        {"actual_to", day(-1)}};
    if (verb == "CorrectDeploymentDays") {
      values["actual_from"] = day(-6);
      values.erase("actual_to");
    }
    for (const auto& [field_name, value] : values) {
      const auto* field = message->GetDescriptor()->FindFieldByName(field_name);
      if (field) message->GetReflection()->SetString(message.get(), field, value);
    }
    if (const auto* field = message->GetDescriptor()->FindFieldByName("end_reason")) {
      message->GetReflection()->SetEnumValue(message.get(), field, END_REASON_TOUR_COMPLETE);
    }
    return message;
  }
  Deployment fresh(DeploymentState state) {
    Deployment deployment = planned(add_person("S-" + std::to_string(++made_)));
    for (const std::string& verb : paths.at(state)) {
      deployment = call<Deployment>(missions_service + verb, *request(verb, deployment.name()));
    }
    return deployment;
  }
  void check(Deployment& deployment, const Rule& rule);
  rpc::Caller actor(Role role) { return callers_.try_emplace(role, caller(role)).first->second; }

  std::map<Role, rpc::Caller> callers_;
  int made_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, DeploymentStatesTest, support::backends(), support::backend_name);

// A step that is taken replaces the deployment by a fresh one in the same state.
void DeploymentStatesTest::check(Deployment& deployment, const Rule& rule) {
  const std::string path = missions_service + rule.verb;
  const DeploymentState state = deployment.state();
  const bool possible = std::find(rule.from.begin(), rule.from.end(), state) != rule.from.end();
  for (int number = ROLE_PERSON; number <= ROLE_ADMINISTRATOR; ++number) {
    const Role role = static_cast<Role>(number);
    SCOPED_TRACE(DeploymentState_Name(state) + " " + rule.verb + " " + Role_Name(role));
    const auto message = request(rule.verb, deployment.name());
    if (std::find(rule.roles.begin(), rule.roles.end(), role) == rule.roles.end()) {
      EXPECT_EQ(refused(path, *message, actor(role)).code(), Code::permission_denied);
    } else if (!possible) {
      const auto error = refused(path, *message, actor(role));
      EXPECT_EQ(error.code(), Code::failed_precondition);
      EXPECT_EQ(error.reason(), "WRONG_STATE");
      EXPECT_NE(error.message().find("the deployment is " + DeploymentState_Name(state).substr(17)), std::string::npos);
      EXPECT_EQ(get(deployment.name()).SerializeAsString(), deployment.SerializeAsString());
    } else {
      const DeploymentState to = rule.to == DEPLOYMENT_STATE_UNSPECIFIED ? state : rule.to;
      EXPECT_EQ(call<Deployment>(path, *message, actor(role)).state(), to);
      EXPECT_EQ(get(deployment.name()).state(), to);
      deployment = fresh(state);
    }
  }
}

TEST_P(DeploymentStatesTest, EveryVerbInEveryStateByEveryRole) {
  for (int number = DEPLOYMENT_STATE_PLANNED; number <= DEPLOYMENT_STATE_VOID; ++number) {
    Deployment deployment = fresh(static_cast<DeploymentState>(number));
    ASSERT_EQ(deployment.state(), number);
    for (const Rule& rule : rules) check(deployment, rule);
  }
}

TEST_P(DeploymentStatesTest, StepsGiveTheirReasons) {
  for (const auto& [state, verb] : std::map<DeploymentState, std::string>{{planned_state, "Depart"},
                                                                          {preparing, "CancelDeployment"},
                                                                          {deployed, "ExtendDeployment"},
                                                                          {closed, "ReopenDeployment"},
                                                                          {returned, "VoidDeployment"}}) {
    const Deployment deployment = fresh(state);
    auto message = request(verb, deployment.name());
    message->GetReflection()->ClearField(message.get(), message->GetDescriptor()->FindFieldByName("reason"));
    EXPECT_TRUE(support::names_field(refused(missions_service + verb, *message, system()), "reason")) << verb;
  }
  // Who is ready needs none.
  auto message = request("Depart", fresh(ready).name());
  message->GetReflection()->ClearField(message.get(), message->GetDescriptor()->FindFieldByName("reason"));
  EXPECT_EQ(call<Deployment>(missions_service + "Depart", *message).state(), deployed);
}

TEST_P(DeploymentStatesTest, VoidTakesASecondPerson) {
  const std::string colleague = add_person("P-0");
  const rpc::Caller creator = account_of(colleague, ROLE_HR_CENTRAL);
  const auto made = call<Deployment>(missions_service + "CreateDeployment", plan(add_person("P-1")), creator);
  // Two accounts of one person are one person.
  for (const rpc::Caller& who : {creator, account_of(colleague, ROLE_HR_CENTRAL)}) {
    const auto error = refused(missions_service + "VoidDeployment", *request("VoidDeployment", made.name()), who);
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_NE(error.message().find("who entered"), std::string::npos) << error.message();
  }
  EXPECT_EQ(call<Deployment>(missions_service + "VoidDeployment", *request("VoidDeployment", made.name()),
                             caller(ROLE_HR_CENTRAL))
                .state(),
            voided);
}

TEST_P(DeploymentStatesTest, ReopeningTakesASecondPerson) {
  const auto made = fresh(returned);
  const std::string colleague = add_person("P-0");
  const rpc::Caller closer = account_of(colleague, ROLE_HR_CENTRAL);
  call<Deployment>(missions_service + "CloseDeployment", *request("CloseDeployment", made.name()), closer);
  const auto message = request("ReopenDeployment", made.name());
  for (const rpc::Caller& who : {closer, account_of(colleague, ROLE_HR_CENTRAL)}) {
    const auto error = refused(missions_service + "ReopenDeployment", *message, who);
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_NE(error.message().find("who closed"), std::string::npos) << error.message();
  }
  const auto before = facts(made.name());
  const auto reopened = call<Deployment>(missions_service + "ReopenDeployment", *message, caller(ROLE_HR_CENTRAL));
  EXPECT_EQ(reopened.state(), returned);
  EXPECT_EQ(reopened.actual_to(), made.actual_to());
  EXPECT_EQ(facts(made.name()), before) << "the tour was what it was";
}

TEST_P(DeploymentStatesTest, NobodyMovesTheirOwnDeployment) {
  for (const Rule& rule : rules) {
    const Deployment deployment = fresh(rule.from.front());
    const auto error = refused(missions_service + rule.verb, *request(rule.verb, deployment.name()),
                               account_of(deployment.person(), ROLE_HR_CENTRAL));
    EXPECT_EQ(error.code(), Code::failed_precondition) << rule.verb;
    EXPECT_NE(error.message().find("own deployment"), std::string::npos) << rule.verb << ": " << error.message();
    EXPECT_EQ(get(deployment.name()).etag(), deployment.etag()) << rule.verb;
  }
  const std::string person = add_person("P-1");
  EXPECT_EQ(refused(missions_service + "CreateDeployment", plan(person), account_of(person, ROLE_HR_CENTRAL)).code(),
            Code::failed_precondition);
}

TEST_P(DeploymentStatesTest, EveryStepIsKeptWithItsReason) {
  const rpc::Caller closer = caller(ROLE_HR_CENTRAL);
  const auto made = fresh(returned);
  call<Deployment>(missions_service + "CloseDeployment", *request("CloseDeployment", made.name()), closer);
  ListDeploymentEventsRequest list;
  list.set_deployment(made.name());
  const auto seen = [&](const rpc::Caller& who) {
    std::vector<std::string> lines;
    const auto answer = call<ListDeploymentEventsResponse>(missions_service + "ListDeploymentEvents", list, who);
    for (const auto& event : answer.deployment_events()) {
      lines.push_back(event.verb() + "|" + DeploymentState_Name(event.to_state()).substr(17) + "|" +
                      event.effective_date() + "|" + event.reason() + "|" + event.actor());
    }
    return lines;
  };
  const std::vector<std::string> all{
      "CreateDeployment|PLANNED|" + day(0) + "||", "Depart|DEPLOYED|" + day(-5) + "|as the test says|",
      "EndDeployment|RETURNED|" + day(-1) + "||",
      "CloseDeployment|CLOSED|" + day(0) + "||accounts/" + std::to_string(closer.account)};
  EXPECT_EQ(seen(system()), all);
  EXPECT_EQ(seen(account_of(made.person(), ROLE_PERSON)), all);
  EXPECT_EQ(refused(missions_service + "ListDeploymentEvents", list, caller_of(ROLE_HR_UNIT, navy_)).code(),
            Code::not_found);
}

}  // namespace
}  // namespace muster
