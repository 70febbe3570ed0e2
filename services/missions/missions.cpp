// SPDX-License-Identifier: EUPL-1.2
#include "missions/missions.h"

#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

v1::Mission read_mission(rpc::Context& context, long long id) {
  auto mission = rows::query_one<v1::Mission>(
      context.sql, {"SELECT " + rows::columns<v1::Mission>() + " FROM mission WHERE id = ?", {id}});
  if (!mission) throw status::not_found(proto::name_of<v1::Mission>(id));
  return std::move(*mission);
}

}  // namespace

v1::Mission create_mission(rpc::Context& context, const v1::CreateMissionRequest& request) {
  return read_mission(context, rows::insert(context.sql, "mission", request.mission()));
}

v1::Mission update_mission(rpc::Context& context, const v1::UpdateMissionRequest& request) {
  rows::update(context.sql, "mission", request.mission(), request.update_mask());
  return read_mission(context, proto::id_of<v1::Mission>(request.mission().name(), "mission.name"));
}

v1::Mission get_mission(rpc::Context& context, const v1::GetMissionRequest& request) {
  return read_mission(context, proto::id_of<v1::Mission>(request.name()));
}

proto::Encoded<v1::ListMissionsResponse> list_missions(rpc::Context& context, const v1::ListMissionsRequest& request) {
  rows::ListSpec spec;
  spec.table = "mission";
  spec.default_order = "acronym";
  return rows::list<v1::Mission, v1::ListMissionsResponse>(context.sql, request, spec);
}

}  // namespace muster::missions
