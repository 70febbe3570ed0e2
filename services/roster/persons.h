// SPDX-License-Identifier: EUPL-1.2
// People on the roster.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Creates the person together with the first affiliation. The answer tells of look_alikes.
// Errors: ALREADY_EXISTS (number; names the person if the caller may know of them), INVALID_ARGUMENT
// (born in the future; not active and still affiliated; the number looks like a national identity number), and those of
// add_first_affiliation.
v1::Person create_person(rpc::Context& context, const v1::CreatePersonRequest& request);

// Errors: NOT_FOUND, also outside the caller's units.
proto::Encoded<v1::Person> get_person(rpc::Context& context, const v1::GetPersonRequest& request);

// Errors: NOT_FOUND (unit not there or outside the caller's units), INVALID_ARGUMENT (more than
// ten words in query), and those of db::list.
proto::Encoded<v1::ListPersonsResponse> list_persons(rpc::Context& context, const v1::ListPersonsRequest& request);

// A change of gender holds for figures of every known_at (rpc::correct_gender). Category and nationality hold from a day:
// person_changes.h.
// A status other than ACTIVE goes with the last day, so that no figure counts the person on the roster after it: what
// hangs on the person is settled, or told as open (rpc::carry_on).
// A new number's answer tells of look_alikes.
// Errors: NOT_FOUND, ABORTED (stale etag), ALREADY_EXISTS (number), INVALID_ARGUMENT (also a dated field),
// FAILED_PRECONDITION (not active any more, and still affiliated or deployed, without a last_day).
v1::Person update_person(rpc::Context& context, const v1::UpdatePersonRequest& request);

// Errors: NOT_FOUND, INVALID_ARGUMENT (purpose "own data" for somebody else's).
v1::Person read_person_details(rpc::Context& context, const v1::ReadPersonDetailsRequest& request);

}  // namespace muster::roster
