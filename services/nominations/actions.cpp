// SPDX-License-Identifier: EUPL-1.2
#include "nominations/actions.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "nominations/calls.h"
#include "nominations/nomination_facts.h"
#include "nominations/nominations.h"
#include "nominations/states.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/plausible.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::nominations {
namespace {

constexpr const char* reopen_verb = "ReopenNomination";

// How the nomination came into its present state: not by reopening, which goes back to an entry, nor by
// a step that stays in it.
struct Entry {
  long long event;
  v1::NominationState from;
  std::string day;
};

Entry present_entry(rpc::Context& context, const v1::Nomination& nomination) {
  v1::NominationState state = nomination.state();
  // A deployment converts without an event of ours.
  if (state == v1::NOMINATION_STATE_CONVERTED) state = v1::NOMINATION_STATE_ACCEPTED;
  const auto [event, from, day] = *db::select_one<long long, std::string, std::string>(
      context.sql, {"SELECT id, from_state, effective_date FROM nomination_event WHERE nomination = ? AND to_state = ? "
                    "AND from_state <> to_state AND verb <> ? ORDER BY id DESC",
                    {proto::id_of<v1::Nomination>(nomination.name()), v1::NominationState_Name(state), reopen_verb}});
  return {event, proto::enum_named<v1::NominationState>(from), day};
}

// The day of a step that names none: the state that it leaves may have begun where it is tomorrow already.
std::string today_or_entered(const rpc::Context& context, const std::string& entered) {
  return std::max(rules::format_date(context.today()), entered);
}

// Days that a step does not take would be lost.
void require_no_lost_days(const Step& step, const v1::NominationActionRequest& request) {
  status::Violations violations;
  for (const char* field : {"reserve_until", "planned_from", "planned_to"}) {
    const auto needs = [&](const rpc::Need& need) { return need.field == field; };
    const bool taken = std::any_of(step.needed.begin(), step.needed.end(), needs) ||
                       std::find(step.optional.begin(), step.optional.end(), field) != step.optional.end();
    if (taken || !rpc::gives(request, rpc::Need{field, ""})) continue;
    violations.add(field, platform::v1::REASON_NOT_APPLICABLE,
                   "is not taken by " + std::string(step.verb) + "; leave it out");
  }
  violations.throw_if_any();
}

// The day that the step takes effect: one that has come, and not before the state that it leaves.
std::string effective_day(rpc::Context& context, const v1::NominationActionRequest& request, const Entry& entry) {
  const std::string day =
      request.has_effective_date() ? request.effective_date() : today_or_entered(context, entry.day);
  rpc::require_begun(context, "effective_date", day);
  if (day < entry.day) {
    throw status::invalid_argument("effective_date", platform::v1::REASON_TOO_EARLY,
                                   "is before " + entry.day + ", when the present state began",
                                   {{"earliest", entry.day}});
  }
  if (request.has_reserve_until() && request.reserve_until() < day) {
    throw status::invalid_argument("reserve_until", platform::v1::REASON_TOO_EARLY,
                                   "is before the day that the reserve begins", {{"earliest", day}});
  }
  return day;
}

// A reserve is held for as long as it is meant to be.
void require_near_reserve(rpc::Context& context, const v1::NominationActionRequest& request) {
  const auto last = rules::parse_date(request.reserve_until());
  if (!last) return;
  status::Violations violations;
  rpc::add_doubt(violations, "reserve_until", rules::doubt_of_far_day(*last, context.today()), "reason_text",
                 request.reason_text());
  violations.throw_if_any();
}

void agree_days(v1::Nomination& nomination, const v1::NominationActionRequest& request) {
  if (request.has_planned_from()) nomination.set_planned_from(request.planned_from());
  if (request.has_planned_to()) nomination.set_planned_to(request.planned_to());
  if (nomination.planned_to() < nomination.planned_from()) {
    throw status::invalid_argument("planned_to", platform::v1::REASON_TOO_EARLY,
                                   "is before planned_from, " + nomination.planned_from(),
                                   {{"earliest", nomination.planned_from()}, {"field", "planned_from"}});
  }
}

void store(rpc::Context& context, v1::Nomination& nomination, v1::NominationState to, const std::string& day,
           const v1::NominationActionRequest& request) {
  const v1::Nomination before = nomination;
  agree_days(nomination, request);
  if (is_before_submission(nomination.state())) freeze_facts(context, nomination, day);
  nomination.set_state(to);
  nomination.set_outcome_reason(is_terminal(to) ? request.reason() : v1::REASON_UNSPECIFIED);
  if (!request.reference().empty()) nomination.set_reference(request.reference());
  if (request.has_reserve_until()) nomination.set_reserve_until(request.reserve_until());
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(
      "state,outcome_reason,reference,reserve_until,planned_from,planned_to,frozen_gender,frozen_category,"
      "frozen_rank_band,frozen_leadership_tier,frozen_unit",
      &mask);
  rows::update_read(context.sql, "nomination", before, nomination, mask);
}

// With the caller as its actor.
long long insert_event(rpc::Context& context, std::string_view verb, long long nomination, v1::NominationState from,
                       v1::NominationState to, const std::string& day, const v1::NominationActionRequest& request) {
  v1::NominationEvent event;
  event.set_nomination(proto::name_of<v1::Nomination>(nomination));
  event.set_verb(std::string(verb));
  event.set_from_state(from);
  event.set_to_state(to);
  if (context.caller.account != 0) event.set_actor("accounts/" + std::to_string(context.caller.account));
  event.set_effective_date(day);
  event.set_reason(request.reason());
  event.set_reason_text(request.reason_text());
  return rows::insert(context.sql, "nomination_event", event);
}

// Stores the step and its event; the facts are the caller's.
long long move(rpc::Context& context, std::string_view verb, v1::Nomination& nomination, v1::NominationState to,
               const std::string& day, const v1::NominationActionRequest& request) {
  const v1::NominationState from = nomination.state();
  store(context, nomination, to, day, request);
  return insert_event(context, verb, proto::id_of<v1::Nomination>(nomination.name()), from, to, day, request);
}

void add_actions(rpc::Context& context, v1::Nomination& nomination) {
  const v1::Call call = read_bare_call(context, proto::id_of<v1::Call>(nomination.call()));
  const Entry entry = present_entry(context, nomination);
  const std::string day = today_or_entered(context, entry.day);
  rpc::Callable callable(context, [&](const rpc::Scope& scope) { return is_within(context, nomination, scope); });
  *nomination.mutable_actions() =
      rpc::actions(machine(), nomination.state(), std::move(callable), [&](const Step& step) {
        const v1::NominationState to = step.to ? *step.to : entry.from;
        return Situation{context, nomination, call, to, day};
      });
}

}  // namespace

