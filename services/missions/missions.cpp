// SPDX-License-Identifier: EUPL-1.2
#include "missions/missions.h"

#include <algorithm>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/used_codes.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

v1::Mission read_mission(rpc::Context& context, long long id) {
  auto mission = rows::query_one<v1::Mission>(
      context.sql, {"SELECT " + rows::columns<v1::Mission>() + " FROM mission WHERE id = ?", {id}});
  if (!mission) throw status::not_found(proto::name_of<v1::Mission>(id));
  return std::move(*mission);
}

// How the mission is called and what it is, from now on.
void append_mission(rpc::Context& context, long long id) {
  rpc::append_from<facts::v1::MissionFact>(context, {"mission WHERE id = ?", {id}},
                                           {{"record", "mission.id"},
                                            {"acronym", "mission.acronym"},
                                            {"acronym_key", "mission.acronym_key"},
                                            {"kind", "mission.kind"}});
}

void require_unused(rpc::Context& context, const v1::Mission& mission, long long id) {
  rpc::require_unused_code<v1::Mission, facts::v1::MissionFact>(context, "acronym", mission.acronym(), id,
                                                                "mission.acronym");
}

}  // namespace

v1::Mission create_mission(rpc::Context& context, const v1::CreateMissionRequest& request) {
  const long long id = rows::insert(context.sql, "mission", request.mission());
  require_unused(context, request.mission(), id);
  append_mission(context, id);
  return read_mission(context, id);
}

v1::Mission update_mission(rpc::Context& context, const v1::UpdateMissionRequest& request) {
  context.sequence();  // what hangs on the mission stays until the commit
  const long long id = proto::id_of<v1::Mission>(request.mission().name(), "mission.name");
  const v1::Mission before = read_mission(context, id);
  rows::update(context.sql, "mission", request.mission(), request.update_mask());
  const auto& paths = request.update_mask().paths();
  if (std::find(paths.begin(), paths.end(), "acronym") != paths.end()) {
    require_unused(context, request.mission(), id);
    append_mission(context, id);
  }
  v1::Mission after = read_mission(context, id);
  if (after.has_mandate_to() && (!before.has_mandate_to() || after.mandate_to() < before.mandate_to())) {
    rpc::carry_on(context, {rpc::Cause::mandate_shortened, id, after.mandate_to()});
  }
  return after;
}

v1::Mission end_mission(rpc::Context& context, const v1::EndMissionRequest& request) {
  context.sequence();  // as above
  const long long id = proto::id_of<v1::Mission>(request.name());
  v1::Mission mission = read_mission(context, id);
  if (mission.has_mandate_from() && request.last_day() < mission.mandate_from()) {
    throw status::invalid_argument(
        "last_day", platform::v1::REASON_TOO_EARLY,
        "is before the mandate began, on " + mission.mandate_from() + "; give that day or a later one",
        {{"earliest", mission.mandate_from()}});
  }
  mission.set_mandate_to(request.last_day());
  mission.set_end_reason(request.reason());
  mission.set_etag(request.etag());
  google::protobuf::FieldMask mask;
  mask.add_paths("mandate_to");
  mask.add_paths("end_reason");
  rows::update(context.sql, "mission", mission, mask);
  rpc::carry_on(context, {rpc::Cause::mission_over, id, request.last_day()});
  return read_mission(context, id);
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
