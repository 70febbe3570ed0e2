// SPDX-License-Identifier: EUPL-1.2
// How a call's nominations stand, over all units: what the guards go by and what callers are shown.
#pragma once

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// The slate of the call.
// Source: product.md D3, "slate condition met or reason; <= max nominees".
v1::Call::Slate slate_of(rpc::Context& context, const v1::Call& call);

}  // namespace muster::nominations
