// SPDX-License-Identifier: EUPL-1.2
// Files on their way in, as methods: upload, check, run, findings, undo.
#pragma once

#include "platform/imports/runner.h"
#include "platform/rpc/registry.h"

namespace muster::imports {

// Adds every method of muster.imports.v1.ImportService. The runner outlives the registry's use.
void register_methods(rpc::Registry& registry, Runner& runner);

// What every process registers, whichever services it serves: what imports have to do with erasing people.
void register_corrections(rpc::Registry& registry);

}  // namespace muster::imports
