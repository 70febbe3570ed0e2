// SPDX-License-Identifier: EUPL-1.2
// Requirements, and waivers that excuse from them.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/rpc/call.h"

namespace muster::training {

// soon_days of 0 becomes 90. Errors: INVALID_ARGUMENT (neither topics nor courses; a course that is
// not there), ALREADY_EXISTS (code).
v1::Requirement create_requirement(rpc::Call& call, const v1::CreateRequirementRequest& request);
v1::ListRequirementsResponse list_requirements(rpc::Call& call, const v1::ListRequirementsRequest& request);

// The caller approves it. Errors: NOT_FOUND (person, also outside the caller's units),
// INVALID_ARGUMENT (requirement not there), PERMISSION_DENIED (for oneself),
// FAILED_PRECONDITION (called without an account: nobody would have approved it).
v1::Waiver create_waiver(rpc::Call& call, const v1::CreateWaiverRequest& request);

}  // namespace muster::training
