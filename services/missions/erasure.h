// SPDX-License-Identifier: EUPL-1.2
// Deployments of somebody who is erased: they stay, as those of people who were reported without a name.
#pragma once

#include "platform/rpc/erasure.h"

namespace muster::missions {

rpc::ErasureRule erasure_rule();

}  // namespace muster::missions
