// SPDX-License-Identifier: EUPL-1.2
// Nominations as callers see them: of people in their units, and one's own. What lies outside is
// answered as if it were not there.
//
// What writes answers the nomination's name; see_nomination() of actions.h reads it after the commit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::nominations {

// A draft for a post of an open call, before its deadline.
// Errors: NOT_FOUND (person, also outside the scope), INVALID_ARGUMENT (no such call, the post is not one
// of its posts or does not exist on the planned days), FAILED_PRECONDITION (the call is not open, its
// deadline has passed, the person is not active, or is a dormant member of the roster and no dormant_reason is given),
// ALREADY_EXISTS (an open nomination of the person for
// this post and call).
std::string create_nomination(rpc::Context& context, const v1::CreateNominationRequest& request);

// Changes a draft or a returned nomination, with an event that names the fields.
// Errors: NOT_FOUND (also outside the scope), ABORTED (stale etag), FAILED_PRECONDITION (it has been
// submitted for review, or the person has died or left), INVALID_ARGUMENT (the post does not exist on the planned days).
std::string update_nomination(rpc::Context& context, const v1::UpdateNominationRequest& request);

// With what the caller may do next. Errors: NOT_FOUND.
v1::Nomination get_nomination(rpc::Context& context, const v1::GetNominationRequest& request);

v1::ListNominationsResponse list_nominations(rpc::Context& context, const v1::ListNominationsRequest& request);

// Errors: NOT_FOUND (the nomination, also outside the scope).
proto::Encoded<v1::ListNominationEventsResponse> list_nomination_events(rpc::Context& context,
                                                                        const v1::ListNominationEventsRequest& request);

// The nomination within `scope`, without the person's name. Errors: NOT_FOUND.
v1::Nomination read_nomination(rpc::Context& context, long long id, const rpc::Scope& scope);

// Fills in the people's names: one statement for all.
void add_names(rpc::Context& context, const std::vector<v1::Nomination*>& nominations);

// Whether the nomination lies within the scope.
bool is_within(rpc::Context& context, const v1::Nomination& nomination, const rpc::Scope& scope);

// Sets the facts that figures count by: the gender of the person, the category of that day, the unit
// of the affiliation on `day` (civil date); band and tier of the post, for leadership is judged by the post.
void freeze_facts(rpc::Context& context, v1::Nomination& nomination, const std::string& day);

// The id of another open nomination of the person to the same post of the call.
std::optional<long long> open_nomination(rpc::Context& context, const v1::Nomination& nomination);

// The planned day on which the post does not exist, "planned_from" or "planned_to", and why; empty: it
// exists on both.
struct PostMissing {
  std::string field;
  std::string why;
  status::Metadata metadata;
};
PostMissing post_missing(rpc::Context& context, const v1::Nomination& nomination);

}  // namespace muster::nominations
