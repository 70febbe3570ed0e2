// SPDX-License-Identifier: EUPL-1.2
// Taking the steps of states.h, and saying which the caller may take.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// Takes the step that the called method is named after, and answers the nomination's name, in one transaction with its event and fact.
// Of two that race for the last free place or the same person, the second finds the first.
// Errors: NOT_FOUND (also outside the scope), ABORTED (stale etag), INVALID_ARGUMENT (what the step
// needs is missing, or is given to a step that takes none), FAILED_PRECONDITION (WRONG_STATE: the
// state does not allow it, says what it allows; or the reason of the guard that refuses, guards.h).
// Source: the state machine of nominations, rules and guards in states.cpp.
std::string act(rpc::Context& context, const v1::NominationActionRequest& request);

// Every verb of the table, once.
std::vector<std::string> verbs();

// The event, with words on why it was made, and the fact of a nomination that was just created.
void record_creation(rpc::Context& context, long long nomination, const std::string& reason);

// The event of a change that is no step: it names the fields.
void record_update(rpc::Context& context, const v1::Nomination& nomination, const google::protobuf::FieldMask& fields);

// Brings the nomination into `to` on `day` (civil date), with its event and fact and what `given` says;
// asks no guard. `verb` is what the event shows.
void enter(rpc::Context& context, std::string_view verb, v1::Nomination& nomination, v1::NominationState to,
           const std::string& day, const v1::NominationActionRequest& given);

// The nomination "nominations/7" in the caller's scope, with the person's name and what the caller may do next.
// Errors: NOT_FOUND.
v1::Nomination see_nomination(rpc::Context& context, const std::string& name);

}  // namespace muster::nominations
