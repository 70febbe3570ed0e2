// SPDX-License-Identifier: EUPL-1.2
#include "missions/commitments.h"

#include "platform/db/rows.h"
#include "platform/status/error.h"

namespace muster::missions {

void require_free(rpc::Call& call, const v1::Deployment& deployment, const Days& days, Against against,
                  const std::string& overlap_reason) {
  // Of somebody without a name nothing else is known.
  if (deployment.person().empty() || !overlap_reason.empty()) return;
  const long long last_absence = against == Against::places_and_leave ? 1 : 0;
  const auto other = db::select_one<std::string, std::string, std::optional<std::string>, long long>(
      call.sql,
      {"SELECT name, first_day, last_day, absence FROM person_commitment "
       "WHERE person = ? AND name <> ? AND name <> ? AND absence <= ? "
       "AND first_day <= ? AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?)) "
       "ORDER BY absence, first_day",
       {db::value_of(deployment, "person"), deployment.name(), deployment.nomination(), last_absence, days.last,
        days.first, days.first, rules::format_date(call.today())}});
  if (!other) return;
  const auto& [name, first, last, absence] = *other;
  throw status::failed_precondition("the person is " + std::string(absence ? "away by " : "committed to ") + name +
                                    " from " + first + " to " + last.value_or("an open end") +
                                    "; change the days or give an overlap_reason")
      .with_reason("OVERLAP");
}

}  // namespace muster::missions
