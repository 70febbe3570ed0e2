// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_actions.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>
#include <optional>

#include "missions/category_follower.h"
#include "missions/commitments.h"
#include "missions/day_corrections.h"
#include "missions/deployment_facts.h"
#include "missions/deployment_states.h"
#include "missions/deployments.h"
#include "missions/plausible_tours.h"
#include "missions/post_segments.h"
#include "missions/posts.h"
#include "missions/roles.h"
#include "missions/seats.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/mission_over.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

// One step on its way: the deployment as it was and what the table says.
struct Move {
  long long id;
  v1::Deployment deployment;
  const Step& step;
  v1::DeploymentEvent event;
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
  Move move{id, std::move(deployment), step, {}};
  if constexpr (requires { request.reason(); }) move.event.set_reason(request.reason());
  if constexpr (requires { request.plausible_reason(); }) move.event.set_plausible_reason(request.plausible_reason());
  return move;
}

// Throws unless the person is free on the days or the request says why not.
void take_days(rpc::Context& context, Move& move, const Days& days, Against against,
               const std::string& overlap_reason) {
  move.event.set_overlap_reason(overlap_reason);
  require_free(context, move.deployment, days, against, overlap_reason);
}

// Throws unless the posts have seats on the days that the step adds to those of `before`, or the request says why not.
template <class Request>
void take_seats(rpc::Context& context, Move& move, const v1::Deployment& before, const Request& request) {
  move.event.set_handover_reason(request.handover_reason());
  require_seats(context, before, move.deployment, request.handover_reason());
}

// Stores the state and the fields that `fields` names besides ("actual_from,planned_to"), and
// the event; answers the deployment's name.
std::string finish(rpc::Context& context, Move& move, const std::string& day, const std::string& fields = "") {
  v1::DeploymentEvent& event = move.event;
  event.set_deployment(move.deployment.name());
  event.set_verb(std::string(move.step.verb));
  event.set_from_state(move.deployment.state());
  event.set_to_state(*move.step.to);
  event.set_effective_date(day);
  move.deployment.set_state(*move.step.to);
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(fields.empty() ? "state" : "state," + fields, &mask);
  rows::update(context.sql, "deployment", move.deployment, mask);
  record_event(context, event);
  return event.deployment();
}

std::string today(const rpc::Context& context) { return rules::format_date(context.today()); }

long long id_of(const v1::DeploymentSegment& segment) { return proto::id_of<v1::DeploymentSegment>(segment.name()); }

void update_segment(rpc::Context& context, const v1::DeploymentSegment& segment, const char* fields) {
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(fields, &mask);
  rows::update(context.sql, "deployment_segment", segment, mask);
}

// The days of the tour are others: it is cut where its posts and the person are something else.
void cut_anew(rpc::Context& context, const Move& move) {
  follow_person(context, move.id);
  follow_posts(context, {"SELECT id FROM deployment_segment WHERE deployment = ?", {move.id}});
  follow_last_segment(context, move.id);
}

// Ends the present role with `last_day`, which `field` of the request gives or follows from.
void end_role(v1::DeploymentSegment& segment, const std::string& last_day, const std::string& field) {
  if (last_day < segment.valid_from()) {
    throw status::invalid_argument(field, platform::v1::REASON_TOO_EARLY,
                                   "comes too early: the present post began on " + segment.valid_from(),
                                   {{"earliest", segment.valid_from()}});
  }
  segment.set_valid_to(last_day);
}

// A person is deployed from a unit: none of theirs has days before the first that they belonged to one.
void require_of_a_unit(rpc::Context& context, const v1::Deployment& deployment) {
  if (deployment.person().empty()) return;
  const auto [first] = *db::select_one<std::optional<std::string>>(
      context.sql,
      {"SELECT MIN(valid_from) FROM affiliation WHERE person = ?", {rows::value_of(deployment, "person")}});
  if (!first || deployment.actual_from() >= *first) return;
  throw status::invalid_argument("actual_from", platform::v1::REASON_TOO_EARLY,
                                 "is before the person belonged to a unit, from " + *first +
                                     " on; enter the earlier affiliation first (CreateAffiliation)",
                                 {{"earliest", *first}});
}

