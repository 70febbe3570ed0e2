// SPDX-License-Identifier: EUPL-1.2
// Grants: a role for an account, for a unit and all below it or for everything, from a first to a last day.
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::access {

// The account that the grant is for: named, if it is one that the caller is shown, or by its exact name.
// Errors: INVALID_ARGUMENT, alike for one that is not there and one that the caller is not shown.
long long granted_account(rpc::Context& context, const v1::CreateGrantRequest& request);

// Errors: those of granted_account(); NOT_FOUND for a unit that the caller does
// not administer; PERMISSION_DENIED for a grant without a unit by somebody who administers some units;
// FAILED_PRECONDITION when the account is the caller's own, or ROLE_PERSON is for an account that is
// nobody of the roster.
v1::Grant create_grant(rpc::Context& context, const v1::CreateGrantRequest& request);

// Those within the caller's scope.
proto::Encoded<v1::ListGrantsResponse> list_grants(rpc::Context& context, const v1::ListGrantsRequest& request);

// The grant's last day becomes yesterday: it holds no longer from the next call on.
// Errors: NOT_FOUND, also for a grant outside the caller's scope; FAILED_PRECONDITION when it ended, and for that of the
// last administrator of all units.
v1::Grant revoke_grant(rpc::Context& context, const v1::RevokeGrantRequest& request);

}  // namespace muster::access
