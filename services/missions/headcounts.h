// SPDX-License-Identifier: EUPL-1.2
// Month-end numbers of sending bodies that report no individuals.
#pragma once

#include "muster/missions/v1/missions.pb.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Appends the report as one batch, which replaces the unit's earlier report for the country and
// month and stands in for its individuals in that month; the answer tells what it replaces. With
// validate_only nothing is written. A report of nobody has one line with count 0.
// Errors: NOT_FOUND (unit, also outside the scope), INVALID_ARGUMENT (the month has not ended, a
// mission does not exist, two lines say the same).
v1::ReportHeadcountsResponse report_headcounts(rpc::Context& context, const v1::ReportHeadcountsRequest& request);

// Takes the unit's report for the country and month back; its individuals count again. What was known
// before stays answerable.
// Errors: NOT_FOUND (unit, also outside the scope), FAILED_PRECONDITION (there is no report).
v1::WithdrawHeadcountsResponse withdraw_headcounts(rpc::Context& context, const v1::WithdrawHeadcountsRequest& request);

}  // namespace muster::missions
