// SPDX-License-Identifier: EUPL-1.2
#include "missions/missions.h"

#include <algorithm>

#include "missions/day_corrections.h"
#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/disclosure_changes.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/used_codes.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

using facts::v1::MissionFact;

const DatedKind dated = {"mission", {"organisation", "kind"}, "ChangeMission", "CorrectMission", "UpdateMission"};

v1::Mission read_mission(rpc::Context& context, long long id) {
  auto mission = rows::query_one<v1::Mission>(
      context.sql, {"SELECT " + rows::columns<v1::Mission>() + " FROM mission WHERE id = ?", {id}});
  if (!mission) throw status::not_found(proto::name_of<v1::Mission>(id));
  return std::move(*mission);
}

// The mission, if the caller's grants cover its owner.
v1::Mission read_own_mission(rpc::Context& context, const std::string& name, const std::string& field) {
  v1::Mission mission = read_mission(context, proto::id_of<v1::Mission>(name, field));
  rpc::require_owner(context, mission.owner());
  return mission;
}

// Who serves or is to serve in the mission is counted as it is on those days.
void reach_those_who_serve(rpc::Context& context, const v1::Mission& mission) {
  rpc::reach_persons(context, {"SELECT person FROM deployment WHERE person IS NOT NULL AND "
                               "state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID') AND id IN "
                               "(SELECT deployment FROM deployment_segment WHERE mission = ?)",
                               {proto::id_of<v1::Mission>(mission.name())}});
}

// How the mission is called, and what it is on the days of each period from the one of this place on.
void append_mission(rpc::Context& context, const v1::Mission& mission, const std::vector<Period>& periods,
                    std::size_t first) {
  std::vector<MissionFact> facts;
  for (std::size_t i = first; i < periods.size(); ++i) {
    MissionFact& fact = facts.emplace_back();
    fact.set_record(proto::id_of<v1::Mission>(mission.name()));
    fact.set_acronym(mission.acronym());
    fact.set_kind(v1::MissionKind_Name(periods[i].values.at("kind")));
    fact.set_organisation(static_cast<platform::v1::Organisation>(periods[i].values.at("organisation")));
    if (!periods[i].first.empty()) fact.set_day_from(rpc::day_from(periods[i].first));
    if (i + 1 < periods.size()) fact.set_day_to(rpc::day_from(periods[i + 1].first));
  }
  rpc::append_all<MissionFact>(context, facts);
}

void require_unused(rpc::Context& context, const v1::Mission& mission, long long id) {
  rpc::require_no_reserved_code("mission.acronym", mission.acronym());
  rpc::require_unused_code<v1::Mission, facts::v1::MissionFact>(context, "acronym", mission.acronym(), id,
                                                                "mission.acronym");
}

// Whether a mission that was ended has days again after its last one.
bool goes_on(const v1::Mission& before, const v1::Mission& after) {
  return !before.end_reason().empty() && before.has_mandate_to() &&
         (!after.has_mandate_to() || after.mandate_to() > before.mandate_to());
}

// It is not over any more.
v1::Mission prolong(rpc::Context& context, const v1::Mission& before, v1::Mission after) {
  after.clear_end_reason();
  google::protobuf::FieldMask mask;
  mask.add_paths("end_reason");
  rows::update(context.sql, "mission", after, mask);
  const long long id = proto::id_of<v1::Mission>(after.name());
  rpc::carry_on(context, {rpc::Consequence::CAUSE_MANDATE_PROLONGED, id, after.mandate_to(), before.mandate_to()});
  return read_mission(context, id);
}

}  // namespace

const DatedKind& mission_kind() { return dated; }

v1::Mission create_mission(rpc::Context& context, const v1::CreateMissionRequest& request) {
  rpc::require_new_owner(context, request.mission().owner(), "mission.owner");
  rpc::require_no_reserved_code("mission.acronym", request.mission().acronym());
  v1::Mission created = request.mission();
  created.set_disclosure(platform::v1::DISCLOSURE_NAMED);
  const long long id = rows::insert(context.sql, "mission", created);
  require_unused(context, request.mission(), id);
  const v1::Mission mission = read_mission(context, id);
  write_first_period<v1::MissionPeriod>(context, dated, mission);
  append_mission(context, mission, {{"", values_of(mission, dated.fields)}}, 0);
  return mission;
}

v1::Mission change_mission(rpc::Context& context, const v1::ChangeMissionRequest& request) {
  context.sequence();  // of two changes the second sees the first
  const v1::Mission mission = read_own_mission(context, request.mission().name(), "mission.name");
  DatedStep step = begin_dated<v1::MissionPeriod>(context, dated, request.mission(), mission, request.update_mask());
  rpc::require_begun(context, "valid_from", request.valid_from());
  change_from(step, mission.name(), request.valid_from());
  v1::MissionEvent event;
  event.set_first_day(request.valid_from());
  write_dated<v1::MissionPeriod>(context, step, mission, event, dated.change);
  reach_those_who_serve(context, mission);
  append_mission(context, mission, step.timeline.periods(), 0);
  return read_mission(context, step.id);
}

