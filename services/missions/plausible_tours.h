// SPDX-License-Identifier: EUPL-1.2
// Days of a tour that are possible and mostly slips of the pen (rules/plausibility.h): each step takes them only with a
// word, which its event keeps. Planning a tour is not a step of these: what is doubtful of a plan its departure tells.
// Errors of each: INVALID_ARGUMENT with IMPLAUSIBLE.
#pragma once

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// The departure, beside the plan and what is known of the person, and the tour that begins with it, as planned; the word
// is `reason`.
void require_plausible_departure(rpc::Context& context, const v1::Deployment& planned,
                                 const v1::DepartRequest& request);

// The tour with its new planned last day. (Far days: rpc::require_no_far_day.)
void require_plausible_extension(rpc::Context& context, const v1::Deployment& deployment,
                                 const v1::ExtendDeploymentRequest& request);

// The tour that ended, where it lasted longer than was planned.
void require_plausible_end(rpc::Context& context, const v1::Deployment& deployment,
                           const v1::EndDeploymentRequest& request);

// The first day, where it is another than `before`, beside the planned one and what is known of the person; the tour,
// where it became longer.
void require_plausible_correction(rpc::Context& context, const v1::Deployment& before, const v1::Deployment& after,
                                  const v1::CorrectDeploymentDaysRequest& request);

}  // namespace muster::missions
