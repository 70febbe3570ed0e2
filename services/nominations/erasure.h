// SPDX-License-Identifier: EUPL-1.2
// Nominations of somebody who is erased: the open ones stand against it, the others go with the person.
#pragma once

#include "platform/rpc/erasure.h"

namespace muster::nominations {

rpc::ErasureRule erasure_rule();

}  // namespace muster::nominations
