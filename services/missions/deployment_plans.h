// SPDX-License-Identifier: EUPL-1.2
// Planning a deployment: of an accepted nomination, or of a person straight from the roster.
#pragma once

#include <string>

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Plans a deployment with one segment and no actual days, and answers its name. What the request leaves out comes from
// the nomination (person, post, planned days, category and unit as frozen at submission) or from the person
// (category; the unit of the first planned day), the country from the setting home_country. Two
// requests for one nomination: the first one wins.
// Errors: NOT_FOUND (person or nomination, also outside the scope), INVALID_ARGUMENT (what is missing
// or contradicts the nomination; a post that does not exist on the planned days; a mission that is over before the last),
// FAILED_PRECONDITION
// (the nomination is not accepted or is converted already; the person is not active, or is the caller, or is a dormant
// member and neither the request nor the nomination says why;
// the days overlap a commitment or leave of the person and no overlap_reason is given; the post has no seat then and no
// handover_reason is given).
std::string create_deployment(rpc::Context& context, const v1::CreateDeploymentRequest& request);

}  // namespace muster::missions
