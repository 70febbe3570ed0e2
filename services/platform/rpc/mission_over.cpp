// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/mission_over.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::rpc {

void require_mission_goes_on(Context& context, long long mission, const std::optional<std::string>& last,
                             const std::string& field) {
  const auto over = db::select_one<std::string>(
      context.sql,
      {"SELECT mandate_to FROM mission WHERE id = ? AND mandate_to IS NOT NULL AND end_reason <> ''", {mission}});
  if (!over) return;
  const std::string& last_day = std::get<0>(*over);
  if (last && *last <= last_day) return;
  const std::string name = "missions/" + std::to_string(mission);
  throw status::invalid_argument(field, platform::v1::REASON_MISSION_OVER,
                                 name + " is over, and its last day is " + last_day +
                                     "; choose days until then, or prolong its mandate with UpdateMission first",
                                 {{"name", name}, {"date", last_day}});
}

}  // namespace muster::rpc
