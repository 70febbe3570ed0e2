// SPDX-License-Identifier: EUPL-1.2
#include "nominations/closing.h"

#include <algorithm>
#include <chrono>

#include "nominations/actions.h"
#include "nominations/nominations.h"
#include "nominations/states.h"
#include "platform/rows/rows.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/roster_day.h"
#include "rules/civil_date.h"

namespace muster::nominations {
namespace {

using Guard = rpc::Guard<Situation>;

constexpr long long most_at_once = 200;
constexpr std::string_view lapse_verb = "LapseNomination";
constexpr std::string_view post_cancelled_verb = "CloseNominationOfCancelledPost";
constexpr std::string_view person_gone_verb = "CloseNominationOfPerson";

bool has(const Step& step, Guard guard) {
  return std::find(step.guards.begin(), step.guards.end(), guard) != step.guards.end();
}

// "state IN (...)": those from which `verb` leads by a step with this guard.
std::string state_leads(std::string_view verb, Guard guard) {
  std::string states;
  for (const Step& step : machine().steps) {
    if (step.verb != verb || !has(step, guard)) continue;
    for (const auto state : step.from) states += (states.empty() ? "'" : ", '") + v1::NominationState_Name(state) + "'";
  }
  return "state IN (" + states + ")";
}

// With ?: today (civil date), now (microseconds).
const std::string& overdue() {
  static const std::string text =
      " FROM nomination JOIN call ON call.id = nomination.call WHERE "
      "(nomination." +
      state_leads(lapse_verb, reserve_over) +
      " AND nomination.reserve_until < ? "
      "AND NOT EXISTS (SELECT 1 FROM nomination_event event WHERE event.nomination = nomination.id "
      "AND event.verb = 'ReopenNomination' AND event.effective_date > nomination.reserve_until)) OR "
      "(nomination." +
      state_leads(lapse_verb, deadline_over) +
      " AND call.deadline < ? "
      "AND NOT EXISTS (SELECT 1 FROM nomination_event event WHERE event.nomination = nomination.id "
      "AND event.verb = 'ReopenNomination' AND event.create_time > call.deadline))";
  return text;
}

// `day`, but not before the present state began.
std::string not_before_entered(rpc::Context& context, const v1::Nomination& nomination, rules::Day day) {
  const auto [entered] = *db::select_one<std::string>(
      context.sql, {"SELECT MAX(effective_date) FROM nomination_event WHERE nomination = ?",
                    {proto::id_of<v1::Nomination>(nomination.name())}});
  return std::max(rules::format_date(day), entered);
}

// The first day on which it is overdue, for the roster.
rules::Day day_of_lapse(rpc::Context& context, const Step& step, const v1::Nomination& nomination, long long deadline) {
  if (has(step, reserve_over)) return *rules::parse_date(nomination.reserve_until()) + 1;
  return context.day_at(rpc::TimePoint(std::chrono::microseconds(deadline)));
}

// Closes those that `which` selects of nomination_now, on the last day or, if that is to come, today.
void close(rpc::Context& context, const rpc::End& end, std::string_view verb, const db::Query& which,
           const std::string& why) {
  v1::NominationActionRequest given;
  given.set_reason_text(why);
  const rules::Day day = std::min(*rules::parse_date(end.last_day), context.today());
  db::Query query("SELECT id FROM nomination_now WHERE ");
  query += which;
  query += " ORDER BY id";
  for (const auto& [id] : db::select<long long>(context.sql, query)) {
    v1::Nomination nomination = read_nomination(context, id, rpc::Scope::all());
    const Step& step = rpc::find_step(machine(), verb, nomination.state());
    enter(context, step.verb, nomination, *step.to, not_before_entered(context, nomination, day), given);
    rpc::add_settled(context, end, nomination.name(), std::string(step.verb), "closed, since " + rpc::in_words(end));
  }
}

}  // namespace

void close_nominations(rpc::Context& context, const rpc::End& end, const std::string& why) {
  close(context, end, post_cancelled_verb,
        {"call = ? AND " + state_leads(post_cancelled_verb, post_cancelled), {end.id}}, why);
}

void close_of_person(rpc::Context& context, const rpc::End& end) {
  close(context, end, person_gone_verb, {"person = ? AND " + state_leads(person_gone_verb, person_gone), {end.id}},
        rpc::name_of(end.cause));
}

void close_of_post(rpc::Context& context, const rpc::End& end, const db::Query& posts) {
  db::Query which{state_leads(post_cancelled_verb, post_cancelled) + " AND planned_from > ? AND post IN (",
                  {end.last_day}};
  which += posts;
  which += ")";
  close(context, end, post_cancelled_verb, which, rpc::name_of(end.cause));
}

std::vector<long long> open_nominations(rpc::Context& context, const db::Query& which) {
  db::Query query("SELECT id FROM nomination_now WHERE " + state_leads(person_gone_verb, person_gone) + " AND ");
  query += which;
  query += " ORDER BY id";
  std::vector<long long> ids;
  for (const auto& [id] : db::select<long long>(context.sql, query)) ids.push_back(id);
  return ids;
}

bool any_overdue(db::Session& session, rpc::TimePoint now) {
  const std::string today = rules::format_date(rpc::roster_day(session, now));
  return db::select_one<long long>(session,
                                   {"SELECT nomination.id" + overdue() + " LIMIT 1", {today, rules::to_micros(now)}})
      .has_value();
}

void lapse_overdue(rpc::Context& context) {
  // The ledger's lock first: of two processes that look at the same time the second finds nothing left.
  context.sequence();
  for (const auto& [id, deadline] : db::select<long long, long long>(
           context.sql, {"SELECT nomination.id, call.deadline" + overdue() + " ORDER BY nomination.id LIMIT ?",
                         {rules::format_date(context.today()), context.now_micros(), most_at_once}})) {
    v1::Nomination nomination = read_nomination(context, id, rpc::Scope::all());
    const Step& step = rpc::find_step(machine(), lapse_verb, nomination.state());
    const rules::Day day = day_of_lapse(context, step, nomination, deadline);
    enter(context, step.verb, nomination, *step.to, not_before_entered(context, nomination, day), {});
  }
}

}  // namespace muster::nominations
