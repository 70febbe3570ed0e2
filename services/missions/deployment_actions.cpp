// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_actions.h"

#include <google/protobuf/util/field_mask_util.h>

#include "missions/deployment_facts.h"
#include "missions/deployment_states.h"
#include "missions/deployments.h"
#include "missions/posts.h"
#include "platform/db/rows.h"
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
};

void require_other_account(rpc::Call& call, long long deployment) {
  const auto creator = db::select_one<std::optional<long long>>(
      call.sql, {"SELECT actor FROM deployment_event WHERE deployment = ? ORDER BY id", {deployment}});
  if (call.caller.account != 0 && creator && std::get<0>(*creator) == call.caller.account) {
    throw status::failed_precondition("who created the deployment cannot do this; ask a colleague");
  }
}

Step begin(rpc::Call& call, const std::string& name, const std::string& reason) {
  // The ledger's lock first: what is checked from here on holds until the commit.
  call.sequence();
  const long long id = db::id_of<v1::Deployment>(name);
  v1::Deployment deployment = read_deployment(call, id);
  const DeploymentStep& rule = find_step(call.method.descriptor->name(), deployment.state());
  if (rule.needs_reason && reason.empty()) {
    throw status::invalid_argument("reason", "is needed while the deployment is " + short_name(deployment.state()));
  }
  if (rule.not_by_creator) require_other_account(call, id);
  if (rule.not_own_case && call.caller.person &&
      deployment.person() == "persons/" + std::to_string(*call.caller.person)) {
    throw status::failed_precondition("nobody decides on their own deployment; ask a colleague");
  }
  return {id, std::move(deployment), rule, reason};
}

// Stores the state and the fields that `fields` names besides ("actual_from,planned_to"), and
// the event; answers the deployment as it is now.
v1::Deployment finish(rpc::Call& call, Step& step, const std::string& day, const std::string& fields = "") {
  const v1::DeploymentState from = step.deployment.state();
  step.deployment.set_state(step.rule.to);
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(fields.empty() ? "state" : "state," + fields, &mask);
  db::update(call.sql, "deployment", step.deployment, mask);
  record_event(call, step.id, step.rule.verb, from, step.rule.to, day, step.reason);
  return read_deployment(call, step.id);
}

std::string today(const rpc::Call& call) { return rules::format_date(call.today()); }

void require_not_future(rpc::Call& call, const std::string& field, const std::string& day) {
  if (day > today(call)) throw status::invalid_argument(field, "is in the future; give a day that has come");
}

long long id_of(const v1::DeploymentSegment& segment) { return db::id_of<v1::DeploymentSegment>(segment.name()); }

void update_segment(rpc::Call& call, const v1::DeploymentSegment& segment, const char* field) {
  google::protobuf::FieldMask mask;
  mask.add_paths(field);
  db::update(call.sql, "deployment_segment", segment, mask);
}

// Ends the present segment with `last_day`, which `field` of the request gives or follows from.
void end_segment(rpc::Call& call, v1::DeploymentSegment& segment, const std::string& last_day,
                 const std::string& field) {
  if (last_day < segment.valid_from()) {
    throw status::invalid_argument(field, "comes too early: the present post began on " + segment.valid_from());
  }
  segment.set_valid_to(last_day);
  update_segment(call, segment, "valid_to");
  append_last_day(call, id_of(segment), last_day);
}

// Nobody is in two places: another deployment of the person on `day` needs a reason.
void require_nowhere_else(rpc::Call& call, const Step& step, const std::string& day) {
  const auto other = db::select_one<long long>(
      call.sql, {"SELECT id FROM deployment WHERE person = ? AND id <> ? AND actual_from <= ? "
                 "AND (actual_to IS NULL OR actual_to >= ?) AND state <> 'DEPLOYMENT_STATE_VOID'",
                 {db::value_of(step.deployment, "person"), step.id, day, day}});
  if (other && step.reason.empty()) {
    throw status::failed_precondition("the person is on " + db::name_of<v1::Deployment>(std::get<0>(*other)) +
                                      " that day; end it first or give a reason")
        .with_reason("OVERLAP");
  }
}

