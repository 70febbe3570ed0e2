// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include "platform/rpc/registry.h"

namespace muster::access {

// Adds every method of muster.access.v1.AccessService.
void register_methods(rpc::Registry& registry);

}  // namespace muster::access