// Throws unless the person is free on the days that the deployment did not have before, or the request says why not.
void take_added_days(rpc::Context& context, Move& move, const v1::Deployment& before,
                     const std::string& overlap_reason) {
  const v1::Deployment& after = move.deployment;
  if (after.actual_from() < before.actual_from()) {
    require_of_a_unit(context, after);
    take_days(context, move, {after.actual_from(), rules::days_after(before.actual_from(), -1)}, Against::places,
              overlap_reason);
  }
  if (after.actual_to() > before.actual_to()) {
    take_days(context, move, {rules::days_after(before.actual_to(), 1), after.actual_to()}, Against::places,
              overlap_reason);
  }
}

// Who died or left is not active any more: the status says so first, and ends the tour with it.
void require_true_end(rpc::Context& context, const v1::Deployment& deployment, v1::EndReason reason) {
  if (reason != v1::END_REASON_DECEASED && reason != v1::END_REASON_LEFT_SERVICE) return;
  const std::string& person = deployment.person();
  if (person.empty() || rpc::person_not_active(context, person).refuses()) return;
  throw status::failed_precondition(
      platform::v1::REASON_PERSON_ACTIVE,
      person + " is active on the roster; record the status with UpdatePerson, which ends the deployment",
      {{"name", person}});
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
  rpc::require_begun(context, "actual_from", request.actual_from());
  rpc::require(rpc::person_not_active_on(context, move.deployment.person(), request.actual_from()));
  require_plausible_departure(context, move.deployment, request);
  const Days days{request.actual_from(), std::max(request.actual_from(), move.deployment.planned_to())};
  take_days(context, move, days, Against::places, request.overlap_reason());
  const v1::Deployment before = move.deployment;
  move.deployment.set_actual_from(request.actual_from());
  v1::DeploymentSegment& first = *move.deployment.mutable_segments(0);
  first.set_valid_from(request.actual_from());
  take_seats(context, move, before, request);
  update_segment(context, first, "valid_from");
  const long long segment = id_of(first);
  std::string name = finish(context, move, request.actual_from(), "actual_from");
  append_departure(context, segment);
  cut_anew(context, move);
  return name;
}

std::string extend_deployment(rpc::Context& context, const v1::ExtendDeploymentRequest& request) {
  Move move = begin(context, request);
  if (request.planned_to() <= move.deployment.planned_to()) {
    throw status::invalid_argument("planned_to", platform::v1::REASON_TOO_EARLY,
                                   "is not after the planned last day, " + move.deployment.planned_to(),
                                   {{"earliest", rules::days_after(move.deployment.planned_to(), 1)}});
  }
  if (!move.deployment.mission().empty()) {
    rpc::require_mission_goes_on(context, proto::id_of<v1::Mission>(move.deployment.mission()), request.planned_to(),
                                 "planned_to");
  }
  require_plausible_extension(context, move.deployment, request);
  // The days that are added; for a tour without a plan, which was taken to be open, all of them.
  const Days days{move.deployment.has_planned_to() ? rules::days_after(move.deployment.planned_to(), 1)
                                                   : move.deployment.actual_from(),
                  request.planned_to()};
  take_days(context, move, days, Against::places_and_leave, request.overlap_reason());
  const v1::Deployment before = move.deployment;
  move.deployment.set_planned_to(request.planned_to());
  take_seats(context, move, before, request);
  return finish(context, move, today(context), "planned_to");
}

