// SPDX-License-Identifier: EUPL-1.2
#include "missions/source_missions.h"

#include "muster/missions/v1/missions.pb.h"
#include "platform/db/bulk.h"
#include "platform/rpc/validate.h"

namespace muster::missions {

std::string organisation_of(const std::string& source) {
  platform::v1::Organisation organisation{};
  return platform::v1::Organisation_Parse("ORGANISATION_" + source, &organisation)
             ? platform::v1::Organisation_Name(organisation)
             : "ORGANISATION_OTHER";
}

MissionsByAcronym read_missions(rpc::Context& context) {
  MissionsByAcronym missions;
  for (auto& [id, acronym, organisation] :
       db::select<long long, std::string, std::string>(context.sql, "SELECT id, acronym, organisation FROM mission")) {
    missions[acronym] = {id, organisation};
  }
  return missions;
}

std::string fault_of_acronym(const std::string& acronym) {
  v1::CreateMissionRequest request;
  v1::Mission& mission = *request.mutable_mission();
  mission.set_acronym(acronym);
  mission.set_display_name(acronym);
  mission.set_organisation(platform::v1::ORGANISATION_UN);
  mission.set_kind(v1::MISSION_KIND_INTERNATIONAL);
  try {
    rpc::validate(request);
    return "";
  } catch (const status::Error& error) {
    return error.violations().front().description;
  }
}

MissionsByAcronym missions_with(rpc::Context& context, const std::set<std::string>& acronyms,
                                const std::string& organisation, imports::Effects& effects) {
  MissionsByAcronym missions = read_missions(context);
  std::vector<std::string> missing;
  std::vector<db::Row> rows;
  for (const auto& acronym : acronyms) {
    if (missions.contains(acronym)) continue;
    missing.push_back(acronym);
    rows.push_back({acronym, acronym, "", organisation, "MISSION_KIND_INTERNATIONAL", "[]", "[]", context.now_micros(),
                    context.now_micros(), 1LL});
  }
  const auto ids = db::insert_rows(context.sql, "mission",
                                   {"acronym", "display_name", "display_name_nb", "organisation", "kind",
                                    "host_countries", "themes", "create_time", "update_time", "row_version"},
                                   rows);
  for (std::size_t i = 0; i < ids.size(); ++i) missions[missing[i]] = {ids[i], organisation};
  if (!ids.empty()) effects.created("mission", ids);
  return missions;
}

}  // namespace muster::missions
