// SPDX-License-Identifier: EUPL-1.2
// What nominations have of their posts follows when these are something else on some days.
#pragma once

#include "platform/rpc/context.h"

namespace muster::nominations {

// Band and tier as they were frozen, on the day of each step that froze them, are those of the post on that day; so are
// the facts of the steps, and the type of personnel.
void follow_post(rpc::Context& context, long long post);

}  // namespace muster::nominations
