// SPDX-License-Identifier: EUPL-1.2
// Erasing people: nothing of them stays but that they were erased, and a keyed hash of their number.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"
#include "platform/rpc/erasure.h"

namespace muster::roster {

// What of the roster's stands against it: where the person belongs.
rpc::ErasureRule erasure_rule();

// Errors: NOT_FOUND.
v1::PreviewErasureResponse preview_erasure(rpc::Context& context, const v1::PreviewErasureRequest& request);

// Errors: NOT_FOUND, also when nobody has the number of the hash; FAILED_PRECONDITION (one's own; something stands
// against it); INVALID_ARGUMENT (the reason names the person); PERMISSION_DENIED for a hash, unless for all units.
v1::Erasure erase_person(rpc::Context& context, const v1::ErasePersonRequest& request);

// The newest first. Errors: PERMISSION_DENIED unless for all units.
proto::Encoded<v1::ListErasuresResponse> list_erasures(rpc::Context& context, const v1::ListErasuresRequest& request);

// Erases the person, against whom nothing stands, and gives the id of the erasure.
long long erase(rpc::Context& context, long long person, const std::string& reason);

}  // namespace muster::roster
