// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/call.h"

namespace muster::access {

// Errors: INVALID_ARGUMENT when account or unit do not exist; FAILED_PRECONDITION when
// ROLE_PERSON is for an account that is nobody of the roster.
v1::Grant create_grant(rpc::Call& call, const v1::CreateGrantRequest& request);

v1::ListGrantsResponse list_grants(rpc::Call& call, const v1::ListGrantsRequest& request);

// The grant's last day becomes yesterday: it holds no longer from the next call on.
v1::Grant revoke_grant(rpc::Call& call, const v1::RevokeGrantRequest& request);

}  // namespace muster::access
