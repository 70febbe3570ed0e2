// SPDX-License-Identifier: EUPL-1.2
// The verbs of a deployment: each is a row of the table in deployment_states.h and what it does to
// the days, the segments and the facts. Only actual days make facts.
//
// All answer the deployment after the step. Errors of all: NOT_FOUND (also outside the scope),
// FAILED_PRECONDITION (the state does not allow it; says what it does allow), INVALID_ARGUMENT (a
// reason is missing, or a day is in the future or before the segment it would end).
#pragma once

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/call.h"

namespace muster::missions {

v1::Deployment start_preparing(rpc::Call& call, const v1::StartPreparingRequest& request);

// Refused besides on one's own deployment.
v1::Deployment clear_deployment(rpc::Call& call, const v1::ClearDeploymentRequest& request);

// Refused besides, without a reason, while the person is on another deployment.
v1::Deployment depart(rpc::Call& call, const v1::DepartRequest& request);

// A later planned last day.
v1::Deployment extend_deployment(rpc::Call& call, const v1::ExtendDeploymentRequest& request);

// The present segment ends the day before valid_from; the new one has the post's band and tier.
v1::Deployment change_role(rpc::Call& call, const v1::ChangeRoleRequest& request);

v1::Deployment end_deployment(rpc::Call& call, const v1::EndDeploymentRequest& request);

v1::Deployment close_deployment(rpc::Call& call, const v1::CloseDeploymentRequest& request);

v1::Deployment cancel_deployment(rpc::Call& call, const v1::CancelDeploymentRequest& request);

// Refused besides to the account that created it.
v1::Deployment void_deployment(rpc::Call& call, const v1::VoidDeploymentRequest& request);

}  // namespace muster::missions
