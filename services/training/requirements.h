// SPDX-License-Identifier: EUPL-1.2
// Requirements: who must have which training when.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::training {

// soon_days of 0 becomes 90. Errors: INVALID_ARGUMENT (neither topics nor courses; a course that is
// not there; a time of the tour for others than the deployed), ALREADY_EXISTS (code).
v1::Requirement create_requirement(rpc::Context& context, const v1::CreateRequirementRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning), ALREADY_EXISTS (code).
v1::Requirement update_requirement(rpc::Context& context, const v1::UpdateRequirementRequest& request);
proto::Encoded<v1::ListRequirementsResponse> list_requirements(rpc::Context& context,
                                                               const v1::ListRequirementsRequest& request);

}  // namespace muster::training
