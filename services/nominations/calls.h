// SPDX-License-Identifier: EUPL-1.2
// Calls of organisations: which posts they ask for, until when, how many nominees. They hold no
// personal data and are seen by everybody.
//
// What writes answers the call's name; see_call() reads it after the commit.
#pragma once

#include <string>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// The deadline is the moment that clocks in the call's time zone show its date and time.
// Errors: INVALID_ARGUMENT (time, a post that does not exist or is named twice), ALREADY_EXISTS
// (reference).
std::string create_call(rpc::Context& context, const v1::CreateCallRequest& request);
// Changes the fields of update_mask, and with them the deadline's moment; recorded in the call's history. Errors:
// NOT_FOUND, ABORTED (a stale etag), FAILED_PRECONDITION (the call is cancelled), INVALID_ARGUMENT (time; a
// deadline that has passed while the present one has not).
std::string update_call(rpc::Context& context, const v1::UpdateCallRequest& request);

// The call "calls/7" with what the caller may do next, and its slate for who works on nominations.
// Errors: NOT_FOUND.
v1::Call see_call(rpc::Context& context, const std::string& name);
v1::Call get_call(rpc::Context& context, const v1::GetCallRequest& request);

v1::ListCallsResponse list_calls(rpc::Context& context, const v1::ListCallsRequest& request);

// OpenCall, CloseCall and CancelCall: a row of the table in call_states.h, chosen by the method's name.
// Cancelling closes the open nominations in the same transaction.
// Errors: NOT_FOUND, ABORTED (stale etag), FAILED_PRECONDITION (the state does not allow it; opening
// after the deadline), INVALID_ARGUMENT (reason is missing).
std::string act_on_call(rpc::Context& context, const v1::CallActionRequest& request);

// Cancels the call because of what `end` tells, and with it what answers the call.
void cancel_call(rpc::Context& context, const rpc::End& end, long long id);

// The call with its posts. Errors: NOT_FOUND.
v1::Call read_call(rpc::Context& context, long long id);

// The same without its posts, for what does not look at them.
v1::Call read_bare_call(rpc::Context& context, long long id);

// Whether the call's deadline is behind us.
bool is_past_deadline(const rpc::Context& context, const v1::Call& call);

}  // namespace muster::nominations
