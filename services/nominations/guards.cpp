// SPDX-License-Identifier: EUPL-1.2
#include "nominations/guards.h"

#include "muster/platform/v1/reasons.pb.h"
#include "nominations/calls.h"
#include "nominations/nominations.h"
#include "nominations/slate.h"
#include "nominations/states.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/seats.h"
#include "rules/plausibility.h"

namespace muster::nominations {
namespace {

bool took_part(const Situation& situation, rpc::Part part, const db::Query& condition) {
  return rpc::took_part(situation.context, "nomination", proto::id_of<v1::Nomination>(situation.nomination.name()),
                        part, condition);
}

const v1::Call::Slate& slate(const Situation& situation) {
  if (!situation.slate) situation.slate = slate_of(situation.context, situation.call);
  return *situation.slate;
}

std::string number(int value) { return std::to_string(value); }

}  // namespace

Refusal not_proposer(const Situation& situation) {
  if (!took_part(situation, rpc::Part::any, "event.verb IN ('CreateNomination', 'SubmitNominationForReview')")) {
    return {};
  }
  return rpc::second_person(platform::v1::REASON_NOT_PROPOSER, "proposed the nomination");
}

Refusal not_decider(const Situation& situation) {
  if (!took_part(situation, rpc::Part::latest,
                 {"event.to_state = ? AND event.from_state <> event.to_state",
                  {v1::NominationState_Name(situation.nomination.state())}})) {
    return {};
  }
  return rpc::second_person(platform::v1::REASON_NOT_DECIDER, "decided the outcome");
}

Refusal not_own_case(const Situation& situation) {
  return rpc::own_case(situation.context, situation.nomination.person(), "nomination");
}

Refusal person_active(const Situation& situation) {
  return rpc::person_not_active(situation.context, situation.nomination.person());
}

Refusal person_gone(const Situation& situation) {
  if (person_active(situation).refuses()) return {};
  return {.reason = platform::v1::REASON_PERSON_ACTIVE,
          .text = situation.nomination.person() + " is active on the roster; withdraw the nomination instead",
          .metadata = {{"name", situation.nomination.person()}}};
}

Refusal call_open(const Situation& situation) {
  switch (situation.call.state()) {
    case v1::CALL_STATE_OPEN: return {};
    case v1::CALL_STATE_CLOSED:
      return {.reason = platform::v1::REASON_CALL_CLOSED,
              .text = "the call is closed; give a reason to go on",
              .lifted_by = any_reason};
    case v1::CALL_STATE_CANCELLED:
      return {.reason = platform::v1::REASON_CALL_CANCELLED, .text = "the call is cancelled"};
    default: return {.reason = platform::v1::REASON_CALL_NOT_OPEN, .text = "the call is not open yet"};
  }
}

Refusal call_stands(const Situation& situation) {
  if (situation.call.state() != v1::CALL_STATE_CANCELLED) return {};
  return {.reason = platform::v1::REASON_CALL_CANCELLED, .text = "the call is cancelled"};
}

Refusal only_one(const Situation& situation) {
  const auto other = open_nomination(situation.context, situation.nomination);
  if (!other) return {};
  const std::string name = proto::name_of<v1::Nomination>(*other);
  return {.reason = platform::v1::REASON_ALREADY_NOMINATED,
          .text = "the person is nominated to this post of the call already: " + name,
          .metadata = {{"name", name}}};
}

Refusal supervisor_agrees(const Situation& situation) {
  if (situation.nomination.supervisor_agreement() == v1::SUPERVISOR_AGREEMENT_YES) return {};
  return {.reason = platform::v1::REASON_SUPERVISOR_AGREEMENT,
          .text = "the supervisor has not agreed; give a reason to go on without",
          .lifted_by = any_reason};
}

Refusal before_deadline(const Situation& situation) {
  if (!is_past_deadline(situation.context, situation.call)) return {};
  return {.reason = platform::v1::REASON_DEADLINE_PASSED,
          .text = "the call's deadline has passed; give a reason to go on",
          .lifted_by = any_reason};
}

Refusal deadline_over(const Situation& situation) {
  if (is_past_deadline(situation.context, situation.call)) return {};
  return {.reason = platform::v1::REASON_DEADLINE_NOT_PASSED,
          .text = "the call's deadline has not passed yet; withdraw the nomination instead"};
}

Refusal reserve_over(const Situation& situation) {
  const std::string& last = situation.nomination.reserve_until();
  if (last < situation.effective_date) return {};
  return {.reason = platform::v1::REASON_RESERVE_HOLDS,
          .text = "the reserve holds until " + last + "; give a reason to end it now",
          .metadata = {{"date", last}},
          .lifted_by = any_reason};
}

Refusal room_on_slate(const Situation& situation) {
  const int limit = situation.call.max_nominees();
  if (limit == 0 || !holds_place(situation.to)) return {};
  // The nomination itself may hold a place already.
  const int others = slate(situation).nominees() - (holds_place(situation.nomination.state()) ? 1 : 0);
  if (others < limit) return {};
  return {.reason = platform::v1::REASON_SLATE_FULL,
          .text = "the call takes at most " + number(limit) + " nominees and has them; withdraw one first",
          .metadata = {{"limit", number(limit)}}};
}

Refusal composition(const Situation& situation) {
  const int wanted = situation.call.min_women_percent();
  if (wanted == 0 || slate(situation).enough_women()) return {};
  const std::string women = number(slate(situation).women());
  const std::string known = number(slate(situation).known());
  return {.reason = platform::v1::REASON_COMPOSITION,
          .text = "the call asks for " + number(wanted) + " % women and the slate has " + women + " of " + known +
                  "; search wider or give a reason to go on",
          .metadata = {{"wanted", number(wanted)}, {"women", women}, {"known", known}},
          .lifted_by = any_reason};
}

Refusal post_there(const Situation& situation) {
  PostMissing missing = post_missing(situation.context, situation.nomination);
  if (missing.why.empty()) return {};
  return {.reason = platform::v1::REASON_POST_MISSING,
          .text = std::move(missing.why),
          .metadata = std::move(missing.metadata)};
}

Refusal post_cancelled(const Situation& situation) {
  if (situation.call.state() == v1::CALL_STATE_CANCELLED) return {};
  if (!post_missing(situation.context, situation.nomination).why.empty()) return {};
  return {.reason = platform::v1::REASON_POST_STANDS,
          .text = "the post and its call stand here; give a reason to close the nomination all the same",
          .lifted_by = any_reason};
}

Refusal person_free(const Situation& situation) {
  if (situation.to != v1::NOMINATION_STATE_ACCEPTED) return {};
  const v1::Nomination& own = situation.nomination;
  // Leave comes last: a reason lifts what is only that.
  const auto other = db::select_one<std::string, std::string, std::optional<std::string>, long long>(
      situation.context.sql,
      {"SELECT name, first_day, last_day, absence FROM person_commitment WHERE person = ? AND name <> ? "
       "AND first_day <= ? AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?)) "
       "ORDER BY absence, first_day",
       {rows::value_of(own, "person"), own.name(), own.planned_to(), own.planned_from(), own.planned_from(),
        rules::format_date(situation.context.latest_day())}});
  if (!other) return {};
  const auto& [name, first, last, absence] = *other;
  Refusal why{.reason = absence ? platform::v1::REASON_PERSON_AWAY : platform::v1::REASON_PERSON_COMMITTED,
              .text = "the person is " + std::string(absence ? "away by " : "committed to ") + name + " from " + first +
                      " to " + last.value_or("an open end") + "; agree other days or " +
                      (absence ? "give a reason to go on" : "end that first"),
              .metadata = {{"name", name}, {"from", first}}};
  if (last) why.metadata["to"] = *last;
  if (absence) why.lifted_by = any_reason;
  return why;
}

Refusal plausible_days(const Situation& situation) {
  if (situation.to != v1::NOMINATION_STATE_ACCEPTED) return {};
  const v1::Nomination& own = situation.nomination;
  const rules::Day last = *rules::parse_date(own.planned_to());
  const auto [months] = *db::select_one<long long>(
      situation.context.sql, {"SELECT tour_months FROM post WHERE id = ?", {rows::value_of(own, "post")}});
  rules::Doubt doubt = rules::doubt_of_far_day(last, situation.context.today());
  if (!doubt) {
    doubt = rules::doubt_of_length(*rules::parse_date(own.planned_from()), last, static_cast<int>(months));
  }
  if (!doubt) return {};
  return {.reason = platform::v1::REASON_IMPLAUSIBLE,
          .text = "planned_to " + *doubt + "; agree other days, or give a reason to go on",
          .metadata = {{"field", std::string(any_reason.field)}},
          .lifted_by = any_reason};
}

Refusal seat_free(const Situation& situation) {
  if (situation.to != v1::NOMINATION_STATE_ACCEPTED) return {};
  const v1::Nomination& own = situation.nomination;
  const rpc::Tenure days{*rules::parse_date(own.planned_from()), *rules::parse_date(own.planned_to())};
  const auto crowd =
      rpc::crowd_of(situation.context, proto::id_of(own.post(), "posts", "post"), {days}, {days}, {own.name()});
  if (!crowd) return {};
  return rpc::post_full(*crowd, "agree other days, or end the other first");
}

}  // namespace muster::nominations
