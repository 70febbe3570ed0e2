// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_states.h"

#include "missions/commitments.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"

namespace muster::missions {
namespace {

using rpc::Refusal;

constexpr auto planned = v1::DEPLOYMENT_STATE_PLANNED;
constexpr auto preparing = v1::DEPLOYMENT_STATE_PREPARING;
constexpr auto ready = v1::DEPLOYMENT_STATE_READY;
constexpr auto deployed = v1::DEPLOYMENT_STATE_DEPLOYED;
constexpr auto returned = v1::DEPLOYMENT_STATE_RETURNED;
constexpr auto closed = v1::DEPLOYMENT_STATE_CLOSED;
constexpr auto cancelled = v1::DEPLOYMENT_STATE_CANCELLED;
constexpr auto voided = v1::DEPLOYMENT_STATE_VOID;

bool took_latest(const Situation& situation, const std::string& condition) {
  return rpc::took_part(situation.context, "deployment", proto::id_of<v1::Deployment>(situation.deployment.name()),
                        rpc::Part::latest, condition);
}

// Nobody moves or ends their own deployment.
Refusal not_own_case(const Situation& situation) {
  return rpc::own_case(situation.context, situation.deployment.person(), "deployment");
}

// Nothing is prepared or prolonged for somebody who has died or left.
Refusal person_active(const Situation& situation) {
  return rpc::person_not_active(situation.context, situation.deployment.person());
}

// Also who entered it by a file.
Refusal not_who_entered(const Situation& situation) {
  if (!took_latest(situation, "event.from_state = 'DEPLOYMENT_STATE_UNSPECIFIED'")) return {};
  return rpc::second_person(platform::v1::REASON_SECOND_PERSON, "entered the deployment");
}

Refusal not_who_closed(const Situation& situation) {
  const char* closing = "event.to_state = 'DEPLOYMENT_STATE_CLOSED' AND event.from_state <> event.to_state";
  if (!took_latest(situation, closing)) return {};
  return rpc::second_person(platform::v1::REASON_SECOND_PERSON, "closed the deployment");
}

// People whom a source reported without a name have days that the whole of its report is made of: another import.
Refusal not_reported(const Situation& situation) {
  if (!situation.deployment.person().empty()) return {};
  const auto source = db::select_one<std::string>(
      situation.context.sql,
      {"SELECT fact.source FROM deployment_segment segment JOIN deployment_fact fact ON fact.record = segment.id "
       "WHERE segment.deployment = ? AND fact.source <> ''",
       {proto::id_of<v1::Deployment>(situation.deployment.name())}});
  if (!source) return {};
  const auto& [name] = *source;
  return {.reason = platform::v1::REASON_REPORTED_BY_SOURCE,
          .text = "the deployment is of somebody whom " + name +
                  " reported without a name; undo the import and import the corrected file",
          .metadata = {{"source", name}}};
}

Refusal nomination_free(const Situation& situation) {
  return nomination_committed(situation.context, situation.deployment);
}

// Days are corrected in whatever state, which stays.
Step correction_in(v1::DeploymentState state) {
  return {.verb = "CorrectDeploymentDays",
          .from = {state},
          .to = state,
          .needed = {{"actual_from", "the true first day", "actual_to"}},
          .optional = {"actual_to", "segment", "overlap_reason", "handover_reason", "plausible_reason"},
          .guards = {not_own_case, not_reported}};
}

// A departure is never held back by missing training: it raises an alarm in the statistics
// and stays in the record. Clearing therefore records a decision and tests no rule. What happened until the last day of
// somebody who died or left is recorded: Depart, ChangeRole, EndDeployment and CorrectDeploymentDays look at the day, the
// other steps end something.
const Machine table = {
    "deployment",
    {
        {.verb = "StartPreparing", .from = {planned}, .to = preparing, .guards = {not_own_case, person_active}},
        {.verb = "ClearDeployment", .from = {preparing}, .to = ready, .guards = {not_own_case, person_active}},
        {.verb = "Depart",
         .from = {ready},
         .to = deployed,
         .optional = {"reason", "overlap_reason", "handover_reason"},
         .guards = {not_own_case}},
        {.verb = "Depart",
         .from = {planned, preparing},
         .to = deployed,
         .needed = {{"reason", "why it departs before it is ready"}},
         .optional = {"overlap_reason", "handover_reason"},
         .guards = {not_own_case}},
        {.verb = "ExtendDeployment",
         .from = {deployed},
         .to = deployed,
         .optional = {"overlap_reason", "handover_reason", "plausible_reason"},
         .guards = {not_own_case, person_active}},
        {.verb = "ChangeRole",
         .from = {deployed},
         .to = deployed,
         .optional = {"handover_reason"},
         .guards = {not_own_case}},
        {.verb = "EndDeployment",
         .from = {deployed},
         .to = returned,
         .optional = {"overlap_reason", "handover_reason", "plausible_reason"},
         .guards = {not_own_case}},
        {.verb = "CloseDeployment", .from = {returned}, .to = closed, .guards = {not_own_case}},
        {.verb = "ReopenDeployment", .from = {closed}, .to = returned, .guards = {not_who_closed, not_own_case}},
        {.verb = "CancelDeployment",
         .from = {planned, preparing, ready},
         .to = cancelled,
         .guards = {not_own_case, nomination_free}},
        correction_in(deployed),
        correction_in(returned),
        correction_in(closed),
        {.verb = "VoidDeployment",
         .from = {planned, preparing, ready, deployed, returned, closed, cancelled},
         .to = voided,
         .guards = {not_who_entered, not_own_case, nomination_free}},
    }};

}  // namespace

const Machine& machine() { return table; }

}  // namespace muster::missions
