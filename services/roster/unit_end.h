// SPDX-License-Identifier: EUPL-1.2
// Units that are no more.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// The unit's last day. With a successor everybody who belongs to the unit after it, and the units below, go there on the
// day after. What else hangs on the unit is carried on (rpc::carry_on).
// Errors: NOT_FOUND (a unit not there or outside the caller's units), INVALID_ARGUMENT (a day that has not begun; a
// successor that is the unit, lies below it or has ended; too deep), FAILED_PRECONDITION (ended already; people or units
// below it, and no successor), ABORTED (etag).
v1::Unit end_unit(rpc::Context& context, const v1::EndUnitRequest& request);

// The unit's last day was another, or it has none. Where it goes on after the day that was recorded, the people and units
// that went to the successor on the day after, and are there still, come back; what is in it after the right day goes to
// the successor as by end_unit. The first reason stays, and the correction's beside it.
// Errors: those of end_unit; FAILED_PRECONDITION (the unit has not ended; it ended on that day), INVALID_ARGUMENT (the unit
// above has ended by then).
v1::Unit correct_unit_end(rpc::Context& context, const v1::CorrectUnitEndRequest& request);

}  // namespace muster::roster
