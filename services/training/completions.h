// SPDX-License-Identifier: EUPL-1.2
// Completions: who passed which course version when, and until when that is good. Append-only.
#pragma once

#include "muster/training/v1/training.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::training {

// All or none. valid_from is the completed date; valid_to follows from all completions of the course by the person, and
// what is recorded may move the ends of later ones (training/validity.h).
// Errors: NOT_FOUND (a person, also outside the caller's units; the violations name each),
// INVALID_ARGUMENT (a person twice, version not there, date in the future or not a day on which
// the version was given).
v1::RecordCompletionsResponse record_completions(rpc::Context& context, const v1::RecordCompletionsRequest& request);

// Void from its beginning: the facts say so from now on, and what renewed it is judged anew.
// Errors: NOT_FOUND, also of people outside the caller's units; FAILED_PRECONDITION (is revoked).
v1::Completion revoke_completion(rpc::Context& context, const v1::RevokeCompletionRequest& request);

// Errors: NOT_FOUND (person, also outside the caller's units), and those of db::list.
proto::Encoded<v1::ListCompletionsResponse> list_completions(rpc::Context& context,
                                                             const v1::ListCompletionsRequest& request);

}  // namespace muster::training
