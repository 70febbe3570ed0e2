// SPDX-License-Identifier: EUPL-1.2
// Who may be the second hand of a request: somebody else, who holds one of its approver_roles by a grant that two gave,
// for its unit or one above it.
#pragma once

#include <string>
#include <vector>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/context.h"

namespace muster::access {

// What accounts are called that may approve it, by name.
std::vector<std::string> approvers_of(rpc::Context& context, const v1::Approval& approval);

// Throws FAILED_PRECONDITION (OWN_REQUEST) or PERMISSION_DENIED (NOT_AN_APPROVER) unless the caller may.
void require_approver(rpc::Context& context, const v1::Approval& approval);

// Whether it is who asked, or whom it is for, by this account or another one.
bool is_party(rpc::Context& context, const v1::Approval& approval, long long account);
// Whether it is a live account of somebody who holds one of the approver_roles, by a grant that two gave, for the unit.
bool holds_role(rpc::Context& context, const v1::Approval& approval, long long account);
// "HR_CENTRAL, ENDORSER" of the approver_roles.
std::string role_words(const v1::Approval& approval);

// Conditions on table approval: what the caller has a role for, by whatever grant, and what waits for the caller.
db::Query of_callers_roles(rpc::Context& context);
db::Query waits_for_caller(rpc::Context& context);

// Whether the caller has a role for it.
bool is_of_callers_roles(rpc::Context& context, const v1::Approval& approval);

}  // namespace muster::access
