// SPDX-License-Identifier: EUPL-1.2
// The state machine of a deployment. Who may take a step is the access option of the verb's method in the proto.
#pragma once

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/steps.h"

namespace muster::missions {

// A step that somebody takes or asks about.
struct Situation {
  rpc::Context& context;
  const v1::Deployment& deployment;
};

using Machine = rpc::Machine<v1::DeploymentState, Situation>;
using Step = rpc::Step<v1::DeploymentState, Situation>;

// What depends on the days that a request gives, such as an overlap, is no guard: the verb looks at it.
const Machine& machine();

}  // namespace muster::missions
