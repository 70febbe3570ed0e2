// SPDX-License-Identifier: EUPL-1.2
// How people are reached. Seen by the person and by the HR desks of the person's units only.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Errors: those of require_person_until (dated_records.h), INVALID_ARGUMENT (is no e-mail address or telephone number).
v1::Contact create_contact(rpc::Context& context, const v1::CreateContactRequest& request);

// Gives the last day, or an earlier one. Errors: NOT_FOUND, INVALID_ARGUMENT (before the first day), FAILED_PRECONDITION
// (it has ended before that day).
v1::Contact end_contact(rpc::Context& context, const v1::EndContactRequest& request);

// Errors: NOT_FOUND, those of correct_record (dated_records.h), INVALID_ARGUMENT and FAILED_PRECONDITION (as above).
v1::Contact correct_contact(rpc::Context& context, const v1::CorrectContactRequest& request);

// Latest first.
proto::Encoded<v1::ListContactsResponse> list_contacts(rpc::Context& context, const v1::ListContactsRequest& request);

}  // namespace muster::roster
