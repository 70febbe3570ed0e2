// SPDX-License-Identifier: EUPL-1.2
// NominationsService: calls of organisations and the nominations that answer them.
#pragma once

#include "platform/rpc/registry.h"

namespace muster::nominations {

void register_methods(rpc::Registry& registry);

// What every process registers, whichever services it serves: corrections of persons, and what it settles when
// something ends.
// What every process registers, whichever services it serves: corrections of persons, and what it has to do with erasing them.
void register_corrections(rpc::Registry& registry);

}  // namespace muster::nominations
