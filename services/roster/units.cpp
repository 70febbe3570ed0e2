// SPDX-License-Identifier: EUPL-1.2
#include "roster/units.h"

#include <algorithm>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/used_codes.h"
#include "platform/status/error.h"

namespace muster::roster {
namespace {

v1::Unit read_unit(rpc::Context& context, long long id) {
  auto unit =
      rows::query_one<v1::Unit>(context.sql, {"SELECT " + rows::columns<v1::Unit>() + " FROM unit WHERE id = ?", {id}});
  if (!unit) throw status::not_found(proto::name_of<v1::Unit>(id));
  return *unit;
}

void require_parent(rpc::Context& context, const v1::Unit& unit) {
  if (unit.parent().empty()) {
    if (rpc::scope_of(context).everything) return;
    throw status::invalid_argument("unit.parent", platform::v1::REASON_REQUIRED,
                                   "is required: give a unit that your grants cover");
  }
  const long long parent = proto::id_of<v1::Unit>(unit.parent(), "unit.parent");
  rpc::require_visible_unit(context, parent);
  auto levels =
      db::select_one<long long>(context.sql, {"SELECT COUNT(*) FROM unit_closure WHERE descendant = ?", {parent}});
  if (std::get<0>(*levels) >= unit_levels_max) {
    throw status::invalid_argument(
        "unit.parent", platform::v1::REASON_LOWEST_LEVEL,
        "is on level " + std::to_string(unit_levels_max) + " already, the lowest there is; choose a unit above it",
        {{"limit", std::to_string(unit_levels_max)}});
  }
}

// How the unit is called and where it stands, from now on.
void append_unit(rpc::Context& context, long long id) {
  rpc::append_from<facts::v1::UnitFact>(
      context, {"unit WHERE id = ?", {id}},
      {{"record", "unit.id"}, {"code", "unit.code"}, {"code_key", "unit.code_key"}, {"parent", "unit.parent"}});
}

void require_unused(rpc::Context& context, const v1::Unit& unit, long long id) {
  rpc::require_unused_code<v1::Unit, facts::v1::UnitFact>(context, "code", unit.code(), id, "unit.code");
}

}  // namespace

v1::Unit create_unit(rpc::Context& context, const v1::CreateUnitRequest& request) {
  require_parent(context, request.unit());
  const long long id = rows::insert(context.sql, "unit", request.unit());
  require_unused(context, request.unit(), id);
  append_unit(context, id);
  db::execute(context.sql, {"INSERT INTO unit_closure (ancestor, descendant) VALUES (?, ?)", {id, id}});
  if (!request.unit().parent().empty()) {
    db::execute(context.sql, {"INSERT INTO unit_closure (ancestor, descendant) "
                              "SELECT ancestor, CAST(? AS BIGINT) FROM unit_closure WHERE descendant = ?",
                              {id, proto::id_of<v1::Unit>(request.unit().parent())}});
  }
  return read_unit(context, id);
}

v1::Unit update_unit(rpc::Context& context, const v1::UpdateUnitRequest& request) {
  const long long id = proto::id_of<v1::Unit>(request.unit().name(), "unit.name");
  rpc::require_visible_unit(context, id);
  rows::update(context.sql, "unit", request.unit(), request.update_mask());
  const auto& paths = request.update_mask().paths();
  if (std::find(paths.begin(), paths.end(), "code") != paths.end()) {
    require_unused(context, request.unit(), id);
    append_unit(context, id);
  }
  return read_unit(context, id);
}

v1::Unit get_unit(rpc::Context& context, const v1::GetUnitRequest& request) {
  return read_unit(context, proto::id_of<v1::Unit>(request.name()));
}

proto::Encoded<v1::ListUnitsResponse> list_units(rpc::Context& context, const v1::ListUnitsRequest& request) {
  rows::ListSpec spec;
  spec.table = "unit";
  spec.default_order = "code";
  return rows::list<v1::Unit, v1::ListUnitsResponse>(context.sql, request, spec);
}

}  // namespace muster::roster
