// SPDX-License-Identifier: EUPL-1.2
#include "nominations/guards.h"

#include "nominations/calls.h"
#include "platform/db/rows.h"

namespace muster::nominations {
namespace {

// States in which a nomination holds a place of the call's max_nominees.
constexpr const char* put_forward =
    "state IN ('NOMINATION_STATE_ENDORSED', 'NOMINATION_STATE_SUBMITTED', 'NOMINATION_STATE_SHORTLISTED', "
    "'NOMINATION_STATE_SELECTED', 'NOMINATION_STATE_RESERVE', 'NOMINATION_STATE_NOT_SELECTED', "
    "'NOMINATION_STATE_ACCEPTED', 'NOMINATION_STATE_DECLINED', 'NOMINATION_STATE_CONVERTED')";

bool holds_place(v1::NominationState state) {
  switch (state) {
    case v1::NOMINATION_STATE_ENDORSED:
    case v1::NOMINATION_STATE_SUBMITTED:
    case v1::NOMINATION_STATE_SHORTLISTED:
    case v1::NOMINATION_STATE_SELECTED:
    case v1::NOMINATION_STATE_RESERVE:
    case v1::NOMINATION_STATE_ACCEPTED:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string not_proposer(const Situation& situation) {
  const long long account = situation.call.caller.account;
  if (account == 0 || situation.nomination.proposer() != "accounts/" + std::to_string(account)) return "";
  return "who proposed the nomination cannot do this; ask a colleague";
}

std::string not_own_case(const Situation& situation) {
  const auto person = situation.call.caller.person;
  if (!person || situation.nomination.person() != "persons/" + std::to_string(*person)) return "";
  return "nobody decides on their own nomination; ask a colleague";
}

std::string call_open(const Situation& situation) {
  switch (situation.subject.state()) {
    case v1::CALL_STATE_OPEN:
      return "";
    case v1::CALL_STATE_CLOSED:
      return situation.has_reason ? "" : "the call is closed; give a reason to go on";
    case v1::CALL_STATE_CANCELLED:
      return "the call is cancelled";
    default:
      return "the call is not open yet";
  }
}

std::string supervisor_agrees(const Situation& situation) {
  if (situation.nomination.supervisor_agreement() == v1::SUPERVISOR_AGREEMENT_YES || situation.has_reason) return "";
  return "the supervisor has not agreed; give a reason to go on without";
}

std::string before_deadline(const Situation& situation) {
  const bool in_time = !is_past_deadline(situation.call, situation.subject) ||
                       situation.effective_date < situation.subject.deadline_date();
  if (in_time || situation.has_reason) return "";
  return "the call's deadline has passed; give a reason to go on";
}

std::string deadline_over(const Situation& situation) {
  if (is_past_deadline(situation.call, situation.subject)) return "";
  return "the call's deadline has not passed yet; withdraw the nomination instead";
}

std::string reserve_over(const Situation& situation) {
  if (situation.nomination.reserve_until() < situation.effective_date || situation.has_reason) return "";
  return "the reserve holds until " + situation.nomination.reserve_until() + "; give a reason to end it now";
}

std::string room_on_slate(const Situation& situation) {
  const int limit = situation.subject.max_nominees();
  if (limit == 0 || !holds_place(situation.to)) return "";
  const auto others = db::select_one<long long>(
      situation.call.sql,
      {std::string("SELECT COUNT(*) FROM nomination_now WHERE call = ? AND id <> ? AND ") + put_forward,
       {db::id_of<v1::Call>(situation.subject.name()), db::id_of<v1::Nomination>(situation.nomination.name())}});
  if (std::get<0>(*others) < limit) return "";
  return "the call takes at most " + std::to_string(limit) + " nominees and has them; withdraw one first";
}

std::string composition(const Situation& situation) {
  const int wanted = situation.subject.min_women_percent();
  if (wanted == 0 || situation.has_reason) return "";
  const auto slate = db::select_one<long long, long long>(
      situation.call.sql,
      {"SELECT COALESCE(SUM(CASE WHEN person.gender = 'GENDER_WOMAN' THEN 1 ELSE 0 END), 0), "
       "COALESCE(SUM(CASE WHEN person.gender <> 'GENDER_NOT_STATED' THEN 1 ELSE 0 END), 0) "
       "FROM nomination_now JOIN person ON person.id = nomination_now.person WHERE call = ? AND state IN "
       "('NOMINATION_STATE_IN_REVIEW', 'NOMINATION_STATE_RETURNED', 'NOMINATION_STATE_ENDORSED', "
       "'NOMINATION_STATE_SUBMITTED', 'NOMINATION_STATE_SHORTLISTED', 'NOMINATION_STATE_SELECTED', "
       "'NOMINATION_STATE_RESERVE', 'NOMINATION_STATE_ACCEPTED', 'NOMINATION_STATE_CONVERTED')",
       {db::id_of<v1::Call>(situation.subject.name())}});
  const auto [women, known] = *slate;
  if (known > 0 && women * 100 >= known * wanted) return "";
  return "the call asks for " + std::to_string(wanted) + " % women and the slate has " + std::to_string(women) +
         " of " + std::to_string(known) + "; search wider or give a reason to go on";
}

std::string person_free(const Situation& situation) {
  if (situation.to != v1::NOMINATION_STATE_ACCEPTED) return "";
  const v1::Nomination& own = situation.nomination;
  const long long id = db::id_of<v1::Nomination>(own.name());
  const db::Value person = db::value_of(own, "person");
  const std::string today = rules::format_date(situation.call.today());
  const auto other = db::select_one<std::string, long long, std::string, std::optional<std::string>>(
      situation.call.sql,
      {"SELECT 'deployments/', deployment, first_day, last_day FROM deployment_period WHERE person = ? "
       "AND first_day <= ? AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?)) "
       "UNION ALL SELECT 'nominations/', id, planned_from, planned_to FROM nomination_now WHERE person = ? "
       "AND id <> ? AND state = 'NOMINATION_STATE_ACCEPTED' AND planned_from <= ? AND planned_to >= ?",
       {person, own.planned_to(), own.planned_from(), own.planned_from(), today, person, id, own.planned_to(),
        own.planned_from()}});
  if (!other) return "";
  const auto& [collection, number, first, last] = *other;
  return "the person is committed to " + collection + std::to_string(number) + " from " + first + " to " +
         last.value_or("an open end") + "; agree other days or end that first";
}

}  // namespace muster::nominations
