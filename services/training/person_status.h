// SPDX-License-Identifier: EUPL-1.2
// How one person stands in every requirement that applies.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/rpc/call.h"

namespace muster::training {

// Computed from dates at as_of, as known now. A requirement applies when as_of is one of its days
// and the person is in its population and categories then; deployed are those with a first actual
// day by then and no last day before it. Order: the requirements' codes.
// Errors: NOT_FOUND (person, also outside the caller's units).
v1::TrainingStatus get_training_status(rpc::Call& call, const v1::GetTrainingStatusRequest& request);

}  // namespace muster::training
