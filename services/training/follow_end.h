// SPDX-License-Identifier: EUPL-1.2
// What becomes of courses when the unit ends whose they are.
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::training {

void follow_end(rpc::Context& context, const rpc::End& end);

}  // namespace muster::training
