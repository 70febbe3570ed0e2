// SPDX-License-Identifier: EUPL-1.2
// How a call's nominations stand, over all units: what the guards go by and what callers are shown.
#pragma once

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// The slate of the call: what it asks for is enough women or a reason, and no more nominees than it takes.
v1::Call::Slate slate_of(rpc::Context& context, const v1::Call& call);

}  // namespace muster::nominations
