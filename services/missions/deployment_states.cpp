// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_states.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

constexpr auto planned = v1::DEPLOYMENT_STATE_PLANNED;
constexpr auto preparing = v1::DEPLOYMENT_STATE_PREPARING;
constexpr auto ready = v1::DEPLOYMENT_STATE_READY;
constexpr auto deployed = v1::DEPLOYMENT_STATE_DEPLOYED;
constexpr auto returned = v1::DEPLOYMENT_STATE_RETURNED;
constexpr auto closed = v1::DEPLOYMENT_STATE_CLOSED;
constexpr auto cancelled = v1::DEPLOYMENT_STATE_CANCELLED;
constexpr auto voided = v1::DEPLOYMENT_STATE_VOID;

// A departure is never held back by missing training: it raises an alarm in the statistics
// and stays in the record. Clearing therefore records a decision and tests no rule.
const std::vector<DeploymentStep> table = {
    {.verb = "StartPreparing", .from = {planned}, .to = preparing},
    {.verb = "ClearDeployment", .from = {preparing}, .to = ready},
    {.verb = "Depart", .from = {ready}, .to = deployed},
    {.verb = "Depart", .from = {planned, preparing}, .to = deployed, .needs_reason = true},
    {.verb = "ExtendDeployment", .from = {deployed}, .to = deployed, .needs_reason = true},
    {.verb = "ChangeRole", .from = {deployed}, .to = deployed},
    {.verb = "EndDeployment", .from = {deployed}, .to = returned},
    {.verb = "CloseDeployment", .from = {returned}, .to = closed},
    {.verb = "ReopenDeployment",
     .from = {closed},
     .to = returned,
     .needs_reason = true,
     .second_person = SecondPerson::than_who_closed},
    {.verb = "CancelDeployment", .from = {planned, preparing, ready}, .to = cancelled, .needs_reason = true},
    {.verb = "VoidDeployment",
     .from = {planned, preparing, ready, deployed, returned, closed, cancelled},
     .to = voided,
     .needs_reason = true,
     .second_person = SecondPerson::than_who_entered},
};

bool leaves(const DeploymentStep& step, v1::DeploymentState state) {
  return std::find(step.from.begin(), step.from.end(), state) != step.from.end();
}

}  // namespace

const std::vector<DeploymentStep>& deployment_steps() { return table; }

std::string short_name(v1::DeploymentState state) {
  return v1::DeploymentState_Name(state).substr(std::string_view("DEPLOYMENT_STATE_").size());
}

const DeploymentStep& find_step(std::string_view verb, v1::DeploymentState state) {
  std::string possible;
  for (const DeploymentStep& step : table) {
    if (!leaves(step, state)) continue;
    if (step.verb == verb) return step;
    possible += (possible.empty() ? "" : ", ") + std::string(step.verb);
  }
  throw status::failed_precondition(
      platform::v1::REASON_WRONG_STATE,
      "the deployment is " + short_name(state) + ": " + std::string(verb) + " is not possible; possible " +
          (possible.empty() ? "is nothing" : "are " + possible),
      {{"state", short_name(state)}, {"verb", std::string(verb)}, {"possible", possible}});
}

}  // namespace muster::missions
