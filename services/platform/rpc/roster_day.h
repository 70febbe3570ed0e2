// SPDX-License-Identifier: EUPL-1.2
// The roster's time zone, whose days are those of figures, lists, jobs and sentences. Inside a call: Context::today().
#pragma once

#include <chrono>
#include <string>

#include "platform/db/session.h"
#include "rules/civil_date.h"

namespace muster::rpc {

// The setting time_zone; where it is not set the home country's zone, and without a home country UTC.
std::string roster_zone(db::Session& session);

// The roster's day at `time`.
rules::Day roster_day(db::Session& session, std::chrono::system_clock::time_point time);

}  // namespace muster::rpc
