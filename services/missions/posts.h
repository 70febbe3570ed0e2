// SPDX-License-Identifier: EUPL-1.2
// Posts of missions: the function, band and leadership tier that figures go by. Leadership is
// judged by the post, not by the person's rank (domain rule: an organisation may ignore a higher
// personal rank).
#pragma once

#include <string>

#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::missions {

// Errors: ALREADY_EXISTS (code), INVALID_ARGUMENT (no such mission).
v1::Post create_post(rpc::Context& context, const v1::CreatePostRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (an end before
// the beginning), ALREADY_EXISTS (code). With an earlier valid_to, what hangs on the post is settled or told as open
// (rpc::carry_on).
v1::Post update_post(rpc::Context& context, const v1::UpdatePostRequest& request);

proto::Encoded<v1::ListPostsResponse> list_posts(rpc::Context& context, const v1::ListPostsRequest& request);

// The post "posts/7" that `field` of a request names, which must exist on `date` (civil).
// Errors: INVALID_ARGUMENT naming `field`.
v1::Post post_on(rpc::Context& context, const std::string& name, const std::string& field, const std::string& date);

// How many months a tour in the post "posts/7" is meant to last.
int tour_months(rpc::Context& context, const std::string& name);

// A segment of "deployments/7" that is served in the post, without days.
v1::DeploymentSegment segment_in(const v1::Post& post, const std::string& deployment);

}  // namespace muster::missions
