// SPDX-License-Identifier: EUPL-1.2
// People, the units they belong to and what is known of them.
#pragma once

#include "platform/rpc/registry.h"

namespace muster::roster {

// Adds every method of muster.roster.v1.RosterService.
void register_methods(rpc::Registry& registry);

// What the roster does when another service's step reaches its records; every process calls it.
// What every process registers, whichever services it serves: what it settles when something ends.
// What every process registers, whichever services it serves: what it has to do with erasing people.
void register_corrections(rpc::Registry& registry);

}  // namespace muster::roster
