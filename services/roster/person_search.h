// SPDX-License-Identifier: EUPL-1.2
// Which people a list holds.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rows/list.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// The display name, and where each person belongs on a day: the affiliation as `belonging`, its unit and rank. There
// is at most one affiliation on a day.
const rows::Joined& belonging();
// Its arguments: today.
std::vector<db::Value> belonging_args(const rpc::Context& context);

// The people within the caller's units, in the request's unit, who have a word that begins with each of its query's;
// first those who have all of them whole.
// Errors: NOT_FOUND (unit), INVALID_ARGUMENT (more than ten words).
rows::ListSpec search_of(rpc::Context& context, const v1::ListPersonsRequest& request);

}  // namespace muster::roster
