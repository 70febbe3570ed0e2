// SPDX-License-Identifier: EUPL-1.2
// From counts to cells: shares, completeness, bounds, names.
#pragma once

#include <optional>
#include <string>

#include "muster/statistics/v1/statistics.pb.h"
#include "statistics/engine.h"
#include "statistics/request.h"

namespace muster::statistics {

// Asks the facts and fills cells, totals, group_by and scope. The sums of the cells of a date are
// its total.
// Errors: OUT_OF_RANGE for too many cells, or for a number that an int32 does not hold.
v1::QueryIndicatorResponse answer(const Facts& facts, const Asked& asked);

// "VALID".
std::string_view status_name(rules::TrainingStatus status);

}  // namespace muster::statistics
