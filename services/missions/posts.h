// SPDX-License-Identifier: EUPL-1.2
// Posts of missions: the function, band and leadership tier that figures go by, on each day. Leadership is
// judged by the post, not by the person's rank (domain rule: an organisation may ignore a higher
// personal rank).
#pragma once

#include <string>

#include "missions/dated.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Errors: ALREADY_EXISTS (code), INVALID_ARGUMENT (no such mission).
v1::Post create_post(rpc::Context& context, const v1::CreatePostRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning; a field that holds from a day), ALREADY_EXISTS (code). With an earlier valid_to, what hangs on the post
// is settled or told as open (rpc::carry_on).
v1::Post update_post(rpc::Context& context, const v1::UpdatePostRequest& request);

// The post is another from a day on. Segments that run across it are cut, facts and what nominations have frozen follow.
// Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (a day that has not begun, or not after the post's first,
// or after its last; a field that holds from no day), FAILED_PRECONDITION (changed on that day already; nothing would
// change).
v1::Post change_post(rpc::Context& context, const v1::ChangePostRequest& request);
// The post was another on some days. Errors: those of change_post.
v1::Post correct_post(rpc::Context& context, const v1::CorrectPostRequest& request);
// Errors: NOT_FOUND.
v1::PostHistory get_post_history(rpc::Context& context, const v1::GetPostHistoryRequest& request);
// What of a post holds from a day.
const DatedKind& post_kind();
// What the post is from day to day.
Timeline post_timeline(rpc::Context& context, long long post);

proto::Encoded<v1::ListPostsResponse> list_posts(rpc::Context& context, const v1::ListPostsRequest& request);

// The post "posts/7" that `field` of a request names, which must exist on `date` (civil), as it is then.
// Errors: INVALID_ARGUMENT naming `field`.
v1::Post post_on(rpc::Context& context, const std::string& name, const std::string& field, const std::string& date);

// How many months a tour in the post "posts/7" is meant to last.
int tour_months(rpc::Context& context, const std::string& name);

// A segment of the deployment that is served in the post, without days.
v1::DeploymentSegment segment_in(const v1::Post& post, const v1::Deployment& deployment);

}  // namespace muster::missions
