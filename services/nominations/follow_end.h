// SPDX-License-Identifier: EUPL-1.2
// What becomes of nominations and calls when something ends. The rules of all services: services/README.md, "When
// something ends".
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::nominations {

// Closes nominations of people who died or left, and those for days on which a post is closed; cancels calls that were
// for posts of a mission that is over alone; tells the rest as open. To be called when deployments were called off: their
// nominations are accepted again, and end here too.
void follow_end(rpc::Context& context, const rpc::End& end);

}  // namespace muster::nominations