v1::Mission correct_mission(rpc::Context& context, const v1::CorrectMissionRequest& request) {
  context.sequence();  // of two corrections the second sees the first
  const v1::Mission mission = read_own_mission(context, request.mission().name(), "mission.name");
  DatedStep step = begin_dated<v1::MissionPeriod>(context, dated, request.mission(), mission, request.update_mask());
  v1::MissionEvent event;
  std::optional<std::string> first, last;
  if (request.has_first_day()) {
    rpc::require_begun(context, "first_day", request.first_day());
    event.set_first_day(*(first = request.first_day()));
  }
  if (request.has_last_day()) {
    rpc::require_begun(context, "last_day", request.last_day());
    event.set_last_day(*(last = request.last_day()));
  }
  correct_days(step, mission.name(), first, last, rules::format_date(context.today()));
  event.set_reason(request.reason());
  write_dated<v1::MissionPeriod>(context, step, mission, event, dated.correct);
  reach_those_who_serve(context, mission);
  append_mission(context, mission, step.timeline.periods(), 0);
  return read_mission(context, step.id);
}

v1::MissionHistory get_mission_history(rpc::Context& context, const v1::GetMissionHistoryRequest& request) {
  const long long id = proto::id_of<v1::Mission>(request.mission());
  rpc::require_named_mission(context, id);
  return read_history<v1::MissionPeriod, v1::MissionEvent, v1::MissionHistory>(context, dated, id);
}

void write_first_mission_period(rpc::Context& context, const v1::Mission& created) {
  write_first_period<v1::MissionPeriod>(context, dated, created);
}

v1::Mission update_mission(rpc::Context& context, const v1::UpdateMissionRequest& request) {
  context.sequence();  // what hangs on the mission stays until the commit
  const long long id = proto::id_of<v1::Mission>(request.mission().name(), "mission.name");
  require_not_dated(dated, request.update_mask());
  const v1::Mission before = read_mission(context, id);
  rpc::require_owners(context, before.owner(), request.mission().owner(), request.update_mask(), "mission.owner");
  rows::update(context.sql, "mission", request.mission(), request.update_mask());
  const auto& paths = request.update_mask().paths();
  if (std::find(paths.begin(), paths.end(), "acronym") != paths.end()) {
    require_unused(context, request.mission(), id);
    // What it is stays: the last period is said again.
    const auto periods = read_timeline<v1::MissionPeriod>(context, dated, id).periods();
    append_mission(context, read_mission(context, id), periods, periods.size() - 1);
  }
  v1::Mission after = read_mission(context, id);
  if (goes_on(before, after)) return prolong(context, before, after);
  if (after.has_mandate_to() && (!before.has_mandate_to() || after.mandate_to() < before.mandate_to())) {
    rpc::carry_on(context, {rpc::Consequence::CAUSE_MANDATE_SHORTENED, id, after.mandate_to()});
  }
  return after;
}

v1::Mission end_mission(rpc::Context& context, const v1::EndMissionRequest& request) {
  context.sequence();  // as above
  const long long id = proto::id_of<v1::Mission>(request.name());
  v1::Mission mission = read_own_mission(context, request.name(), "name");
  if (mission.has_mandate_from() && request.last_day() < mission.mandate_from()) {
    throw status::invalid_argument(
        "last_day", platform::v1::REASON_TOO_EARLY,
        "is before the mandate began, on " + mission.mandate_from() + "; give that day or a later one",
        {{"earliest", mission.mandate_from()}});
  }
  rpc::End end{rpc::Consequence::CAUSE_MISSION_OVER, id, request.last_day()};
  const bool was_over = !mission.end_reason().empty() && mission.has_mandate_to();
  if (was_over && mission.mandate_to() < end.last_day) end.former_last_day = mission.mandate_to();
  mission.set_mandate_to(request.last_day());
  mission.set_end_reason(request.reason());
  mission.set_etag(request.etag());
  google::protobuf::FieldMask mask;
  mask.add_paths("mandate_to");
  mask.add_paths("end_reason");
  rows::update(context.sql, "mission", mission, mask);
  rpc::carry_on(context, end);
  return read_mission(context, id);
}

v1::Mission change_mission_disclosure(rpc::Context& context, const v1::ChangeMissionDisclosureRequest& request) {
  rpc::require_all_units(context);
  context.sequence();  // of two changes the second sees the first
  const long long id = proto::id_of<v1::Mission>(request.mission(), "mission");
  v1::Mission mission = read_mission(context, id);
  status::require_etag(request.etag(), mission.etag());
  auto change = rpc::disclosure_change<v1::MissionDisclosure>(context, request);
  change.set_mission(request.mission());
  rows::insert(context.sql, "mission_disclosure", change);
  const auto now = rpc::disclosure_today(context, "mission", id);
  if (now == mission.disclosure()) return mission;
  mission.set_disclosure(now);
  google::protobuf::FieldMask mask;
  mask.add_paths("disclosure");
  rows::update(context.sql, "mission", mission, mask);
  return read_mission(context, id);
}

proto::Encoded<v1::ListMissionDisclosuresResponse> list_mission_disclosures(
    rpc::Context& context, const v1::ListMissionDisclosuresRequest& request) {
  rpc::require_all_units(context);
  const long long id = proto::id_of<v1::Mission>(request.mission(), "mission");
  read_mission(context, id);
  return rpc::list_disclosures<v1::MissionDisclosure, v1::ListMissionDisclosuresResponse>(context, request, "mission",
                                                                                          id);
}

v1::Mission get_mission(rpc::Context& context, const v1::GetMissionRequest& request) {
  const long long id = proto::id_of<v1::Mission>(request.name());
  rpc::require_named_mission(context, id);
  return read_mission(context, id);
}

proto::Encoded<v1::ListMissionsResponse> list_missions(rpc::Context& context, const v1::ListMissionsRequest& request) {
  rows::ListSpec spec;
  spec.table = "mission";
  spec.where = rpc::named_missions(context, "mission.id");
  spec.default_order = "acronym";
  return rows::list<v1::Mission, v1::ListMissionsResponse>(context.sql, request, spec);
}

}  // namespace muster::missions
