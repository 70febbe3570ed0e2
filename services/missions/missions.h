// SPDX-License-Identifier: EUPL-1.2
// Missions: what people are sent to. They hold no personal data and are seen by everybody, but for those that are
// grouped (platform/rpc/disclosure.h).
#pragma once

#include "missions/dated.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Errors: ALREADY_EXISTS (acronym).
v1::Mission create_mission(rpc::Context& context, const v1::CreateMissionRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning; a field that holds from a day), ALREADY_EXISTS (acronym). What reaches beyond a mandate that is
// shortened is told as open.
v1::Mission update_mission(rpc::Context& context, const v1::UpdateMissionRequest& request);

// The mission is another from a day on: figures take it as it was on each day that they count.
// Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (a day that has not begun; a field that holds from no
// day), FAILED_PRECONDITION (changed on that day already; nothing would change).
v1::Mission change_mission(rpc::Context& context, const v1::ChangeMissionRequest& request);
// The mission was another on some days. Errors: those of change_mission.
v1::Mission correct_mission(rpc::Context& context, const v1::CorrectMissionRequest& request);
// Errors: NOT_FOUND.
v1::MissionHistory get_mission_history(rpc::Context& context, const v1::GetMissionHistoryRequest& request);

// What of a mission holds from a day.
const DatedKind& mission_kind();
// The mission is named from a day on, or grouped. Errors: PERMISSION_DENIED (a grant for some units), NOT_FOUND, ABORTED
// (a stale etag), INVALID_ARGUMENT (a day that has not begun).
v1::Mission change_mission_disclosure(rpc::Context& context, const v1::ChangeMissionDisclosureRequest& request);

// Which disclosure it was given and from when on, the latest first. Errors: PERMISSION_DENIED (a grant for some units),
// NOT_FOUND.
proto::Encoded<v1::ListMissionDisclosuresResponse> list_mission_disclosures(
    rpc::Context& context, const v1::ListMissionDisclosuresRequest& request);

// What a mission that an import created is, ever since.
void write_first_mission_period(rpc::Context& context, const v1::Mission& created);

// The mandate ends on last_day, and its posts with it; what hangs on them is settled or told as open (rpc::carry_on).
// Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (before the mandate began).
v1::Mission end_mission(rpc::Context& context, const v1::EndMissionRequest& request);

// Errors: NOT_FOUND.
v1::Mission get_mission(rpc::Context& context, const v1::GetMissionRequest& request);

proto::Encoded<v1::ListMissionsResponse> list_missions(rpc::Context& context, const v1::ListMissionsRequest& request);

}  // namespace muster::missions
