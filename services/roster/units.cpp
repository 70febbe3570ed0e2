// SPDX-License-Identifier: EUPL-1.2
#include "roster/units.h"

#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::roster {
namespace {

v1::Unit read_unit(rpc::Call& call, long long id) {
  auto unit =
      db::query_one<v1::Unit>(call.sql, {"SELECT " + db::columns<v1::Unit>() + " FROM unit WHERE id = ?", {id}});
  if (!unit) throw status::not_found(db::name_of<v1::Unit>(id));
  return *unit;
}

void require_parent(rpc::Call& call, const v1::Unit& unit) {
  if (unit.parent().empty()) {
    if (rpc::scope_of(call).everything) return;
    throw status::invalid_argument("unit.parent", "is required: give a unit that your grants cover");
  }
  const long long parent = db::id_of<v1::Unit>(unit.parent(), "unit.parent");
  rpc::require_visible_unit(call, parent);
  auto levels =
      db::select_one<long long>(call.sql, {"SELECT COUNT(*) FROM unit_closure WHERE descendant = ?", {parent}});
  if (std::get<0>(*levels) >= unit_levels_max) {
    throw status::invalid_argument("unit.parent", "is on level " + std::to_string(unit_levels_max) +
                                                      " already, the lowest there is; choose a unit above it");
  }
}

}  // namespace

v1::Unit create_unit(rpc::Call& call, const v1::CreateUnitRequest& request) {
  require_parent(call, request.unit());
  const long long id = db::insert(call.sql, "unit", request.unit());
  db::execute(call.sql, {"INSERT INTO unit_closure (ancestor, descendant) VALUES (?, ?)", {id, id}});
  if (!request.unit().parent().empty()) {
    db::execute(call.sql, {"INSERT INTO unit_closure (ancestor, descendant) "
                           "SELECT ancestor, CAST(? AS BIGINT) FROM unit_closure WHERE descendant = ?",
                           {id, db::id_of<v1::Unit>(request.unit().parent())}});
  }
  return read_unit(call, id);
}

v1::Unit update_unit(rpc::Call& call, const v1::UpdateUnitRequest& request) {
  const long long id = db::id_of<v1::Unit>(request.unit().name(), "unit.name");
  rpc::require_visible_unit(call, id);
  db::update(call.sql, "unit", request.unit(), request.update_mask());
  return read_unit(call, id);
}

v1::Unit get_unit(rpc::Call& call, const v1::GetUnitRequest& request) {
  return read_unit(call, db::id_of<v1::Unit>(request.name()));
}

db::Encoded<v1::ListUnitsResponse> list_units(rpc::Call& call, const v1::ListUnitsRequest& request) {
  db::ListSpec spec;
  spec.table = "unit";
  spec.default_order = "code";
  return db::list<v1::Unit, v1::ListUnitsResponse>(call.sql, request, spec);
}

}  // namespace muster::roster
