// SPDX-License-Identifier: EUPL-1.2
// People say the category and nationality, and units the unit above and the disclosure, that hold on the
// roster's today.
#pragma once

#include <vector>

#include "platform/rpc/day_job.h"

namespace muster::roster {

std::vector<rpc::RowsOfToday> rows_of_today();

}  // namespace muster::roster
