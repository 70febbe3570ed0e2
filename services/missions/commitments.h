// SPDX-License-Identifier: EUPL-1.2
// What takes a person's days already, and what a deployment would take on top.
#pragma once

#include <string>

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/steps.h"

namespace muster::missions {

// Civil days, both counting.
struct Days {
  std::string first;
  std::string last;
};

// Leave counts against days that are planned; somebody who is away already is on the mission, and
// leave never interrupts a tour.
enum class Against { places, places_and_leave };

// Throws unless the person of the deployment is free on these days: no other deployment (one that runs
// takes every day that has come, whatever its plan says), no accepted nomination but the deployment's
// own, and no leave where that counts. A reason lets pass. Looked at after the ledger's lock was taken,
// so no two requests can both find the person free.
// Errors: FAILED_PRECONDITION (OVERLAP) naming the commitment and its days.
void require_free(rpc::Context& context, const v1::Deployment& deployment, const Days& days, Against against,
                  const std::string& overlap_reason);

// Why the deployment may not go: the nomination that it came from is accepted again then, and no two acceptances of a
// person may have the same days, nor one and another deployment. OVERLAP, naming what took the days meanwhile.
rpc::Refusal nomination_committed(rpc::Context& context, const v1::Deployment& deployment);

}  // namespace muster::missions
