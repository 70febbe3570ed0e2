// SPDX-License-Identifier: EUPL-1.2
#include "roster/units.h"

#include <algorithm>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/disclosure_changes.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/rpc/used_codes.h"
#include "platform/status/error.h"
#include "roster/unit_places.h"

namespace muster::roster {

v1::Unit read_unit(rpc::Context& context, long long id) {
  auto unit =
      rows::query_one<v1::Unit>(context.sql, {"SELECT " + rows::columns<v1::Unit>() + " FROM unit WHERE id = ?", {id}});
  if (!unit) throw status::not_found(proto::name_of<v1::Unit>(id));
  return *unit;
}

namespace {

void require_parent(rpc::Context& context, const v1::Unit& unit) {
  if (unit.parent().empty()) {
    if (rpc::scope_of(context).everything) return;
    throw status::invalid_argument("unit.parent", platform::v1::REASON_REQUIRED,
                                   "is required: give a unit that your grants cover");
  }
  const long long parent = proto::id_of<v1::Unit>(unit.parent(), "unit.parent");
  rpc::require_visible_unit(context, parent);
  rpc::require_unit_in_force(context, parent, std::nullopt, "unit.parent");
  auto levels =
      db::select_one<long long>(context.sql, {"SELECT COUNT(*) FROM unit_closure WHERE descendant = ?", {parent}});
  if (std::get<0>(*levels) >= unit_levels_max) {
    throw status::invalid_argument(
        "unit.parent", platform::v1::REASON_LOWEST_LEVEL,
        "is on level " + std::to_string(unit_levels_max) + " already, the lowest there is; choose a unit above it",
        {{"limit", std::to_string(unit_levels_max)}});
  }
}

// The unit above may have been recorded to move on a day that has not come to the roster.
void require_levels_to_come(rpc::Context& context, long long id) {
  const std::string today = rules::format_date(context.today());
  if (!db::select_one<long long>(context.sql, {"SELECT id FROM unit_place WHERE valid_from > ? LIMIT 1", {today}})) {
    return;
  }
  Places(context).require_tree(id, {today, ""}, "unit.parent");
}

void require_unused(rpc::Context& context, const v1::Unit& unit, long long id) {
  rpc::require_no_reserved_code("unit.code", unit.code());
  rpc::require_unused_code<v1::Unit, facts::v1::UnitFact>(context, "code", unit.code(), id, "unit.code");
}

}  // namespace

v1::Unit create_unit(rpc::Context& context, const v1::CreateUnitRequest& request) {
  // The ledger's lock first: the unit above neither moves nor ends meanwhile.
  context.sequence();
  require_parent(context, request.unit());
  rpc::require_no_reserved_code("unit.code", request.unit().code());
  v1::Unit created = request.unit();
  created.set_disclosure(platform::v1::DISCLOSURE_NAMED);
  const long long id = rows::insert(context.sql, "unit", created);
  require_unused(context, request.unit(), id);
  v1::Unit unit = read_unit(context, id);
  add_first_place(context, unit);
  require_levels_to_come(context, id);
  return unit;
}

v1::Unit update_unit(rpc::Context& context, const v1::UpdateUnitRequest& request) {
  const auto& paths = request.update_mask().paths();
  const auto changes = [&](const char* field) { return std::find(paths.begin(), paths.end(), field) != paths.end(); };
  if (changes("parent")) {
    throw status::invalid_argument(
        "unit.parent", platform::v1::REASON_CHANGE_OR_CORRECT,
        "holds from a day: use MoveUnit to change it from a day on, or CorrectUnit to correct "
        "what was recorded",
        {{"change", "MoveUnit"}, {"correct", "CorrectUnit"}});
  }
  const long long id = proto::id_of<v1::Unit>(request.unit().name(), "unit.name");
  rpc::require_visible_unit(context, id);
  rows::update(context.sql, "unit", request.unit(), request.update_mask());
  if (changes("code")) {
    require_unused(context, request.unit(), id);
    append_code(context, id);
  }
  return read_unit(context, id);
}

v1::Unit change_unit_disclosure(rpc::Context& context, const v1::ChangeUnitDisclosureRequest& request) {
  rpc::require_all_units(context);
  context.sequence();  // of two changes the second sees the first
  const long long id = proto::id_of<v1::Unit>(request.unit(), "unit");
  v1::Unit unit = read_unit(context, id);
  status::require_etag(request.etag(), unit.etag());
  auto change = rpc::disclosure_change<v1::UnitDisclosure>(context, request);
  change.set_unit(request.unit());
  rows::insert(context.sql, "unit_disclosure", change);
  const auto now = rpc::disclosure_today(context, "unit", id);
  if (now == unit.disclosure()) return unit;
  unit.set_disclosure(now);
  google::protobuf::FieldMask mask;
  mask.add_paths("disclosure");
  rows::update(context.sql, "unit", unit, mask);
  return read_unit(context, id);
}

proto::Encoded<v1::ListUnitDisclosuresResponse> list_unit_disclosures(rpc::Context& context,
                                                                      const v1::ListUnitDisclosuresRequest& request) {
  const long long id = proto::id_of<v1::Unit>(request.unit(), "unit");
  rpc::require_visible_unit(context, id);
  return rpc::list_disclosures<v1::UnitDisclosure, v1::ListUnitDisclosuresResponse>(context, request, "unit", id);
}

v1::Unit get_unit(rpc::Context& context, const v1::GetUnitRequest& request) {
  const long long id = proto::id_of<v1::Unit>(request.name());
  rpc::require_named_unit(context, id);
  return read_unit(context, id);
}

proto::Encoded<v1::ListUnitsResponse> list_units(rpc::Context& context, const v1::ListUnitsRequest& request) {
  rows::ListSpec spec;
  spec.table = "unit";
  spec.where = rpc::named_units(context, "unit.id");
  spec.default_order = "code";
  return rows::list<v1::Unit, v1::ListUnitsResponse>(context.sql, request, spec);
}

proto::Encoded<v1::ListUnitPlacesResponse> list_unit_places(rpc::Context& context,
                                                            const v1::ListUnitPlacesRequest& request) {
  const long long unit = proto::id_of<v1::Unit>(request.unit(), "unit");
  rpc::require_named_unit(context, unit);
  rows::ListSpec spec;
  spec.table = "unit_place";
  spec.where = {"unit_place.unit = ?", {unit}};
  spec.default_order = "valid_from desc";
  return rows::list<v1::UnitPlace, v1::ListUnitPlacesResponse>(context.sql, request, spec);
}

}  // namespace muster::roster
