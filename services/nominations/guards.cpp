// SPDX-License-Identifier: EUPL-1.2
#include "nominations/guards.h"

#include "muster/platform/v1/reasons.pb.h"
#include "nominations/calls.h"
#include "nominations/nominations.h"
#include "nominations/slate.h"
#include "nominations/states.h"
#include "platform/rows/rows.h"
#include "platform/rpc/scope.h"

namespace muster::nominations {
namespace {

// Whether the caller, by this account or by another one of the same person, took a step of the
// nomination that `condition` describes: the latest one, or any.
bool took_part(const Situation& situation, bool any, const std::string& condition,
               const std::vector<db::Value>& args = {}) {
  const rpc::Caller& caller = situation.context.caller;
  db::Query query{
      "SELECT event.actor, account.person FROM nomination_event event "
      "LEFT JOIN account ON account.id = event.actor WHERE event.nomination = ? AND ",
      {proto::id_of<v1::Nomination>(situation.nomination.name())}};
  query += {condition + " ORDER BY event.id DESC", args};
  for (const auto& [account, person] :
       db::select<std::optional<long long>, std::optional<long long>>(situation.context.sql, query)) {
    if ((account && account == caller.account) || (person && person == caller.person)) return true;
    if (!any) break;
  }
  return false;
}

}  // namespace

Refusal not_proposer(const Situation& situation) {
  if (!took_part(situation, true, "event.verb IN ('CreateNomination', 'SubmitNominationForReview')")) return {};
  return {platform::v1::REASON_NOT_PROPOSER, "who proposed the nomination cannot do this; ask a colleague"};
}

Refusal not_decider(const Situation& situation) {
  if (!took_part(situation, false, "event.to_state = ? AND event.from_state <> event.to_state",
                 {v1::NominationState_Name(situation.nomination.state())})) {
    return {};
  }
  return {platform::v1::REASON_NOT_DECIDER, "who decided the outcome cannot take it back; ask a colleague"};
}

Refusal not_own_case(const Situation& situation) {
  if (!rpc::is_own_person(situation.context, situation.nomination.person())) return {};
  return {platform::v1::REASON_NOT_OWN_CASE, "nobody decides on their own nomination; ask a colleague"};
}

Refusal call_open(const Situation& situation) {
  switch (situation.call.state()) {
    case v1::CALL_STATE_OPEN: return {};
    case v1::CALL_STATE_CLOSED:
      if (situation.has_reason) return {};
      return {platform::v1::REASON_CALL_CLOSED, "the call is closed; give a reason to go on"};
    case v1::CALL_STATE_CANCELLED: return {platform::v1::REASON_CALL_CANCELLED, "the call is cancelled"};
    default: return {platform::v1::REASON_CALL_NOT_OPEN, "the call is not open yet"};
  }
}

Refusal call_stands(const Situation& situation) {
  if (situation.call.state() != v1::CALL_STATE_CANCELLED) return {};
  return {platform::v1::REASON_CALL_CANCELLED, "the call is cancelled"};
}

Refusal only_one(const Situation& situation) {
  const auto other = open_nomination(situation.context, situation.nomination);
  if (!other) return {};
  const std::string name = proto::name_of<v1::Nomination>(*other);
  return {platform::v1::REASON_ALREADY_NOMINATED,
          "the person is nominated to this post of the call already: " + name,
          {{"name", name}}};
}

Refusal supervisor_agrees(const Situation& situation) {
  if (situation.nomination.supervisor_agreement() == v1::SUPERVISOR_AGREEMENT_YES || situation.has_reason) return {};
  return {platform::v1::REASON_SUPERVISOR_AGREEMENT, "the supervisor has not agreed; give a reason to go on without"};
}

Refusal before_deadline(const Situation& situation) {
  if (!is_past_deadline(situation.context, situation.call) || situation.has_reason) return {};
  return {platform::v1::REASON_DEADLINE_PASSED, "the call's deadline has passed; give a reason to go on"};
}

Refusal deadline_over(const Situation& situation) {
  if (is_past_deadline(situation.context, situation.call)) return {};
  return {platform::v1::REASON_DEADLINE_NOT_PASSED,
          "the call's deadline has not passed yet; withdraw the nomination instead"};
}

Refusal reserve_over(const Situation& situation) {
  if (situation.nomination.reserve_until() < situation.effective_date || situation.has_reason) return {};
  return {platform::v1::REASON_RESERVE_HOLDS,
          "the reserve holds until " + situation.nomination.reserve_until() + "; give a reason to end it now",
          {{"date", situation.nomination.reserve_until()}}};
}

Refusal room_on_slate(const Situation& situation) {
  const int limit = situation.call.max_nominees();
  if (limit == 0 || !holds_place(situation.to)) return {};
  const auto others =
      slate_of(situation.context, situation.call, proto::id_of<v1::Nomination>(situation.nomination.name()));
  if (others.nominees() < limit) return {};
  return {platform::v1::REASON_SLATE_FULL,
          "the call takes at most " + std::to_string(limit) + " nominees and has them; withdraw one first",
          {{"limit", std::to_string(limit)}}};
}

Refusal composition(const Situation& situation) {
  const int wanted = situation.call.min_women_percent();
  if (wanted == 0 || situation.has_reason) return {};
  const auto slate = slate_of(situation.context, situation.call);
  if (slate.enough_women()) return {};
  return {platform::v1::REASON_COMPOSITION,
          "the call asks for " + std::to_string(wanted) + " % women and the slate has " +
              std::to_string(slate.women()) + " of " + std::to_string(slate.known()) +
              "; search wider or give a reason to go on",
          {{"wanted", std::to_string(wanted)},
           {"women", std::to_string(slate.women())},
           {"known", std::to_string(slate.known())}}};
}

Refusal post_there(const Situation& situation) {
  PostMissing missing = post_missing(situation.context, situation.nomination);
  if (missing.why.empty()) return {};
  return {platform::v1::REASON_POST_MISSING, std::move(missing.why), std::move(missing.metadata)};
}

Refusal post_cancelled(const Situation& situation) {
  const bool cancelled = situation.call.state() == v1::CALL_STATE_CANCELLED;
  if (cancelled || situation.has_reason || !post_missing(situation.context, situation.nomination).why.empty())
    return {};
  return {platform::v1::REASON_POST_STANDS,
          "the post and its call stand here; give a reason to close the nomination all the same"};
}

Refusal person_free(const Situation& situation) {
  if (situation.to != v1::NOMINATION_STATE_ACCEPTED) return {};
  const v1::Nomination& own = situation.nomination;
  const std::string today = rules::format_date(situation.context.today());
  const long long last_absence = situation.has_reason ? 0 : 1;
  const auto other = db::select_one<std::string, std::string, std::optional<std::string>, long long>(
      situation.context.sql,
      {"SELECT name, first_day, last_day, absence FROM person_commitment WHERE person = ? AND name <> ? "
       "AND absence <= ? AND first_day <= ? AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?)) "
       "ORDER BY absence, first_day",
       {rows::value_of(own, "person"), own.name(), last_absence, own.planned_to(), own.planned_from(),
        own.planned_from(), today}});
  if (!other) return {};
  const auto& [name, first, last, absence] = *other;
  status::Metadata metadata{{"name", name}, {"from", first}};
  if (last) metadata["to"] = *last;
  return {absence ? platform::v1::REASON_PERSON_AWAY : platform::v1::REASON_PERSON_COMMITTED,
          "the person is " + std::string(absence ? "away by " : "committed to ") + name + " from " + first + " to " +
              last.value_or("an open end") + "; agree other days or " +
              (absence ? "give a reason to go on" : "end that first"),
          std::move(metadata)};
}

}  // namespace muster::nominations
