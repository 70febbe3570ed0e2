// SPDX-License-Identifier: EUPL-1.2
// A tour is counted by the unit that sent it: the one that the person belonged to when it began.
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::missions {

// The person's unit was recorded wrongly on these days: deployments of the wrong one that begin on one of them, as
// planned or, without a plan, in fact, are of the right one. Their facts follow.
void follow_unit(rpc::Context& context, const rpc::Restatement& restatement);

}  // namespace muster::missions
