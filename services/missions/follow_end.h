// SPDX-License-Identifier: EUPL-1.2
// What becomes of deployments, posts and reports when something ends. The rules of all services: services/README.md,
// "When something ends".
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::missions {

// Settles tours of people who died or left, and what was planned for a post or mission that ends before it begins; tells
// as open what runs beyond the last day. Guards of steps are not asked: what has happened is not refused.
void follow_end(rpc::Context& context, const rpc::End& end);

}  // namespace muster::missions
