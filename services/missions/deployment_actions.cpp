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
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

// One step on its way: the deployment as it was and what the table says.
struct Move {
  long long id;
  v1::Deployment deployment;
  const Step& step;
  std::string reason = "";
  std::string overlap_reason = "";
};

template <class Request>
Move begin(rpc::Context& context, const Request& request) {
  // The ledger's lock first: what is checked from here on holds until the commit.
  context.sequence();
  const long long id = proto::id_of<v1::Deployment>(request.name());
  v1::Deployment deployment = read_deployment(context, id);
  const Step& step = rpc::find_step(machine(), context.method.descriptor->name(), deployment.state());
  rpc::require_given(request, step, deployment.state());
  rpc::require_guards(request, step, Situation{context, deployment});
  Move move{id, std::move(deployment), step};
  if constexpr (requires { request.reason(); }) move.reason = request.reason();
  return move;
}

// Throws unless the person is free on the days or the request says why not.
void take_days(rpc::Context& context, Move& move, const Days& days, Against against,
               const std::string& overlap_reason) {
  move.overlap_reason = overlap_reason;
  require_free(context, move.deployment, days, against, overlap_reason);
}

// Stores the state and the fields that `fields` names besides ("actual_from,planned_to"), and
// the event; answers the deployment's name.
std::string finish(rpc::Context& context, Move& move, const std::string& day, const std::string& fields = "") {
  v1::DeploymentEvent event;
  event.set_deployment(move.deployment.name());
  event.set_verb(std::string(move.step.verb));
  event.set_from_state(move.deployment.state());
  event.set_to_state(*move.step.to);
  event.set_effective_date(day);
  event.set_reason(move.reason);
  event.set_overlap_reason(move.overlap_reason);
  move.deployment.set_state(*move.step.to);
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(fields.empty() ? "state" : "state," + fields, &mask);
  rows::update(context.sql, "deployment", move.deployment, mask);
  record_event(context, event);
  return event.deployment();
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
std::string plain_step(rpc::Context& context, const Request& request) {
  Move move = begin(context, request);
  return finish(context, move, today(context));
}

}  // namespace

std::string start_preparing(rpc::Context& context, const v1::StartPreparingRequest& request) {
  return plain_step(context, request);
}

std::string clear_deployment(rpc::Context& context, const v1::ClearDeploymentRequest& request) {
  return plain_step(context, request);
}

std::string close_deployment(rpc::Context& context, const v1::CloseDeploymentRequest& request) {
  return plain_step(context, request);
}

std::string reopen_deployment(rpc::Context& context, const v1::ReopenDeploymentRequest& request) {
  return plain_step(context, request);
}

std::string cancel_deployment(rpc::Context& context, const v1::CancelDeploymentRequest& request) {
  Move move = begin(context, request);
  return finish(context, move, today(context));
}

std::string depart(rpc::Context& context, const v1::DepartRequest& request) {
  Move move = begin(context, request);
  require_not_future(context, "actual_from", request.actual_from());
  const Days days{request.actual_from(), std::max(request.actual_from(), move.deployment.planned_to())};
  take_days(context, move, days, Against::places, request.overlap_reason());
  move.deployment.set_actual_from(request.actual_from());
  v1::DeploymentSegment& first = *move.deployment.mutable_segments(0);
  first.set_valid_from(request.actual_from());
  update_segment(context, first, "valid_from");
  const long long segment = id_of(first);
  std::string name = finish(context, move, request.actual_from(), "actual_from");
  append_departure(context, segment);
  return name;
}

std::string extend_deployment(rpc::Context& context, const v1::ExtendDeploymentRequest& request) {
  Move move = begin(context, request);
  if (request.planned_to() <= move.deployment.planned_to()) {
    throw status::invalid_argument("planned_to", platform::v1::REASON_TOO_EARLY,
                                   "is not after the planned last day, " + move.deployment.planned_to(),
                                   {{"earliest", days_after(move.deployment.planned_to(), 1)}});
  }
  // The days that are added; for a tour without a plan, which was taken to be open, all of them.
  const Days days{
      move.deployment.has_planned_to() ? days_after(move.deployment.planned_to(), 1) : move.deployment.actual_from(),
      request.planned_to()};
  take_days(context, move, days, Against::places_and_leave, request.overlap_reason());
  move.deployment.set_planned_to(request.planned_to());
  return finish(context, move, today(context), "planned_to");
}

std::string change_role(rpc::Context& context, const v1::ChangeRoleRequest& request) {
  Move move = begin(context, request);
  require_not_future(context, "valid_from", request.valid_from());
  const v1::Post post = post_on(context, request.post(), "post", request.valid_from());
  if (post.mission() != move.deployment.mission()) {
    throw status::invalid_argument("post", platform::v1::REASON_OTHER_MISSION,
                                   "belongs to another mission; end this deployment and create another");
  }
  v1::DeploymentSegment& present = *move.deployment.mutable_segments()->rbegin();
  end_segment(context, present, days_after(request.valid_from(), -1), "valid_from");
  v1::DeploymentSegment next;
  next.set_deployment(move.deployment.name());
  next.set_post(post.name());
  next.set_title(post.display_name());
  next.set_personnel_type(post.personnel_type());
  next.set_rank_band(post.rank_band());
  next.set_leadership_tier(post.leadership_tier());
  next.set_valid_from(request.valid_from());
  const long long segment = rows::insert(context.sql, "deployment_segment", next);
  append_next_segment(context, id_of(present), segment);
  return finish(context, move, request.valid_from());
}

std::string end_deployment(rpc::Context& context, const v1::EndDeploymentRequest& request) {
  Move move = begin(context, request);
  require_not_future(context, "actual_to", request.actual_to());
  if (request.end_reason() == v1::END_REASON_ENDED_EARLY) {
    throw status::invalid_argument(
        "end_reason", platform::v1::REASON_VALUE_REFUSED,
        "ENDED_EARLY stands for the restricted reasons; give the reason",
        {{"allowed", proto::value_names(*v1::EndReason_descriptor(), {request.end_reason()})}});
  }
  take_days(context, move, {move.deployment.actual_from(), request.actual_to()}, Against::places,
            request.overlap_reason());
  end_segment(context, *move.deployment.mutable_segments()->rbegin(), request.actual_to(), "actual_to");
  move.deployment.set_actual_to(request.actual_to());
  move.deployment.set_end_reason(request.end_reason());
  return finish(context, move, request.actual_to(), "actual_to,end_reason");
}

std::string void_deployment(rpc::Context& context, const v1::VoidDeploymentRequest& request) {
  Move move = begin(context, request);
  append_void(context, move.id);
  return finish(context, move, today(context));
}

}  // namespace muster::missions
