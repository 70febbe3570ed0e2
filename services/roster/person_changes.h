// SPDX-License-Identifier: EUPL-1.2
// What figures group people by and what holds from a day: category and nationality. A change holds from its day on, a
// correction restates days.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Splits the affiliation of the day; later ones that still have the old value take the new one. Reaches tours that run
// across the day. Errors: NOT_FOUND, ABORTED (stale etag), INVALID_ARGUMENT (a field without days; a day that has not
// begun, before the first affiliation or without one), FAILED_PRECONDITION (changed that day; no change).
v1::Person change_person(rpc::Context& context, const v1::ChangePersonRequest& request);

// Restates the affiliations of the days, and what missions and nominations counted by the wrong category. Errors:
// NOT_FOUND, ABORTED, INVALID_ARGUMENT (a field without days, days in the future), FAILED_PRECONDITION (no change).
v1::Person correct_person(rpc::Context& context, const v1::CorrectPersonRequest& request);

}  // namespace muster::roster
