// SPDX-License-Identifier: EUPL-1.2
// Accounts of somebody who is erased: they are closed, lose their names, which others may take, and their tokens.
#pragma once

#include "platform/rpc/erasure.h"

namespace muster::access {

rpc::ErasureRule erasure_rule();

}  // namespace muster::access
