// SPDX-License-Identifier: EUPL-1.2
#include "nominations/guards.h"

#include "nominations/calls.h"
#include "nominations/slate.h"
#include "nominations/states.h"
#include "platform/db/rows.h"

namespace muster::nominations {
Refusal not_proposer(const Situation& situation) {
  const long long account = situation.call.caller.account;
  if (account == 0 || situation.nomination.proposer() != "accounts/" + std::to_string(account)) return {};
  return {"NOT_PROPOSER", "who proposed the nomination cannot do this; ask a colleague"};
}

Refusal not_own_case(const Situation& situation) {
  const auto person = situation.call.caller.person;
  if (!person || situation.nomination.person() != "persons/" + std::to_string(*person)) return {};
  return {"NOT_OWN_CASE", "nobody decides on their own nomination; ask a colleague"};
}

Refusal call_open(const Situation& situation) {
  switch (situation.subject.state()) {
    case v1::CALL_STATE_OPEN:
      return {};
    case v1::CALL_STATE_CLOSED:
      if (situation.has_reason) return {};
      return {"CALL_CLOSED", "the call is closed; give a reason to go on"};
    case v1::CALL_STATE_CANCELLED:
      return {"CALL_CANCELLED", "the call is cancelled"};
    default:
      return {"CALL_NOT_OPEN", "the call is not open yet"};
  }
}

Refusal supervisor_agrees(const Situation& situation) {
  if (situation.nomination.supervisor_agreement() == v1::SUPERVISOR_AGREEMENT_YES || situation.has_reason) return {};
  return {"SUPERVISOR_AGREEMENT", "the supervisor has not agreed; give a reason to go on without"};
}

Refusal before_deadline(const Situation& situation) {
  const bool in_time = !is_past_deadline(situation.call, situation.subject) ||
                       situation.effective_date < situation.subject.deadline_date();
  if (in_time || situation.has_reason) return {};
  return {"DEADLINE_PASSED", "the call's deadline has passed; give a reason to go on"};
}

Refusal deadline_over(const Situation& situation) {
  if (is_past_deadline(situation.call, situation.subject)) return {};
  return {"DEADLINE_NOT_PASSED", "the call's deadline has not passed yet; withdraw the nomination instead"};
}

Refusal reserve_over(const Situation& situation) {
  if (situation.nomination.reserve_until() < situation.effective_date || situation.has_reason) return {};
  return {"RESERVE_HOLDS",
          "the reserve holds until " + situation.nomination.reserve_until() + "; give a reason to end it now"};
}

Refusal room_on_slate(const Situation& situation) {
  const int limit = situation.subject.max_nominees();
  if (limit == 0 || !holds_place(situation.to)) return {};
  const auto others =
      slate_of(situation.call, situation.subject, db::id_of<v1::Nomination>(situation.nomination.name()));
  if (others.nominees() < limit) return {};
  return {"SLATE_FULL",
          "the call takes at most " + std::to_string(limit) + " nominees and has them; withdraw one first"};
}

Refusal composition(const Situation& situation) {
  const int wanted = situation.subject.min_women_percent();
  if (wanted == 0 || situation.has_reason) return {};
  const auto slate = slate_of(situation.call, situation.subject);
  if (slate.enough_women()) return {};
  return {"COMPOSITION", "the call asks for " + std::to_string(wanted) + " % women and the slate has " +
                             std::to_string(slate.women()) + " of " + std::to_string(slate.known()) +
                             "; search wider or give a reason to go on"};
}

Refusal person_free(const Situation& situation) {
  if (situation.to != v1::NOMINATION_STATE_ACCEPTED) return {};
  const v1::Nomination& own = situation.nomination;
  const std::string today = rules::format_date(situation.call.today());
  const auto other = db::select_one<std::string, std::string, std::optional<std::string>>(
      situation.call.sql,
      {"SELECT name, first_day, last_day FROM person_commitment WHERE person = ? AND name <> ? "
       "AND first_day <= ? AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?))",
       {db::value_of(own, "person"), own.name(), own.planned_to(), own.planned_from(), own.planned_from(), today}});
  if (!other) return {};
  const auto& [name, first, last] = *other;
  return {"PERSON_COMMITTED", "the person is committed to " + name + " from " + first + " to " +
                                  last.value_or("an open end") + "; agree other days or end that first"};
}

}  // namespace muster::nominations
