// SPDX-License-Identifier: EUPL-1.2
// How a call's nominations stand, over all units: what the guards go by and what callers are shown.
#pragma once

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// The slate of the call. `except`: the id of a nomination to leave out, 0 for none.
// What a call asks of its slate: enough women or a reason, and no more nominees than the call takes.
v1::Call::Slate slate_of(rpc::Context& context, const v1::Call& call, long long except = 0);

}  // namespace muster::nominations
