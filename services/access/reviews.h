// SPDX-License-Identifier: EUPL-1.2
// Acts that are done alone, with a reason, and looked at afterwards by a reviewer who was named before, or on some days
// by the reviewer's deputy.
#pragma once

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/context.h"

namespace muster::access {

// What waits is on the new reviewer's list, who is told.
// Errors: PERMISSION_DENIED for an administrator of some units only; INVALID_ARGUMENT for an act that nobody looks at
// afterwards, and for accounts that do not see it (ROLE_NOT_HELD) or are both.
v1::TwoHandActRule set_reviewer(rpc::Context& context, const v1::SetReviewerRequest& request);

// The table of acts, with who looks at them.
v1::ListTwoHandActsResponse list_two_hand_acts(rpc::Context& context, const v1::ListTwoHandActsRequest& request);

// Whether it was done alone, and waits for its reviewer.
bool is_to_review(const v1::Approval& approval);

// Of an act that is being done: throws FAILED_PRECONDITION (REVIEWER_NEEDED) unless somebody is left to look at it today,
// who is neither who does it nor whom it is for.
void require_somebody_to_review(rpc::Context& context, const v1::Approval& approval);
// Tells those who may look at it today.
void tell_reviewers(rpc::Context& context, const v1::Approval& approval);

// Of what is to be reviewed: throws PERMISSION_DENIED (NOT_THE_REVIEWER) unless the caller is the reviewer, or the deputy
// on one of the deputy's days. Of everything else nothing.
void require_reviewer(rpc::Context& context, const v1::Approval& approval);

// A condition on table approval as of now: what is to be reviewed by the caller, as reviewer or today as deputy.
db::Query to_review_by_caller(rpc::Context& context);

// Says in the approval who is to look at it: the reviewer of now.
void describe_reviewer(rpc::Context& context, v1::Approval& approval);

// Nobody has to be told any more.
void dismiss_review_notices(rpc::Context& context, long long approval);

}  // namespace muster::access
