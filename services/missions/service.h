// SPDX-License-Identifier: EUPL-1.2
// MissionsService: missions, posts, deployments and headcounts.
#pragma once

#include "platform/rpc/registry.h"

namespace muster::missions {

void register_methods(rpc::Registry& registry);

// What every process registers, whichever services it serves: what it has to do with erasing people.
void register_corrections(rpc::Registry& registry);

}  // namespace muster::missions
