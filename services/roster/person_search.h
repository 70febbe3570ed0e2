// SPDX-License-Identifier: EUPL-1.2
// Which people a list holds.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/db/list.h"
#include "platform/rpc/call.h"

namespace muster::roster {

// The people within the caller's units, in the request's unit, with every word of its query.
// Errors: NOT_FOUND (unit), INVALID_ARGUMENT (more than ten words).
db::ListSpec search_of(rpc::Call& call, const v1::ListPersonsRequest& request);

}  // namespace muster::roster
