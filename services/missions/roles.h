// SPDX-License-Identifier: EUPL-1.2
// A tour is a row of roles, stretches in one post. A role in which the post or the person's category is another from a
// day on is cut into several segments. The steps of a tour move the days of roles; the cuts are only what follows.
#pragma once

#include <vector>

#include "missions/day_corrections.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// The segments of each role, by their places in the deployment.
std::vector<Stretch> roles_of(const v1::Deployment& deployment);

// The deployment with one segment for each role: the first of those into which it was cut, with the days of all.
v1::Deployment with_whole_roles(const v1::Deployment& deployment);

// Stores the days that roles have in `whole`, of a deployment that is recorded as `cut`, with their facts. Segments of a
// role that are not within its days are taken out. Roles that `whole` has besides are not stored.
void store_days(rpc::Context& context, const v1::Deployment& cut, const v1::Deployment& whole);

}  // namespace muster::missions
