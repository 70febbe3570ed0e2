// SPDX-License-Identifier: EUPL-1.2
// Many people go from one unit to another on one day, in one transaction.
#pragma once

#include <string>
#include <vector>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Who goes where, from which day on.
struct PeopleMove {
  long long from = 0;
  long long to = 0;
  std::string day;                 // the first in `to`
  std::vector<long long> persons;  // empty: everybody of `from`
};

// How many people have a day in `from` from the day on.
long long count_moving(rpc::Context& context, const PeopleMove& move);

// Everybody's affiliation with `from` that covers the day before and the day ends on the day before, and one like it
// begins in `to`, with its fact; what begins on the day or later is of `to` as a whole. Units and days are the caller's
// to check. Returns how many people moved.
long long move_affiliations(rpc::Context& context, const PeopleMove& move);

// Errors: NOT_FOUND (a unit not there or outside the caller's units), INVALID_ARGUMENT (a day that has not begun; the
// same unit twice; a unit that has ended; a person who does not exist).
v1::MovePeopleResponse move_people(rpc::Context& context, const v1::MovePeopleRequest& request);

}  // namespace muster::roster
