// SPDX-License-Identifier: EUPL-1.2
#include "nominations/closing.h"

#include <algorithm>
#include <chrono>

#include "nominations/actions.h"
#include "nominations/nominations.h"
#include "nominations/states.h"
#include "platform/rows/rows.h"
#include "platform/rpc/registry.h"
#include "rules/civil_date.h"

namespace muster::nominations {
namespace {

constexpr long long most_at_once = 200;

// With ?: today (civil date), now (microseconds).
constexpr const char* overdue =
    "FROM nomination JOIN call ON call.id = nomination.call WHERE "
    "(nomination.state = 'NOMINATION_STATE_RESERVE' AND nomination.reserve_until < ? "
    "AND NOT EXISTS (SELECT 1 FROM nomination_event event WHERE event.nomination = nomination.id "
    "AND event.verb = 'ReopenNomination' AND event.effective_date > nomination.reserve_until)) OR "
    "(nomination.state IN ('NOMINATION_STATE_DRAFT', 'NOMINATION_STATE_IN_REVIEW', 'NOMINATION_STATE_RETURNED', "
    "'NOMINATION_STATE_ENDORSED') AND call.deadline < ? "
    "AND NOT EXISTS (SELECT 1 FROM nomination_event event WHERE event.nomination = nomination.id "
    "AND event.verb = 'ReopenNomination' AND event.create_time > call.deadline))";

rpc::Scope everything() {
  rpc::Scope scope;
  scope.everything = true;
  return scope;
}

// The first day on which it is overdue, but not before the present state began.
std::string day_of_lapse(rpc::Context& context, const v1::Nomination& nomination, long long deadline) {
  const auto [entered] = *db::select_one<std::string>(
      context.sql, {"SELECT MAX(effective_date) FROM nomination_event WHERE nomination = ?",
                    {proto::id_of<v1::Nomination>(nomination.name())}});
  const rules::Day day = nomination.state() == v1::NOMINATION_STATE_RESERVE
                             ? *rules::parse_date(nomination.reserve_until()) + 1
                             : rules::utc_day(rpc::TimePoint(std::chrono::microseconds(deadline)));
  return std::max(rules::format_date(day), entered);
}

}  // namespace

void close_nominations(rpc::Context& context, long long cancelled_call, const std::string& why) {
  const std::string today = rules::format_date(context.today());
  v1::NominationActionRequest given;
  given.set_reason_text(why);
  for (const auto& [id] :
       db::select<long long>(context.sql, {"SELECT id FROM nomination WHERE call = ? ORDER BY id", {cancelled_call}})) {
    v1::Nomination nomination = read_nomination(context, id, everything());
    if (is_terminal(nomination.state()) || nomination.state() == v1::NOMINATION_STATE_CONVERTED) continue;
    enter(context, "CloseNominationOfCancelledPost", nomination, v1::NOMINATION_STATE_CLOSED_POST_CANCELLED, today,
          given);
  }
}

bool any_overdue(db::Session& session, rpc::TimePoint now) {
  const std::string today = rules::format_date(rules::utc_day(now));
  return db::select_one<long long>(
             session, {std::string("SELECT nomination.id ") + overdue + " LIMIT 1", {today, rules::to_micros(now)}})
      .has_value();
}

void lapse_overdue(rpc::Context& context) {
  // The ledger's lock first: of two processes that look at the same time the second finds nothing left.
  context.sequence();
  for (const auto& [id, deadline] : db::select<long long, long long>(
           context.sql,
           {std::string("SELECT nomination.id, call.deadline ") + overdue + " ORDER BY nomination.id LIMIT ?",
            {rules::format_date(context.today()), context.now_micros(), most_at_once}})) {
    v1::Nomination nomination = read_nomination(context, id, everything());
    const std::string day = day_of_lapse(context, nomination, deadline);
    enter(context, "LapseNomination", nomination, v1::NOMINATION_STATE_LAPSED, day, {});
  }
}

}  // namespace muster::nominations
