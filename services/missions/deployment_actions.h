// SPDX-License-Identifier: EUPL-1.2
// The verbs of a deployment: each is a row of the table in deployment_states.h and what it does to
// the days, the segments and the facts. Only actual days make facts.
//
// All answer the deployment's name; see_deployment() reads it after the commit. Errors of all: NOT_FOUND (also outside the scope),
// FAILED_PRECONDITION (the state does not allow it, says what it does allow; the deployment is the
// caller's own), INVALID_ARGUMENT (a reason is missing, or a day is in the future or before the segment
// it would end). Steps that take days are refused as OVERLAP, FAILED_PRECONDITION, when the person has
// other commitments then and no overlap_reason is given, and as POST_FULL when the post has no seat on days that the
// deployment did not hold before and no handover_reason is given; the reason for the step itself is none.
#pragma once

#include <string>

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"

namespace muster::missions {

std::string start_preparing(rpc::Context& context, const v1::StartPreparingRequest& request);

std::string clear_deployment(rpc::Context& context, const v1::ClearDeploymentRequest& request);

// Takes the days from actual_from to the planned last one.
std::string depart(rpc::Context& context, const v1::DepartRequest& request);

// A later planned last day; takes the days after the one before.
std::string extend_deployment(rpc::Context& context, const v1::ExtendDeploymentRequest& request);

// The present segment ends the day before valid_from; the new one has the post's mission, band and tier.
std::string change_role(rpc::Context& context, const v1::ChangeRoleRequest& request);

// Takes the days from the first to the last.
std::string end_deployment(rpc::Context& context, const v1::EndDeploymentRequest& request);

// Restates the days of the deployment, or of one of its segments with the neighbours that touch it; takes the days that
// are added. Errors besides: ABORTED (a stale etag), INVALID_ARGUMENT (another deployment's segment, a last day of what
// runs, a day that would leave a segment none; the day of a mere cut), FAILED_PRECONDITION (nothing would
// change; a day after the last one of somebody who died or left; somebody whom a source reported without a name).
std::string correct_deployment_days(rpc::Context& context, const v1::CorrectDeploymentDaysRequest& request);

std::string close_deployment(rpc::Context& context, const v1::CloseDeploymentRequest& request);

// Refused besides to who closed it.
std::string reopen_deployment(rpc::Context& context, const v1::ReopenDeploymentRequest& request);

std::string cancel_deployment(rpc::Context& context, const v1::CancelDeploymentRequest& request);

// Refused besides to who entered it.
std::string void_deployment(rpc::Context& context, const v1::VoidDeploymentRequest& request);

}  // namespace muster::missions
