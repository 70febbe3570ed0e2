// SPDX-License-Identifier: EUPL-1.2
// Requests that wait for their second hand (platform/rpc/second_hand.h), and what was decided about them.
#pragma once

#include <optional>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/second_hand.h"

namespace muster::access {

// Registry::file_approvals. The same request of the same account, by its content or its request_id, has one approval
// that waits: seven days, of what is looked at afterwards fourteen.
// Errors: FAILED_PRECONDITION (REVIEWER_NEEDED).
std::optional<status::Error> file_approval(rpc::Context& context, const rpc::Asked& asked);

v1::ListApprovalsResponse list_approvals(rpc::Context& context, const v1::ListApprovalsRequest& request);
// Errors: NOT_FOUND, also for what is nobody's business of the caller's.
v1::Approval get_approval(rpc::Context& context, const v1::GetApprovalRequest& request);

// Errors: NOT_FOUND; ABORTED; FAILED_PRECONDITION (OWN_REQUEST, APPROVAL_DECIDED, APPROVAL_EXPIRED, ACT_NOT_SERVED, and
// APPROVAL_FAILED, which is kept); PERMISSION_DENIED (NOT_AN_APPROVER, NOT_THE_REVIEWER).
v1::Approval approve_request(rpc::Context& context, const v1::ApproveRequestRequest& request);
// Errors: the same but APPROVAL_FAILED.
v1::Approval refuse_request(rpc::Context& context, const v1::RefuseRequestRequest& request);
// Errors: NOT_FOUND, also for whoever did not ask; ABORTED; FAILED_PRECONDITION (APPROVAL_DECIDED, APPROVAL_EXPIRED).
v1::Approval withdraw_request(rpc::Context& context, const v1::WithdrawRequestRequest& request);

}  // namespace muster::access
