// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_actions.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>

#include "missions/commitments.h"
#include "missions/deployment_facts.h"
#include "missions/deployment_states.h"
#include "missions/deployments.h"
#include "missions/posts.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

// One step on its way: the deployment as it was and what the table says.
struct Step {
  long long id;
  v1::Deployment deployment;
  const DeploymentStep& rule;
  std::string reason;
  std::string overlap_reason = "";
};

// Who entered the deployment took its first step, who closed it the latest one; two accounts of one
// person are one person.
void require_second_person(rpc::Context& context, long long deployment, SecondPerson second) {
  if (second == SecondPerson::not_needed) return;
  const bool entered = second == SecondPerson::than_who_entered;
  const auto first = db::select_one<std::optional<long long>, std::optional<long long>>(
      context.sql, {"SELECT event.actor, account.person FROM deployment_event event "
                    "LEFT JOIN account ON account.id = event.actor WHERE event.deployment = ? ORDER BY event.id" +
                        std::string(entered ? "" : " DESC"),
                    {deployment}});
  if (!first) return;
  const auto& [account, person] = *first;
  if ((account && account == context.caller.account) || (person && person == context.caller.person)) {
    throw status::failed_precondition(
        platform::v1::REASON_SECOND_PERSON,
        "who " + std::string(entered ? "entered" : "closed") + " the deployment cannot do this; ask a colleague");
  }
}

Step begin(rpc::Context& context, const std::string& name, const std::string& reason) {
  // The ledger's lock first: what is checked from here on holds until the commit.
  context.sequence();
  const long long id = proto::id_of<v1::Deployment>(name);
  v1::Deployment deployment = read_deployment(context, id);
  const DeploymentStep& rule = find_step(context.method.descriptor->name(), deployment.state());
  if (rule.needs_reason && reason.empty()) {
    throw status::invalid_argument("reason", platform::v1::REASON_REQUIRED,
                                   "is needed while the deployment is " + short_name(deployment.state()),
                                   {{"state", short_name(deployment.state())}});
  }
  require_second_person(context, id, rule.second_person);
  require_not_own_case(context, deployment);
  return {id, std::move(deployment), rule, reason};
}

// Throws unless the person is free on the days or the request says why not.
void take_days(rpc::Context& context, Step& step, const Days& days, Against against,
               const std::string& overlap_reason) {
  step.overlap_reason = overlap_reason;
  require_free(context, step.deployment, days, against, overlap_reason);
}

// Stores the state and the fields that `fields` names besides ("actual_from,planned_to"), and
// the event; answers the deployment as it is now.
v1::Deployment finish(rpc::Context& context, Step& step, const std::string& day, const std::string& fields = "") {
  v1::DeploymentEvent event;
  event.set_deployment(step.deployment.name());
  event.set_verb(std::string(step.rule.verb));
  event.set_from_state(step.deployment.state());
  event.set_to_state(step.rule.to);
  event.set_effective_date(day);
  event.set_reason(step.reason);
  event.set_overlap_reason(step.overlap_reason);
  step.deployment.set_state(step.rule.to);
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(fields.empty() ? "state" : "state," + fields, &mask);
  rows::update(context.sql, "deployment", step.deployment, mask);
  record_event(context, event);
  return read_deployment(context, step.id);
}

std::string today(const rpc::Context& context) { return rules::format_date(context.today()); }

std::string days_after(const std::string& day, int days) { return rules::format_date(*rules::parse_date(day) + days); }

void require_not_future(rpc::Context& context, const std::string& field, const std::string& day) {
  if (day > today(context))
    throw status::invalid_argument(field, platform::v1::REASON_IN_FUTURE, "is in the future; give a day that has come",
                                   {{"latest", today(context)}});
}

long long id_of(const v1::DeploymentSegment& segment) { return proto::id_of<v1::DeploymentSegment>(segment.name()); }

void update_segment(rpc::Context& context, const v1::DeploymentSegment& segment, const char* field) {
  google::protobuf::FieldMask mask;
  mask.add_paths(field);
  rows::update(context.sql, "deployment_segment", segment, mask);
}

// Ends the present segment with `last_day`, which `field` of the request gives or follows from.
void end_segment(rpc::Context& context, v1::DeploymentSegment& segment, const std::string& last_day,
                 const std::string& field) {
  if (last_day < segment.valid_from()) {
    throw status::invalid_argument(field, platform::v1::REASON_TOO_EARLY,
                                   "comes too early: the present post began on " + segment.valid_from(),
                                   {{"earliest", segment.valid_from()}});
  }
  segment.set_valid_to(last_day);
  update_segment(context, segment, "valid_to");
  append_last_day(context, id_of(segment), last_day);
}

template <class Request>
v1::Deployment plain_step(rpc::Context& context, const Request& request) {
  std::string reason;
  if constexpr (requires { request.reason(); }) reason = request.reason();
  Step step = begin(context, request.name(), reason);
  return finish(context, step, today(context));
}

}  // namespace

