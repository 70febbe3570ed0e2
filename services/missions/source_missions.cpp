// SPDX-License-Identifier: EUPL-1.2
#include "missions/source_missions.h"

#include <algorithm>

#include "missions/missions.h"
#include "muster/facts/v1/facts.pb.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/enums.h"
#include "platform/proto/resources.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/validate.h"
#include "platform/text/code_key.h"

namespace muster::missions {

std::string organisation_of(const std::string& source) {
  std::string name = "ORGANISATION_" + source;
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  const auto organisation = proto::enum_named<platform::v1::Organisation>(name);
  return platform::v1::Organisation_Name(
      organisation == platform::v1::ORGANISATION_UNSPECIFIED ? platform::v1::ORGANISATION_OTHER : organisation);
}

MissionsByAcronym read_missions(rpc::Context& context) {
  MissionsByAcronym missions;
  // The present ones last, so that they hold.
  for (const char* select : {"SELECT DISTINCT mission.id, fact.acronym_key, mission.organisation FROM mission "
                             "JOIN mission_fact fact ON fact.record = mission.id",
                             "SELECT id, acronym_key, organisation FROM mission"}) {
    for (auto& [id, key, organisation] : db::select<long long, std::string, std::string>(context.sql, select)) {
      missions[key] = {id, organisation};
    }
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
    rpc::require_no_reserved_code("mission.acronym", acronym);
    return "";
  } catch (const status::Error& error) {
    return error.violations().front().description;
  }
}

MissionsByAcronym missions_with(rpc::Context& context, const std::set<std::string>& acronyms,
                                const std::string& organisation, imports::Effects& effects) {
  MissionsByAcronym missions = read_missions(context);
  std::vector<v1::Mission> missing;
  std::vector<std::string> keys;
  for (const auto& acronym : acronyms) {
    const std::string key = text::code_key(acronym);
    if (missions.contains(key) || std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    keys.push_back(key);
    v1::Mission& mission = missing.emplace_back();
    mission.set_acronym(acronym);
    mission.set_display_name(acronym);
    mission.set_organisation(proto::enum_named<platform::v1::Organisation>(organisation));
    mission.set_kind(v1::MISSION_KIND_INTERNATIONAL);
    mission.set_disclosure(platform::v1::DISCLOSURE_NAMED);
  }
  const auto ids = imports::create_all<v1::Mission>(context, effects, missing);
  std::vector<facts::v1::MissionFact> facts;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    missions[keys[i]] = {ids[i], organisation};
    facts::v1::MissionFact& fact = facts.emplace_back();
    fact.set_record(ids[i]);
    fact.set_acronym(missing[i].acronym());
    fact.set_kind(v1::MissionKind_Name(missing[i].kind()));
    fact.set_organisation(missing[i].organisation());
    missing[i].set_name(proto::name_of<v1::Mission>(ids[i]));
    write_first_mission_period(context, missing[i]);
  }
  rpc::append_all<facts::v1::MissionFact>(context, facts);
  return missions;
}

}  // namespace muster::missions
