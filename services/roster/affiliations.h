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
// lasts beyond today for somebody who is not ACTIVE, or beyond the last day of a unit that ended).
v1::Affiliation create_affiliation(rpc::Context& context, const v1::CreateAffiliationRequest& request);

// Gives or corrects the last day. Errors: NOT_FOUND, INVALID_ARGUMENT (before the first day, overlaps
// the next affiliation, after the unit's end, in the future for somebody who is not ACTIVE, or doubtful without a word).
v1::Affiliation end_affiliation(rpc::Context& context, const v1::EndAffiliationRequest& request);
// The same for another request, whose field `reason_field` says why a doubtful day is right: `reason`.
v1::Affiliation end_by(rpc::Context& context, const v1::EndAffiliationRequest& request, const std::string& reason_field,
                       const std::string& reason);

// Latest first.
proto::Encoded<v1::ListAffiliationsResponse> list_affiliations(rpc::Context& context,
                                                               const v1::ListAffiliationsRequest& request);

// Stores the first affiliation of a person who was just created, and its fact. Errors: NOT_FOUND (a unit
// outside the caller's), INVALID_ARGUMENT (a rank that the first day did not know).
void add_first_affiliation(rpc::Context& context, const v1::Affiliation& affiliation, const v1::Person& person);

}  // namespace muster::roster
