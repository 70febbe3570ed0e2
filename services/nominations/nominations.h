// SPDX-License-Identifier: EUPL-1.2
// Nominations as callers see them: of people in their units, and one's own. What lies outside is
// answered as if it were not there.
#pragma once

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/scope.h"

namespace muster::nominations {

// A draft for a post of an open call.
// Errors: NOT_FOUND (person, also outside the scope), INVALID_ARGUMENT (no such call, or the post is
// not one of its posts), FAILED_PRECONDITION (the call is not open, the person is not active),
// ALREADY_EXISTS (an open nomination of the person for this post and call).
v1::Nomination create_nomination(rpc::Call& call, const v1::CreateNominationRequest& request);

// With what the caller may do next. Errors: NOT_FOUND.
v1::Nomination get_nomination(rpc::Call& call, const v1::GetNominationRequest& request);

v1::ListNominationsResponse list_nominations(rpc::Call& call, const v1::ListNominationsRequest& request);

// Errors: NOT_FOUND (the nomination, also outside the scope).
v1::ListNominationEventsResponse list_nomination_events(rpc::Call& call,
                                                        const v1::ListNominationEventsRequest& request);

// The nomination within `scope`, with the person's name. Errors: NOT_FOUND.
v1::Nomination read_nomination(rpc::Call& call, long long id, const rpc::Scope& scope);

// Sets the facts that figures count by to those of today: gender and category of the person, the
// unit of today's affiliation; band and tier of the post, for leadership is judged by the post.
void freeze_facts(rpc::Call& call, v1::Nomination& nomination);

}  // namespace muster::nominations
