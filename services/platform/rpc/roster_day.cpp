// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/roster_day.h"

#include "platform/db/kept.h"
#include "platform/db/query.h"
#include "rules/time_zone.h"

namespace muster::rpc {

namespace {

std::string read_zone(db::Session& session) {
  // In descending order the zone comes first.
  for (const auto& [key, value] : db::select<std::string, std::string>(
           session, "SELECT key, value FROM setting WHERE key IN ('home_country', 'time_zone') ORDER BY key DESC")) {
    const std::string zone = key == "time_zone" ? value : rules::zone_of_country(value);
    if (!zone.empty()) return zone;
  }
  return "UTC";
}

}  // namespace

std::string roster_zone(db::Session& session) {
  return db::kept<std::string>(session, "roster_zone", [&] { return read_zone(session); });
}

rules::Day roster_day(db::Session& session, std::chrono::system_clock::time_point time) {
  return rules::local_day(time, roster_zone(session));
}

}  // namespace muster::rpc
