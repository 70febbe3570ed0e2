// SPDX-License-Identifier: EUPL-1.2
// Missions: what people are sent to. They hold no personal data and are seen by everybody.
#pragma once

#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Errors: ALREADY_EXISTS (acronym).
v1::Mission create_mission(rpc::Context& context, const v1::CreateMissionRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning), ALREADY_EXISTS (acronym). What reaches beyond a mandate that is shortened is told as open.
v1::Mission update_mission(rpc::Context& context, const v1::UpdateMissionRequest& request);

// The mandate ends on last_day, and its posts with it; what hangs on them is settled or told as open (rpc::carry_on).
// Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (before the mandate began).
v1::Mission end_mission(rpc::Context& context, const v1::EndMissionRequest& request);

// Errors: NOT_FOUND.
v1::Mission get_mission(rpc::Context& context, const v1::GetMissionRequest& request);

proto::Encoded<v1::ListMissionsResponse> list_missions(rpc::Context& context, const v1::ListMissionsRequest& request);

}  // namespace muster::missions
