// SPDX-License-Identifier: EUPL-1.2
// Units that come to stand under another one, and places that were recorded wrongly.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// From valid_from on, until the unit's next recorded place, the unit stands under `parent`; scopes follow on that day.
// Errors: NOT_FOUND (the unit, its parent of those days or the new one is not there or outside the caller's units),
// INVALID_ARGUMENT (a day that has not begun; below itself; too deep; an ended unit; moved on that day already; no
// parent although the caller's grants are for some units only), FAILED_PRECONDITION (it stands there), ABORTED (etag).
v1::Unit move_unit(rpc::Context& context, const v1::MoveUnitRequest& request);

// The unit stood under `parent` on the days from first_day to last_day. Errors: those of move_unit, but for a place that
// begins on the day.
v1::Unit correct_unit(rpc::Context& context, const v1::CorrectUnitRequest& request);

}  // namespace muster::roster