template <class Request>
v1::Deployment plain_step(rpc::Call& call, const Request& request) {
  std::string reason;
  if constexpr (requires { request.reason(); }) reason = request.reason();
  Step step = begin(call, request.name(), reason);
  return finish(call, step, today(call));
}

}  // namespace

v1::Deployment start_preparing(rpc::Call& call, const v1::StartPreparingRequest& request) {
  return plain_step(call, request);
}

v1::Deployment clear_deployment(rpc::Call& call, const v1::ClearDeploymentRequest& request) {
  return plain_step(call, request);
}

v1::Deployment close_deployment(rpc::Call& call, const v1::CloseDeploymentRequest& request) {
  return plain_step(call, request);
}

v1::Deployment cancel_deployment(rpc::Call& call, const v1::CancelDeploymentRequest& request) {
  return plain_step(call, request);
}

v1::Deployment depart(rpc::Call& call, const v1::DepartRequest& request) {
  Step step = begin(call, request.name(), request.reason());
  require_not_future(call, "actual_from", request.actual_from());
  require_nowhere_else(call, step, request.actual_from());
  step.deployment.set_actual_from(request.actual_from());
  v1::DeploymentSegment& first = *step.deployment.mutable_segments(0);
  first.set_valid_from(request.actual_from());
  update_segment(call, first, "valid_from");
  const long long segment = id_of(first);
  v1::Deployment departed = finish(call, step, request.actual_from(), "actual_from");
  append_departure(call, segment);
  return departed;
}

v1::Deployment extend_deployment(rpc::Call& call, const v1::ExtendDeploymentRequest& request) {
  Step step = begin(call, request.name(), request.reason());
  if (request.planned_to() <= step.deployment.planned_to()) {
    throw status::invalid_argument("planned_to", "is not after the planned last day, " + step.deployment.planned_to());
  }
  step.deployment.set_planned_to(request.planned_to());
  return finish(call, step, today(call), "planned_to");
}

v1::Deployment change_role(rpc::Call& call, const v1::ChangeRoleRequest& request) {
  Step step = begin(call, request.name(), "");
  require_not_future(call, "valid_from", request.valid_from());
  const v1::Post post = post_on(call, request.post(), "post", request.valid_from());
  if (post.mission() != step.deployment.mission()) {
    throw status::invalid_argument("post", "belongs to another mission; end this deployment and create another");
  }
  v1::DeploymentSegment& present = *step.deployment.mutable_segments()->rbegin();
  const std::string day_before = rules::format_date(*rules::parse_date(request.valid_from()) - 1);
  end_segment(call, present, day_before, "valid_from");
  v1::DeploymentSegment next;
  next.set_deployment(step.deployment.name());
  next.set_post(post.name());
  next.set_title(post.display_name());
  next.set_personnel_type(post.personnel_type());
  next.set_rank_band(post.rank_band());
  next.set_leadership_tier(post.leadership_tier());
  next.set_valid_from(request.valid_from());
  const long long segment = db::insert(call.sql, "deployment_segment", next);
  append_next_segment(call, id_of(present), segment);
  return finish(call, step, request.valid_from());
}

v1::Deployment end_deployment(rpc::Call& call, const v1::EndDeploymentRequest& request) {
  Step step = begin(call, request.name(), "");
  require_not_future(call, "actual_to", request.actual_to());
  if (request.end_reason() == v1::END_REASON_ENDED_EARLY) {
    throw status::invalid_argument("end_reason", "ENDED_EARLY stands for the restricted reasons; give the reason");
  }
  end_segment(call, *step.deployment.mutable_segments()->rbegin(), request.actual_to(), "actual_to");
  step.deployment.set_actual_to(request.actual_to());
  step.deployment.set_end_reason(request.end_reason());
  return finish(call, step, request.actual_to(), "actual_to,end_reason");
}

v1::Deployment void_deployment(rpc::Call& call, const v1::VoidDeploymentRequest& request) {
  Step step = begin(call, request.name(), request.reason());
  append_void(call, step.id);
  return finish(call, step, today(call));
}

}  // namespace muster::missions
