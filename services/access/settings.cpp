// SPDX-License-Identifier: EUPL-1.2
#include "access/settings.h"

#include "platform/db/query.h"
#include "platform/rpc/scope.h"

namespace muster::access {

std::string read_setting(rpc::Context& context, const std::string& key) {
  const auto row = db::select_one<std::string>(context.sql, {"SELECT value FROM setting WHERE key = ?", {key}});
  return row ? std::get<0>(*row) : "";
}

v1::SetHomeCountryResponse set_home_country(rpc::Context& context, const v1::SetHomeCountryRequest& request) {
  rpc::require_all_units(context);
  db::execute(context.sql, {"INSERT INTO setting (key, value) VALUES ('home_country', ?) "
                            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                            {request.country()}});
  // The table has one row a key and no numbers; 0 stands for the whole.
  context.sql.record({db::Change::Kind::updated, "setting", 0, {"home_country"}});
  v1::SetHomeCountryResponse response;
  response.set_country(request.country());
  return response;
}

}  // namespace muster::access