std::string change_role(rpc::Context& context, const v1::ChangeRoleRequest& request) {
  Move move = begin(context, request);
  rpc::require_begun(context, "valid_from", request.valid_from());
  rpc::require(rpc::person_not_active_on(context, move.deployment.person(), request.valid_from()));
  const v1::Post post = post_on(context, request.post(), "post", request.valid_from());
  rpc::require_mission_goes_on(context, proto::id_of<v1::Mission>(post.mission()), request.valid_from(), "post");
  const v1::Deployment recorded = move.deployment;
  move.deployment = with_whole_roles(recorded);
  v1::DeploymentSegment& present = *move.deployment.mutable_segments()->rbegin();
  if (post.name() == present.post()) {
    throw status::failed_precondition(platform::v1::REASON_NO_CHANGE,
                                      "the person is in " + post.name() + " already: nothing would change");
  }
  const v1::Deployment before = move.deployment;
  end_role(present, rules::days_after(request.valid_from(), -1), "valid_from");
  const long long present_id = id_of(present);
  v1::DeploymentSegment& next = *move.deployment.add_segments();
  next = segment_in(post, move.deployment);
  next.set_valid_from(request.valid_from());
  take_seats(context, move, before, request);
  store_days(context, recorded, move.deployment);
  const long long segment = rows::insert(context.sql, "deployment_segment", next);
  append_next_segment(context, present_id, segment);
  move.deployment.set_mission(post.mission());
  std::string name = finish(context, move, request.valid_from(), "mission");
  cut_anew(context, move);
  return name;
}

std::string end_deployment(rpc::Context& context, const v1::EndDeploymentRequest& request) {
  Move move = begin(context, request);
  rpc::require_begun(context, "actual_to", request.actual_to());
  if (request.end_reason() == v1::END_REASON_ENDED_EARLY) {
    throw status::invalid_argument(
        "end_reason", platform::v1::REASON_VALUE_REFUSED,
        "ENDED_EARLY stands for the restricted reasons; give the reason",
        {{"allowed", proto::value_names(*v1::EndReason_descriptor(), {request.end_reason()})}});
  }
  require_true_end(context, move.deployment, request.end_reason());
  require_plausible_end(context, move.deployment, request);
  take_days(context, move, {move.deployment.actual_from(), request.actual_to()}, Against::places,
            request.overlap_reason());
  const v1::Deployment recorded = move.deployment;
  move.deployment = with_whole_roles(recorded);
  const v1::Deployment before = move.deployment;
  end_role(*move.deployment.mutable_segments()->rbegin(), request.actual_to(), "actual_to");
  take_seats(context, move, before, request);
  store_days(context, recorded, move.deployment);
  move.deployment.set_actual_to(request.actual_to());
  move.deployment.set_end_reason(request.end_reason());
  std::string name = finish(context, move, request.actual_to(), "actual_to,end_reason");
  cut_anew(context, move);
  return name;
}

std::string correct_deployment_days(rpc::Context& context, const v1::CorrectDeploymentDaysRequest& request) {
  Move move = begin(context, request);
  status::require_etag(request.etag(), move.deployment.etag());
  const v1::Deployment recorded = move.deployment;
  move.deployment = with_whole_roles(recorded);
  const v1::Deployment before = move.deployment;
  const Stretch stretch = stretch_of(recorded, request.segment());
  correct_days(context, move.deployment, stretch, without_cuts(recorded, request));
  rpc::require(rpc::person_not_active_on(context, move.deployment.person(),
                                         std::max(request.actual_from(), request.actual_to())));
  if (!have_other_days(before, move.deployment)) {
    throw status::failed_precondition(platform::v1::REASON_NO_CHANGE,
                                      "the days are recorded as they were given: nothing would change");
  }
  require_plausible_correction(context, before, move.deployment, request);
  take_added_days(context, move, before, request.overlap_reason());
  take_seats(context, move, before, request);
  store_days(context, recorded, move.deployment);
  tell_days(move.event, request.segment(), before, move.deployment, stretch);
  std::string name = finish(context, move, today(context), "actual_from,actual_to");
  cut_anew(context, move);
  return name;
}

std::string void_deployment(rpc::Context& context, const v1::VoidDeploymentRequest& request) {
  Move move = begin(context, request);
  append_void(context, move.id);
  return finish(context, move, today(context));
}

}  // namespace muster::missions
