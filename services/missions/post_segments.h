// SPDX-License-Identifier: EUPL-1.2
// Who serves in a post is counted by what the post is on each day: a segment is cut where its post changes.
#pragma once

#include <vector>

#include "platform/rpc/context.h"

namespace muster::missions {

// Has the segments of `segments` (a SELECT of ids) be what their posts are on their days (planned ones: on the first
// planned day), with their facts. Answers the deployments of those that were cut or are others now, in order.
std::vector<long long> follow_posts(rpc::Context& context, const db::Query& segments);

}  // namespace muster::missions
