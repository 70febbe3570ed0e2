// SPDX-License-Identifier: EUPL-1.2
// The state machine of a call. Who may take a step is the access option of the verb's method in the proto.
#pragma once

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/steps.h"

namespace muster::nominations {

// A step of a call that somebody takes or asks about.
struct CallSituation {
  rpc::Context& context;
  const v1::Call& call;
};

using CallMachine = rpc::Machine<v1::CallState, CallSituation>;

const CallMachine& call_machine();

}  // namespace muster::nominations
