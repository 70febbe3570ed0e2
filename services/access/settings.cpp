// SPDX-License-Identifier: EUPL-1.2
#include "access/settings.h"

#include "platform/db/query.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/roster_day.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/upkeep_terms.h"

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
  if (request.has_letter_days()) set(context, "letter_days", std::to_string(request.letter_days()));
  if (request.has_job_change_days()) set(context, "job_change_days", std::to_string(request.job_change_days()));
  if (request.has_passport_months()) set(context, "passport_months", std::to_string(request.passport_months()));
  for (const auto& follow : context.method.registry->settings_changed()) follow(context);
  v1::RosterSettings settings;
  settings.set_time_zone(rpc::roster_zone(context.sql));
  const rules::UpkeepTerms terms = rpc::upkeep_terms(context.sql);
  settings.set_letter_days(terms.letter_days);
  settings.set_job_change_days(terms.job_change_days);
  settings.set_passport_months(terms.passport_months);
  return settings;
}

}  // namespace muster::access
