// SPDX-License-Identifier: EUPL-1.2
// A mission may be over (missions.v1.EndMission): it takes nothing new for days after its last one. What has happened is
// recorded all the same.
#pragma once

#include <optional>
#include <string>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Throws INVALID_ARGUMENT, MISSION_OVER for `field`, if the mission is over before `last` (civil date; unset: there is
// no last day).
void require_mission_goes_on(Context& context, long long mission, const std::optional<std::string>& last,
                             const std::string& field);

}  // namespace muster::rpc
