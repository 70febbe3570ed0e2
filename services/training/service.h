// SPDX-License-Identifier: EUPL-1.2
// Courses, completions, requirements and what follows from their dates.
#pragma once

#include "platform/rpc/registry.h"

namespace muster::training {

// Adds every method of muster.training.v1.TrainingService.
void register_methods(rpc::Registry& registry);

}  // namespace muster::training
