// SPDX-License-Identifier: EUPL-1.2
// How people are reached. Seen by the person and by the HR desks of the person's units only.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Errors: NOT_FOUND (person), FAILED_PRECONDITION (the person is not active), INVALID_ARGUMENT (is no e-mail address or
// telephone number).
v1::Contact create_contact(rpc::Context& context, const v1::CreateContactRequest& request);

// Gives or changes the last day. Errors: NOT_FOUND, INVALID_ARGUMENT (before the first day).
v1::Contact end_contact(rpc::Context& context, const v1::EndContactRequest& request);

// Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (as above).
v1::Contact correct_contact(rpc::Context& context, const v1::CorrectContactRequest& request);

// Latest first.
proto::Encoded<v1::ListContactsResponse> list_contacts(rpc::Context& context, const v1::ListContactsRequest& request);

}  // namespace muster::roster
