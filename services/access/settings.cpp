// SPDX-License-Identifier: EUPL-1.2
#include "access/settings.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/rows/names.h"
#include "platform/rpc/roster_day.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "platform/text/name_order.h"

namespace muster::access {
namespace {

void set(rpc::Context& context, const std::string& key, const std::string& value) {
  db::execute(context.sql, {"INSERT INTO setting (key, value) VALUES (?, ?) "
                            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                            {key, value}});
  // The table has one row a key and no numbers; 0 stands for the whole.
  context.sql.record({db::Change::Kind::updated, "setting", 0, {key}});
}

// People whose place in lists is still of the rules before.
long long names_left(db::Session& session, const text::NameRules& rules) {
  const std::string basis = rows::basis_of(rules);
  const auto [made, next, done] = *db::select_one<std::string, std::string, long long>(
      session, "SELECT basis, next_basis, done_to FROM name_basis WHERE id = 1");
  if (made == basis) return 0;
  return std::get<0>(
      *db::select_one<long long>(session, {"SELECT COUNT(*) FROM person WHERE id > ?", {next == basis ? done : 0LL}}));
}

void require_locale(const std::string& locale) {
  if (text::is_locale(locale)) return;
  throw status::invalid_argument(
      "locale", platform::v1::REASON_UNKNOWN_LOCALE,
      "is no language whose order of names is known; give one such as nb, nn, sv, en or de-AT");
}

}  // namespace

std::string read_setting(rpc::Context& context, const std::string& key) {
  const auto row = db::select_one<std::string>(context.sql, {"SELECT value FROM setting WHERE key = ?", {key}});
  return row ? std::get<0>(*row) : "";
}

v1::SetHomeCountryResponse set_home_country(rpc::Context& context, const v1::SetHomeCountryRequest& request) {
  rpc::require_all_units(context);
  context.sequence();  // whoever is being added is in the order of the language of before, and made anew
  set(context, "home_country", request.country());
  v1::SetHomeCountryResponse response;
  response.set_country(request.country());
  return response;
}

v1::RosterSettings set_roster_settings(rpc::Context& context, const v1::SetRosterSettingsRequest& request) {
  rpc::require_all_units(context);
  if (request.has_locale()) require_locale(request.locale());
  if (request.has_locale() || request.has_sort_by_particles()) context.sequence();  // as for the country
  if (request.has_time_zone()) set(context, "time_zone", request.time_zone());
  if (request.has_locale()) set(context, "locale", request.locale());
  if (request.has_sort_by_particles()) {
    set(context, "sort_by_particles", request.sort_by_particles() ? "true" : "false");
  }
  v1::RosterSettings settings;
  settings.set_time_zone(rpc::roster_zone(context.sql));
  const text::NameRules rules = rows::name_rules(context.sql);
  settings.set_locale(rules.locale);
  settings.set_sort_by_particles(rules.particles);
  settings.set_names_left(static_cast<int>(names_left(context.sql, rules)));
  return settings;
}

}  // namespace muster::access
