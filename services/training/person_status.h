// SPDX-License-Identifier: EUPL-1.2
// How one person stands in every requirement that applies.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/rpc/context.h"

namespace muster::training {

// Computed from dates at as_of, as known now. A requirement applies when as_of is one of its days
// and the person is in its population that day, in one of its categories: that of the affiliation
// or deployment of that day, which may differ from the person's of now. The status is that of the
// day which the requirement's time names (rules::judged_day). The figures of training count the
// same person the same way. Order: the requirements' codes.
// Errors: NOT_FOUND (person, also outside the caller's units).
v1::TrainingStatus get_training_status(rpc::Context& context, const v1::GetTrainingStatusRequest& request);

}  // namespace muster::training
