// SPDX-License-Identifier: EUPL-1.2
// MissionsService: missions, posts, deployments and headcounts.
#pragma once

#include "platform/rpc/registry.h"

namespace muster::missions {

void register_methods(rpc::Registry& registry);

// What follows in tours when something of a person is restated, wherever that is served.
// What every process registers, whichever services it serves: what it settles when something ends.
// What every process registers, whichever services it serves: what it has to do with erasing people.
void register_corrections(rpc::Registry& registry);

}  // namespace muster::missions
