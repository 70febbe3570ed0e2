// SPDX-License-Identifier: EUPL-1.2
// Accounts, grants, signing in, tokens, settings and the audit as it is read.
#pragma once

#include "platform/rpc/registry.h"

namespace muster::access {

// Adds every method of muster.access.v1.AccessService.
void register_methods(rpc::Registry& registry);

// What every process registers, whichever services it serves: what it settles when something ends.
// What every process registers, whichever services it serves: what it has to do with erasing people.
void register_corrections(rpc::Registry& registry);

}  // namespace muster::access
