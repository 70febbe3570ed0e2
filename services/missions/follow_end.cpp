// SPDX-License-Identifier: EUPL-1.2
#include "missions/follow_end.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>

#include "missions/deployment_facts.h"
#include "missions/deployments.h"
#include "missions/post_facts.h"
#include "missions/segments.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/rows/rows.h"

namespace muster::missions {
namespace {

using rpc::Consequence;
using rpc::End;

// Those that are neither cancelled nor void, without their segments.
std::vector<v1::Deployment> live_deployments(rpc::Context& context, const db::Query& which) {
  db::Query query("SELECT " + rows::columns<v1::Deployment>() +
                  " FROM deployment WHERE state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID') AND ");
  query += which;
  query += " ORDER BY id";
  return rows::query<v1::Deployment>(context.sql, query);
}

bool is_planned(const v1::Deployment& deployment) {
  return deployment.state() == v1::DEPLOYMENT_STATE_PLANNED || deployment.state() == v1::DEPLOYMENT_STATE_PREPARING ||
         deployment.state() == v1::DEPLOYMENT_STATE_READY;
}

bool runs(const v1::Deployment& deployment) { return deployment.state() == v1::DEPLOYMENT_STATE_DEPLOYED; }

// Stores the step that the system takes for the caller, with its event.
void enter(rpc::Context& context, const End& end, const char* verb, v1::Deployment& deployment, v1::DeploymentState to,
           const std::string& day, const std::string& fields) {
  v1::DeploymentEvent event;
  event.set_deployment(deployment.name());
  event.set_verb(verb);
  event.set_from_state(deployment.state());
  event.set_to_state(to);
  event.set_effective_date(day);
  event.set_reason(rpc::name_of(end.cause));
  deployment.set_state(to);
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(fields, &mask);
  rows::update(context.sql, "deployment", deployment, mask);
  record_event(context, event);
}

void call_off(rpc::Context& context, const End& end, v1::Deployment& deployment) {
  enter(context, end, "CancelDeployment", deployment, v1::DEPLOYMENT_STATE_CANCELLED,
        rules::format_date(context.today()), "state");
  rpc::add_settled(context, end, deployment.name(), "CancelDeployment",
                   "was planned from " + deployment.planned_from() + ": called off, since " + rpc::in_words(end));
}

// The tour ends on the last day, with the segment that has it.
void end_tour(rpc::Context& context, const End& end, v1::Deployment& deployment) {
  const long long id = proto::id_of<v1::Deployment>(deployment.name());
  take_out_segments(context,
                    {"SELECT id FROM deployment_segment WHERE deployment = ? AND valid_from > ?", {id, end.last_day}});
  auto last = rows::query_one<v1::DeploymentSegment>(
      context.sql, {"SELECT " + rows::columns<v1::DeploymentSegment>() +
                        " FROM deployment_segment WHERE deployment = ? AND valid_from IS NOT NULL "
                        "ORDER BY valid_from DESC, id DESC LIMIT 1",
                    {id}});
  if (last) {
    last->set_valid_to(end.last_day);
    google::protobuf::FieldMask mask;
    mask.add_paths("valid_to");
    rows::update(context.sql, "deployment_segment", *last, mask);
    append_last_day(context, proto::id_of<v1::DeploymentSegment>(last->name()), end.last_day);
    deployment.set_mission(last->mission());
    deployment.set_category(last->category());
  }
  deployment.set_actual_to(end.last_day);
  deployment.set_end_reason(end.cause == Consequence::CAUSE_PERSON_DECEASED ? v1::END_REASON_DECEASED
                                                                            : v1::END_REASON_LEFT_SERVICE);
  enter(context, end, "EndDeployment", deployment, v1::DEPLOYMENT_STATE_RETURNED, end.last_day,
        "state,mission,category,actual_to,end_reason");
  rpc::add_settled(context, end, deployment.name(), "EndDeployment",
                   "ended on " + end.last_day + ", since " + rpc::in_words(end));
}

// Actual days after the last one contradict it.
void tell_late_days(rpc::Context& context, const End& end, const v1::Deployment& deployment) {
  const bool all = deployment.actual_from() > end.last_day;
  rpc::add_open(context, end, deployment.name(), all ? "VoidDeployment" : "CorrectDeploymentDays",
                "has days after " + end.last_day + ", and " + rpc::in_words(end) + ": one of the two is wrong");
}

// Tours that a former last day ended, now that the last day is a later one.
void tell_ended_early(rpc::Context& context, const End& end) {
  if (!end.former_last_day) return;
  for (const v1::Deployment& deployment :
       live_deployments(context, {"person = ? AND actual_to = ? AND EXISTS (SELECT 1 FROM deployment_event event "
                                  "WHERE event.deployment = deployment.id AND event.verb = 'EndDeployment' "
                                  "AND event.reason IN ('PERSON_DECEASED', 'PERSON_LEFT'))",
                                  {end.id, *end.former_last_day}})) {
    rpc::add_open(context, end, deployment.name(), "CorrectDeploymentDays",
                  "was ended on " + *end.former_last_day + ", and " + rpc::in_words(end));
  }
}

void follow_person(rpc::Context& context, const End& end) {
  for (v1::Deployment& deployment : live_deployments(context, {"person = ?", {end.id}})) {
    if (is_planned(deployment)) {
      call_off(context, end, deployment);
    } else if (runs(deployment) && deployment.actual_from() <= end.last_day) {
      end_tour(context, end, deployment);
    } else if (runs(deployment) || deployment.actual_to() > end.last_day) {
      tell_late_days(context, end, deployment);
    }
  }
  tell_ended_early(context, end);
}

// What ended with the person does not come back by itself.
void tell_of_return(rpc::Context& context, const End& end) {
  for (const auto& [id, state] : db::select<long long, std::string>(
           context.sql,
           {"SELECT id, state FROM deployment WHERE person = ? AND EXISTS (SELECT 1 FROM deployment_event event "
            "WHERE event.deployment = deployment.id AND event.to_state = deployment.state "
            "AND event.reason IN ('PERSON_DECEASED', 'PERSON_LEFT')) ORDER BY id",
            {end.id}})) {
    const bool ended = state == "DEPLOYMENT_STATE_RETURNED";
    rpc::add_open(
        context, end, proto::name_of<v1::Deployment>(id), ended ? "CorrectDeploymentDays" : "CreateDeployment",
        std::string(ended ? "was ended" : "was called off") + " with the person's status, and " + rpc::in_words(end));
  }
}

// The person is active and belongs to no unit any more: where they serve or are to serve has to be said.
void tell_without_unit(rpc::Context& context, const End& end) {
  for (const v1::Deployment& deployment : live_deployments(context, {"person = ?", {end.id}})) {
    const bool planned = is_planned(deployment);
    if (planned && deployment.planned_to() <= end.last_day) continue;
    if (!planned && deployment.has_actual_to() && deployment.actual_to() <= end.last_day) continue;
    rpc::add_open(context, end, deployment.name(),
                  planned            ? "CancelDeployment"
                  : runs(deployment) ? "EndDeployment"
                                     : "CorrectDeploymentDays",
                  "lasts longer, and " + rpc::in_words(end));
  }
}

// The deployments that `serving` selects of those on a post or in a mission that ends: what was to begin later is called
// off if `settle`; what reaches beyond is told.
void follow_place(rpc::Context& context, const End& end, const db::Query& serving, bool settle) {
  const std::string today = rules::format_date(context.today());
  for (v1::Deployment& deployment : live_deployments(context, serving)) {
    const bool beyond = !deployment.has_planned_to() || deployment.planned_to() > end.last_day;
    if (is_planned(deployment)) {
      if (!beyond) continue;
      if (settle && deployment.planned_from() > end.last_day) {
        call_off(context, end, deployment);
      } else {
        rpc::add_open(context, end, deployment.name(), "CancelDeployment",
                      "is planned until " + deployment.planned_to() + ", and " + rpc::in_words(end));
      }
    } else if (runs(deployment) && (beyond || end.last_day < today)) {
      rpc::add_open(context, end, deployment.name(),
                    end.cause == Consequence::CAUSE_POST_CLOSED ? "ChangeRole" : "EndDeployment",
                    "has not ended, and " + rpc::in_words(end));
    }
  }
}

// Days that were served there after its end; of tours that run, the present segment is told apart.
void tell_days_served(rpc::Context& context, const End& end, const std::string& place) {
  for (const v1::Deployment& deployment :
       live_deployments(context, {"person IS NOT NULL AND EXISTS (SELECT 1 FROM deployment_segment segment "
                                  "WHERE segment.deployment = deployment.id AND segment." +
                                      place + " = ? AND segment.valid_to > ?)",
                                  {end.id, end.last_day}})) {
    rpc::add_open(context, end, deployment.name(), "CorrectDeploymentDays",
                  "has days there after " + end.last_day + ", and " + rpc::in_words(end) + ": one of the two is wrong");
  }
}

// Whose last segment is on the post: there they are, or are to be.
db::Query on_post(long long post) {
  return {
      "EXISTS (SELECT 1 FROM deployment_segment segment WHERE segment.deployment = deployment.id "
      "AND segment.post = ? AND segment.valid_to IS NULL)",
      {post}};
}

// Posts that ended with the mission, on a day on which it is not over.
void tell_ended_posts(rpc::Context& context, const End& end) {
  if (!end.former_last_day) return;
  for (const auto& [id] : db::select<long long>(
           context.sql,
           {"SELECT id FROM post WHERE mission = ? AND valid_to = ? ORDER BY id", {end.id, *end.former_last_day}})) {
    rpc::add_open(context, end, proto::name_of<v1::Post>(id), "UpdatePost",
                  "ends on " + *end.former_last_day + ", and " + rpc::in_words(end));
  }
}

void end_posts(rpc::Context& context, const End& end, bool settle) {
  for (v1::Post& post : rows::query<v1::Post>(
           context.sql, {"SELECT " + rows::columns<v1::Post>() +
                             " FROM post WHERE mission = ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY id",
                         {end.id, end.last_day}})) {
    if (!settle || post.valid_from() > end.last_day) {
      rpc::add_open(context, end, post.name(), "UpdatePost",
                    (post.valid_from() > end.last_day ? "begins on " + post.valid_from() : "lasts longer") + ", and " +
                        rpc::in_words(end));
      continue;
    }
    post.set_valid_to(end.last_day);
    google::protobuf::FieldMask mask;
    mask.add_paths("valid_to");
    rows::update(context.sql, "post", post, mask);
    append_post(context, proto::id_of<v1::Post>(post.name()));
    rpc::add_settled(context, end, post.name(), "UpdatePost",
                     "ended on " + end.last_day + ", since " + rpc::in_words(end));
  }
}

// Of people whom a source reported without names there may be thousands: they are told as one.
void tell_nameless(rpc::Context& context, const End& end) {
  if (end.last_day >= rules::format_date(context.today())) return;
  const auto [count] =
      *db::select_one<long long>(context.sql, {"SELECT COUNT(*) FROM deployment WHERE mission = ? AND person IS NULL "
                                               "AND state = 'DEPLOYMENT_STATE_DEPLOYED'",
                                               {end.id}});
  if (count == 0) return;
  rpc::add_open(context, end, proto::name_of<v1::Mission>(end.id), "EndDeployment",
                "has " + std::to_string(count) + " tours of people reported without names that have not ended, and " +
                    rpc::in_words(end));
}

void follow_mission(rpc::Context& context, const End& end) {
  const bool settle = end.cause == Consequence::CAUSE_MISSION_OVER;
  end_posts(context, end, settle);
  tell_ended_posts(context, end);
  follow_place(context, end, {"mission = ? AND person IS NOT NULL", {end.id}}, settle);
  tell_nameless(context, end);
  tell_days_served(context, end, "mission");
}

// Plans that came of the call may stand all the same: the organisation may have called anew.
void tell_of_call(rpc::Context& context, const End& end) {
  for (const v1::Deployment& deployment : live_deployments(
           context, {"actual_from IS NULL AND nomination IN (SELECT id FROM nomination WHERE call = ?)", {end.id}})) {
    const auto told = [&](const auto& one) { return one.name() == deployment.name(); };
    if (std::any_of(context.consequences.begin(), context.consequences.end(), told)) continue;
    rpc::add_open(context, end, deployment.name(), "CancelDeployment", "came of it, and " + rpc::in_words(end));
  }
}

// Whose it is from then on has to be said.
void tell_owned(rpc::Context& context, const End& end) {
  for (const auto& [id] : db::select<long long>(
           context.sql,
           {"SELECT id FROM mission WHERE owner = ? AND (mandate_to IS NULL OR mandate_to > ?) ORDER BY id",
            {end.id, end.last_day}})) {
    rpc::add_open(context, end, proto::name_of<v1::Mission>(id), "UpdateMission",
                  "is owned by it, and " + rpc::in_words(end));
  }
}

// Who serves on is counted by the unit that sent them until the tour ends.
void tell_of_unit(rpc::Context& context, const End& end) {
  const bool over = end.last_day < rules::format_date(context.today());
  for (const v1::Deployment& deployment : live_deployments(context, {"unit = ? AND person IS NOT NULL", {end.id}})) {
    if (is_planned(deployment) && deployment.planned_to() > end.last_day) {
      rpc::add_open(context, end, deployment.name(), "CancelDeployment",
                    "is to be sent by it until " + deployment.planned_to() + ", and " + rpc::in_words(end));
    } else if (runs(deployment) && over) {
      rpc::add_open(context, end, deployment.name(), "EndDeployment", "has not ended, and " + rpc::in_words(end));
    }
  }
  // The last month that had ended by then.
  const std::string month_before = rules::format_date(rules::month_start(*rules::parse_date(end.last_day) + 1) - 1);
  for (const auto& [month, country] : db::select<std::string, std::string>(
           context.sql,
           {"SELECT DISTINCT month, country FROM headcount_fact WHERE source = '' AND unit = ? AND month > ? "
            "AND withdrawn = 0 AND sequence = (SELECT MAX(sequence) FROM headcount_fact latest "
            "WHERE latest.source = '' AND latest.unit = headcount_fact.unit "
            "AND latest.country = headcount_fact.country AND latest.month = headcount_fact.month) "
            "ORDER BY month, country",
            {end.id, month_before.substr(0, std::string_view("YYYY-MM").size())}})) {
    rpc::add_open(context, end, "units/" + std::to_string(end.id), "WithdrawHeadcounts",
                  "reported headcounts of " + country + " for " + month + ", and " + rpc::in_words(end));
  }
}

}  // namespace

void follow_end(rpc::Context& context, const End& end) {
  switch (end.cause) {
    case Consequence::CAUSE_PERSON_DECEASED:
    case Consequence::CAUSE_PERSON_LEFT:
    case Consequence::CAUSE_PERSON_ERASED: return follow_person(context, end);
    case Consequence::CAUSE_PERSON_RETURNED: return tell_of_return(context, end);
    case Consequence::CAUSE_AFFILIATION_ENDED: return tell_without_unit(context, end);
    case Consequence::CAUSE_UNIT_ENDED: tell_owned(context, end); return tell_of_unit(context, end);
    case Consequence::CAUSE_MISSION_OVER:
    case Consequence::CAUSE_MANDATE_SHORTENED: return follow_mission(context, end);
    case Consequence::CAUSE_MANDATE_PROLONGED: return tell_ended_posts(context, end);
    case Consequence::CAUSE_POST_CLOSED:
      follow_place(context, end, on_post(end.id), true);
      return tell_days_served(context, end, "post");
    case Consequence::CAUSE_CALL_CANCELLED: return tell_of_call(context, end);
    default: return;
  }
}

}  // namespace muster::missions