v1::Deployment start_preparing(rpc::Context& context, const v1::StartPreparingRequest& request) {
  return plain_step(context, request);
}

v1::Deployment clear_deployment(rpc::Context& context, const v1::ClearDeploymentRequest& request) {
  return plain_step(context, request);
}

v1::Deployment close_deployment(rpc::Context& context, const v1::CloseDeploymentRequest& request) {
  return plain_step(context, request);
}

v1::Deployment reopen_deployment(rpc::Context& context, const v1::ReopenDeploymentRequest& request) {
  return plain_step(context, request);
}

v1::Deployment cancel_deployment(rpc::Context& context, const v1::CancelDeploymentRequest& request) {
  Step step = begin(context, request.name(), request.reason());
  require_nomination_free(context, step.deployment);
  return finish(context, step, today(context));
}

v1::Deployment depart(rpc::Context& context, const v1::DepartRequest& request) {
  Step step = begin(context, request.name(), request.reason());
  require_not_future(context, "actual_from", request.actual_from());
  const Days days{request.actual_from(), std::max(request.actual_from(), step.deployment.planned_to())};
  take_days(context, step, days, Against::places, request.overlap_reason());
  step.deployment.set_actual_from(request.actual_from());
  v1::DeploymentSegment& first = *step.deployment.mutable_segments(0);
  first.set_valid_from(request.actual_from());
  update_segment(context, first, "valid_from");
  const long long segment = id_of(first);
  v1::Deployment departed = finish(context, step, request.actual_from(), "actual_from");
  append_departure(context, segment);
  return departed;
}

v1::Deployment extend_deployment(rpc::Context& context, const v1::ExtendDeploymentRequest& request) {
  Step step = begin(context, request.name(), request.reason());
  if (request.planned_to() <= step.deployment.planned_to()) {
    throw status::invalid_argument("planned_to", platform::v1::REASON_TOO_EARLY,
                                   "is not after the planned last day, " + step.deployment.planned_to(),
                                   {{"earliest", days_after(step.deployment.planned_to(), 1)}});
  }
  // The days that are added; for a tour without a plan, which was taken to be open, all of them.
  const Days days{
      step.deployment.has_planned_to() ? days_after(step.deployment.planned_to(), 1) : step.deployment.actual_from(),
      request.planned_to()};
  take_days(context, step, days, Against::places_and_leave, request.overlap_reason());
  step.deployment.set_planned_to(request.planned_to());
  return finish(context, step, today(context), "planned_to");
}

v1::Deployment change_role(rpc::Context& context, const v1::ChangeRoleRequest& request) {
  Step step = begin(context, request.name(), "");
  require_not_future(context, "valid_from", request.valid_from());
  const v1::Post post = post_on(context, request.post(), "post", request.valid_from());
  if (post.mission() != step.deployment.mission()) {
    throw status::invalid_argument("post", platform::v1::REASON_OTHER_MISSION,
                                   "belongs to another mission; end this deployment and create another");
  }
  v1::DeploymentSegment& present = *step.deployment.mutable_segments()->rbegin();
  end_segment(context, present, days_after(request.valid_from(), -1), "valid_from");
  v1::DeploymentSegment next;
  next.set_deployment(step.deployment.name());
  next.set_post(post.name());
  next.set_title(post.display_name());
  next.set_personnel_type(post.personnel_type());
  next.set_rank_band(post.rank_band());
  next.set_leadership_tier(post.leadership_tier());
  next.set_valid_from(request.valid_from());
  const long long segment = rows::insert(context.sql, "deployment_segment", next);
  append_next_segment(context, id_of(present), segment);
  return finish(context, step, request.valid_from());
}

v1::Deployment end_deployment(rpc::Context& context, const v1::EndDeploymentRequest& request) {
  Step step = begin(context, request.name(), "");
  require_not_future(context, "actual_to", request.actual_to());
  if (request.end_reason() == v1::END_REASON_ENDED_EARLY) {
    throw status::invalid_argument("end_reason", platform::v1::REASON_VALUE_REFUSED,
                                   "ENDED_EARLY stands for the restricted reasons; give the reason");
  }
  take_days(context, step, {step.deployment.actual_from(), request.actual_to()}, Against::places,
            request.overlap_reason());
  end_segment(context, *step.deployment.mutable_segments()->rbegin(), request.actual_to(), "actual_to");
  step.deployment.set_actual_to(request.actual_to());
  step.deployment.set_end_reason(request.end_reason());
  return finish(context, step, request.actual_to(), "actual_to,end_reason");
}

v1::Deployment void_deployment(rpc::Context& context, const v1::VoidDeploymentRequest& request) {
  Step step = begin(context, request.name(), request.reason());
  require_nomination_free(context, step.deployment);
  append_void(context, step.id);
  return finish(context, step, today(context));
}

}  // namespace muster::missions
