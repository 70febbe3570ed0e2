// SPDX-License-Identifier: EUPL-1.2
// Posts and missions say what they are on the roster's today, and missions which disclosure they have.
#pragma once

#include <vector>

#include "platform/rpc/day_job.h"

namespace muster::missions {

std::vector<rpc::RowsOfToday> rows_of_today();

}  // namespace muster::missions