std::vector<std::string> verbs() {
  std::vector<std::string> all;
  for (const Step& step : machine().steps) {
    if (std::find(all.begin(), all.end(), step.verb) == all.end()) all.emplace_back(step.verb);
  }
  return all;
}

void record_creation(rpc::Context& context, long long nomination, const std::string& reason) {
  const std::string today = rules::format_date(context.today());
  v1::NominationActionRequest given;
  given.set_reason_text(reason);
  const long long event = insert_event(context, context.method.descriptor->name(), nomination,
                                       v1::NOMINATION_STATE_UNSPECIFIED, v1::NOMINATION_STATE_DRAFT, today, given);
  append_entered(context, event, v1::NOMINATION_STATE_DRAFT, today);
}

void record_update(rpc::Context& context, const v1::Nomination& nomination, const google::protobuf::FieldMask& fields) {
  v1::NominationActionRequest request;
  request.set_reason_text(google::protobuf::util::FieldMaskUtil::ToString(fields));
  insert_event(context, context.method.descriptor->name(), proto::id_of<v1::Nomination>(nomination.name()),
               nomination.state(), nomination.state(), rules::format_date(context.today()), request);
}

void enter(rpc::Context& context, std::string_view verb, v1::Nomination& nomination, v1::NominationState to,
           const std::string& day, const v1::NominationActionRequest& given) {
  append_entered(context, move(context, verb, nomination, to, day, given), to, day);
}

v1::Nomination see_nomination(rpc::Context& context, const std::string& name) {
  v1::Nomination nomination = read_nomination(context, proto::id_of<v1::Nomination>(name), rpc::scope_of(context));
  add_names(context, {&nomination});
  add_actions(context, nomination);
  return nomination;
}

std::string act(rpc::Context& context, const v1::NominationActionRequest& request) {
  // The ledger's lock first: what is checked from here on holds until the commit.
  context.sequence();
  const long long id = proto::id_of<v1::Nomination>(request.name());
  v1::Nomination nomination = read_nomination(context, id, rpc::scope_of(context));
  status::require_etag(request.etag(), nomination.etag());
  const v1::NominationState from = nomination.state();
  const Step& step = rpc::find_step(machine(), context.method.descriptor->name(), from);
  rpc::require_given(request, step, from);
  require_no_lost_days(step, request);
  require_near_reserve(context, request);
  const Entry entry = present_entry(context, nomination);
  const v1::NominationState to = step.to ? *step.to : entry.from;
  const std::string day = effective_day(context, request, entry);
  v1::Nomination agreed = nomination;
  agree_days(agreed, request);
  const v1::Call call = read_bare_call(context, proto::id_of<v1::Call>(nomination.call()));
  rpc::require_guards(request, step, Situation{context, agreed, call, to, day});
  if (to == v1::NOMINATION_STATE_VOID) {
    move(context, step.verb, nomination, to, day, request);
    append_void(context, id);
  } else if (!step.to) {
    move(context, step.verb, nomination, to, day, request);
    append_void_event(context, entry.event);
  } else if (to == from) {
    move(context, step.verb, nomination, to, day, request);
  } else {
    enter(context, step.verb, nomination, to, day, request);
  }
  return nomination.name();
}

}  // namespace muster::nominations
