// SPDX-License-Identifier: EUPL-1.2
// Waivers: who is excused from which requirement for a time. Append-only.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"
#include "platform/rpc/second_hand.h"

namespace muster::training {

// Every waiver is looked at afterwards.
std::optional<rpc::Act> waiver_act(rpc::Context& context, const v1::CreateWaiverRequest& request);

// The caller approves it. Errors: NOT_FOUND (person, also outside the caller's units),
// INVALID_ARGUMENT (requirement not there), PERMISSION_DENIED (for oneself),
// FAILED_PRECONDITION (called without an account: nobody would have approved it).
v1::Waiver create_waiver(rpc::Context& context, const v1::CreateWaiverRequest& request);

// Revoked ones among them. Errors: NOT_FOUND (person, also outside the caller's units), and those
// of db::list.
proto::Encoded<v1::ListWaiversResponse> list_waivers(rpc::Context& context, const v1::ListWaiversRequest& request);

// Void from its beginning, as a revoked completion is: the facts say so from now on.
// Errors: NOT_FOUND, also of people outside the caller's units; PERMISSION_DENIED (one's own);
// FAILED_PRECONDITION (is revoked).
v1::Waiver revoke_waiver(rpc::Context& context, const v1::RevokeWaiverRequest& request);

}  // namespace muster::training
