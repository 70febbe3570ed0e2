// SPDX-License-Identifier: EUPL-1.2
// Where people belong, from day to day. A person belongs to one unit at a time.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Closes the person's open affiliation the day before, if it began earlier.
// Errors: NOT_FOUND (person or unit not there or outside the caller's units), INVALID_ARGUMENT
// (overlaps another affiliation, whose days the message gives; a rank that the first day did not know;
// lasts beyond today for somebody who is not ACTIVE), FAILED_PRECONDITION (beyond that person's last day).
v1::Affiliation create_affiliation(rpc::Context& context, const v1::CreateAffiliationRequest& request);

// Gives or corrects the last day. Errors: NOT_FOUND, INVALID_ARGUMENT (before the first day, overlaps
// the next affiliation, or in the future for somebody who is not ACTIVE), FAILED_PRECONDITION (beyond that person's last
// day). Of somebody who belongs to no unit afterwards, what lies beyond is told as open (rpc::carry_on).
v1::Affiliation end_affiliation(rpc::Context& context, const v1::EndAffiliationRequest& request);

// Latest first.
proto::Encoded<v1::ListAffiliationsResponse> list_affiliations(rpc::Context& context,
                                                               const v1::ListAffiliationsRequest& request);

// Stores the first affiliation of a person who was just created, and its fact. Errors: NOT_FOUND (a unit
// outside the caller's), INVALID_ARGUMENT (a rank that the first day did not know).
void add_first_affiliation(rpc::Context& context, const v1::Affiliation& affiliation, const v1::Person& person);

}  // namespace muster::roster
