// SPDX-License-Identifier: EUPL-1.2
// What may be done alone by whoever has given the password just now.
#pragma once

#include "platform/rpc/context.h"

namespace muster::rpc {

// Throws PERMISSION_DENIED unless the caller's factor was given in the last ten minutes; the console passes.
void require_fresh_factor(const Context& context);

}  // namespace muster::rpc
