// SPDX-License-Identifier: EUPL-1.2
#include "missions/missions.h"

#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

v1::Mission read_mission(rpc::Call& call, long long id) {
  auto mission = db::query_one<v1::Mission>(
      call.sql, {"SELECT " + db::columns<v1::Mission>() + " FROM mission WHERE id = ?", {id}});
  if (!mission) throw status::not_found(db::name_of<v1::Mission>(id));
  return std::move(*mission);
}

}  // namespace

v1::Mission create_mission(rpc::Call& call, const v1::CreateMissionRequest& request) {
  return read_mission(call, db::insert(call.sql, "mission", request.mission()));
}

v1::Mission update_mission(rpc::Call& call, const v1::UpdateMissionRequest& request) {
  db::update(call.sql, "mission", request.mission(), request.update_mask());
  return read_mission(call, db::id_of<v1::Mission>(request.mission().name(), "mission.name"));
}

v1::Mission get_mission(rpc::Call& call, const v1::GetMissionRequest& request) {
  return read_mission(call, db::id_of<v1::Mission>(request.name()));
}

db::Encoded<v1::ListMissionsResponse> list_missions(rpc::Call& call, const v1::ListMissionsRequest& request) {
  db::ListSpec spec;
  spec.table = "mission";
  spec.default_order = "acronym";
  return db::list<v1::Mission, v1::ListMissionsResponse>(call.sql, request, spec);
}

}  // namespace muster::missions
