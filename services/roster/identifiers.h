// SPDX-License-Identifier: EUPL-1.2
// What other systems call people by. Of a scheme a value is one person's on each day, in whatever spelling.
#pragma once

#include <string>

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// A condition on a row of `person`: the number is this one, or nobody has that number and an identifier of the person in
// force on `day` is this one.
db::Query is_called(const std::string& identifier, const std::string& day);

// The answer tells of look_alikes.
// Errors: those of require_person_until (dated_records.h), INVALID_ARGUMENT (looks like a national identity number; is no e-mail address), ALREADY_EXISTS (of the same scheme on some of the days; names the person if
// the caller may know of them).
v1::Identifier create_identifier(rpc::Context& context, const v1::CreateIdentifierRequest& request);

// Gives the last day, or an earlier one. Errors: NOT_FOUND, INVALID_ARGUMENT (before the first day), FAILED_PRECONDITION
// (it has ended before that day).
v1::Identifier end_identifier(rpc::Context& context, const v1::EndIdentifierRequest& request);

// Errors: NOT_FOUND, those of correct_record (dated_records.h) and of create_identifier.
v1::Identifier correct_identifier(rpc::Context& context, const v1::CorrectIdentifierRequest& request);

// Latest first.
proto::Encoded<v1::ListIdentifiersResponse> list_identifiers(rpc::Context& context,
                                                             const v1::ListIdentifiersRequest& request);

}  // namespace muster::roster
