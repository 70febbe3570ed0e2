// SPDX-License-Identifier: EUPL-1.2
// Deployments as callers see them: of people in their units, and those that a sending body in their
// units reported without names. What lies outside is answered as if it were not there.
#pragma once

#include <string>

#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// The deployment "deployments/7" with what the caller may do next. Errors: NOT_FOUND.
v1::Deployment see_deployment(rpc::Context& context, const std::string& name);
v1::Deployment get_deployment(rpc::Context& context, const v1::GetDeploymentRequest& request);

// end_reason can be neither filtered nor ordered by: that would tell the restricted reasons.
v1::ListDeploymentsResponse list_deployments(rpc::Context& context, const v1::ListDeploymentsRequest& request);

// The deployment without what may be done next, with the restricted end reasons; the read is in the audit.
v1::Deployment read_deployment_details(rpc::Context& context, const v1::ReadDeploymentDetailsRequest& request);

// The deployment with its segments; restricted end reasons (death, medical, performance, conduct) show
// as ENDED_EARLY. Errors: NOT_FOUND, also outside the caller's scope.
v1::Deployment read_deployment(rpc::Context& context, long long id);

// Every step, the earliest first. Errors: NOT_FOUND.
proto::Encoded<v1::ListDeploymentEventsResponse> list_deployment_events(rpc::Context& context,
                                                                        const v1::ListDeploymentEventsRequest& request);

// Writes one step into the deployment's history, with the caller as its actor and the call's moment;
// `event` gives the rest.
void record_event(rpc::Context& context, v1::DeploymentEvent event);

}  // namespace muster::missions
