// SPDX-License-Identifier: EUPL-1.2
// Where people belong, from day to day. A person belongs to one unit at a time.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Closes the person's open affiliation the day before, if it began earlier. Category and nationality are those that hold
// on its first day.
// Errors: NOT_FOUND (person or unit not there or outside the caller's units), INVALID_ARGUMENT
// (overlaps another affiliation, whose days the message gives; a rank that the first day did not know;
// lasts beyond today for somebody who is not ACTIVE, or beyond the last day of a unit that ended), FAILED_PRECONDITION
// (beyond that person's last day).
v1::Affiliation create_affiliation(rpc::Context& context, const v1::CreateAffiliationRequest& request);

// Gives or corrects the last day. Errors: NOT_FOUND, INVALID_ARGUMENT (before the first day, overlaps the next
// affiliation, after the unit's end, in the future for somebody who is not ACTIVE, or doubtful without a word),
// FAILED_PRECONDITION (beyond that person's last day, or beyond the affiliation's own: that is a correction). Of somebody who belongs to no unit afterwards, what lies beyond is
// told as open (rpc::carry_on).
v1::Affiliation end_affiliation(rpc::Context& context, const v1::EndAffiliationRequest& request);

// Another unit, branch, rank or position from a day on: a transfer or promotion that keeps the rest. Answers the
// affiliation that begins. Errors: NOT_FOUND (affiliation or unit), ABORTED (stale etag), INVALID_ARGUMENT (a field that
// it does not change; a day that has not begun or is none of the affiliation's; a rank that the day did not know),
// FAILED_PRECONDITION (changed that day; no change).
v1::Affiliation change_affiliation(rpc::Context& context, const v1::ChangeAffiliationRequest& request);

// Restates the affiliation on all of its days, or its days; neighbours that touch it move with them. Errors: those of
// change_affiliation and end_affiliation, and INVALID_ARGUMENT (days that would leave a neighbour none).
v1::Affiliation correct_affiliation(rpc::Context& context, const v1::CorrectAffiliationRequest& request);

// Latest first.
proto::Encoded<v1::ListAffiliationsResponse> list_affiliations(rpc::Context& context,
                                                               const v1::ListAffiliationsRequest& request);

// Stores the first affiliation of a person who was just created, and its fact. Errors: NOT_FOUND (a unit
// outside the caller's), INVALID_ARGUMENT (a rank that the first day did not know).
void add_first_affiliation(rpc::Context& context, v1::Affiliation affiliation, const v1::Person& person);

// Gives the affiliation the person's category and nationality.
void take_values(v1::Affiliation& affiliation, const v1::Person& person);

}  // namespace muster::roster
