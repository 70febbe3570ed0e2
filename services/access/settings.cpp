// SPDX-License-Identifier: EUPL-1.2
#include "access/settings.h"

#include "platform/db/query.h"
#include "platform/rpc/roster_day.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/seats.h"

namespace muster::access {
namespace {

void set(rpc::Context& context, const std::string& key, const std::string& value) {
  db::execute(context.sql, {"INSERT INTO setting (key, value) VALUES (?, ?) "
                            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                            {key, value}});
  // The table has one row a key and no numbers; 0 stands for the whole.
  context.sql.record({db::Change::Kind::updated, "setting", 0, {key}});
}

}  // namespace

std::string read_setting(rpc::Context& context, const std::string& key) {
  const auto row = db::select_one<std::string>(context.sql, {"SELECT value FROM setting WHERE key = ?", {key}});
  return row ? std::get<0>(*row) : "";
}

v1::SetHomeCountryResponse set_home_country(rpc::Context& context, const v1::SetHomeCountryRequest& request) {
  rpc::require_all_units(context);
  set(context, "home_country", request.country());
  v1::SetHomeCountryResponse response;
  response.set_country(request.country());
  return response;
}

v1::RosterSettings set_roster_settings(rpc::Context& context, const v1::SetRosterSettingsRequest& request) {
  rpc::require_all_units(context);
  if (request.has_time_zone()) set(context, "time_zone", request.time_zone());
  if (request.has_handover_days()) set(context, "handover_days", std::to_string(request.handover_days()));
  v1::RosterSettings settings;
  settings.set_time_zone(rpc::roster_zone(context.sql));
  settings.set_handover_days(rpc::handover_days(context));
  return settings;
}

}  // namespace muster::access
