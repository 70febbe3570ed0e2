// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/unit_in_force.h"

#include "muster/platform/v1/reasons.pb.h"

namespace muster::rpc {

std::map<long long, UnitEnd> ended_units(Context& context) {
  std::map<long long, UnitEnd> ends;
  for (auto& [unit, last, successor] : db::select<long long, std::string, std::optional<long long>>(
           context.sql, "SELECT id, valid_to, successor FROM unit WHERE valid_to IS NOT NULL")) {
    ends[unit] = {std::move(last), successor};
  }
  return ends;
}

std::string ended_on(const UnitEnd& end) {
  return "ended on " + end.last_day + "; choose " +
         (end.successor ? "its successor, units/" + std::to_string(*end.successor) : "another unit") +
         ", or days until then";
}

std::optional<UnitEnd> ended_before(Context& context, long long unit, const std::optional<std::string>& last) {
  auto found = db::select_one<std::string, std::optional<long long>>(
      context.sql, {"SELECT valid_to, successor FROM unit WHERE id = ? AND valid_to IS NOT NULL", {unit}});
  if (!found || (last && *last <= std::get<0>(*found))) return std::nullopt;
  return UnitEnd{std::get<0>(*found), std::get<1>(*found)};
}

void require_unit_in_force(Context& context, long long unit, const std::optional<std::string>& last,
                           const std::string& field) {
  const auto end = ended_before(context, unit, last);
  if (!end) return;
  status::Metadata metadata{{"name", "units/" + std::to_string(unit)}, {"date", end->last_day}};
  if (end->successor) metadata["successor"] = "units/" + std::to_string(*end->successor);
  throw status::invalid_argument(field, platform::v1::REASON_UNIT_ENDED, ended_on(*end), std::move(metadata));
}

}  // namespace muster::rpc
