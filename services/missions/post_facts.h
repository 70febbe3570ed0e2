// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of posts: PostFact. Facts are appended, never changed.
#pragma once

#include "platform/rpc/context.h"

namespace muster::missions {

// Says anew what the post is from its first day to its last, from its row and its periods: at each write that changes its
// days, its seats or what figures group it by, once in a transaction.
void append_post(rpc::Context& context, long long post);

}  // namespace muster::missions
