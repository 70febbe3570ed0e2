// SPDX-License-Identifier: EUPL-1.2
// The arithmetic of a deployment's days, and of correcting them: segments follow one another without a gap, and each
// keeps a day.
#pragma once

#include <optional>
#include <string>

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Unset while it lasts.
std::optional<std::string> last_day(const v1::DeploymentSegment& segment);

// What follows one another from a first place to a last one.
struct Stretch {
  int first;
  int last;
};

// The places of the roles whose days are corrected: the one that has the segment of this name; all without one.
// Errors: INVALID_ARGUMENT (another deployment's segment).
Stretch stretch_of(const v1::Deployment& deployment, const std::string& segment);

// The request without the days on which its segment begins or ends as a mere cut (roles.h). Errors: INVALID_ARGUMENT
// (another deployment's segment; such a day that is given as another than it is).
v1::CorrectDeploymentDaysRequest without_cuts(const v1::Deployment& deployment,
                                              v1::CorrectDeploymentDaysRequest request);

// Gives the deployment, of whole roles, the days that the request gives the stretch, with its neighbours. Nothing is
// stored. Errors: INVALID_ARGUMENT (a day in the future, a last day of what runs, a segment without a day).
void correct_days(rpc::Context& context, v1::Deployment& deployment, const Stretch& stretch,
                  const v1::CorrectDeploymentDaysRequest& request);

// Whether segments, which are as many, have other days.
bool have_other_days(const v1::Deployment& before, const v1::Deployment& after);

// What was corrected, before and after.
void tell_days(v1::DeploymentEvent& event, const std::string& segment, const v1::Deployment& before,
               const v1::Deployment& after, const Stretch& stretch);

}  // namespace muster::missions
