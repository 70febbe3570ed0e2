// SPDX-License-Identifier: EUPL-1.2
#include "missions/posts.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/consequences.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

std::optional<v1::Post> find_post(rpc::Context& context, long long id) {
  return rows::query_one<v1::Post>(context.sql,
                                   {"SELECT " + rows::columns<v1::Post>() + " FROM post WHERE id = ?", {id}});
}

}  // namespace

v1::Post create_post(rpc::Context& context, const v1::CreatePostRequest& request) {
  return *find_post(context, rows::insert(context.sql, "post", request.post()));
}

v1::Post update_post(rpc::Context& context, const v1::UpdatePostRequest& request) {
  context.sequence();  // what hangs on the post stays until the commit
  const long long id = proto::id_of<v1::Post>(request.post().name(), "post.name");
  const auto before = find_post(context, id);
  rows::update(context.sql, "post", request.post(), request.update_mask());
  v1::Post after = *find_post(context, id);
  if (after.has_valid_to() && (!before->has_valid_to() || after.valid_to() < before->valid_to())) {
    rpc::carry_on(context, {rpc::Cause::post_closed, id, after.valid_to()});
  }
  return after;
}

proto::Encoded<v1::ListPostsResponse> list_posts(rpc::Context& context, const v1::ListPostsRequest& request) {
  rows::ListSpec spec;
  spec.table = "post";
  spec.default_order = "code";
  return rows::list<v1::Post, v1::ListPostsResponse>(context.sql, request, spec);
}

v1::Post post_on(rpc::Context& context, const std::string& name, const std::string& field, const std::string& date) {
  auto post = find_post(context, proto::id_of<v1::Post>(name, field));
  if (!post)
    throw status::invalid_argument(field, platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   name + " does not exist; see ListPosts", {{"name", name}});
  if (date < post->valid_from() || (post->has_valid_to() && date > post->valid_to())) {
    status::Metadata metadata{{"name", name}, {"valid_from", post->valid_from()}};
    if (post->has_valid_to()) metadata["valid_to"] = post->valid_to();
    throw status::invalid_argument(field, platform::v1::REASON_NOT_VALID_THEN,
                                   name + " exists from " + post->valid_from() +
                                       (post->has_valid_to() ? " to " + post->valid_to() : "") + ", not on " + date +
                                       "; choose another post or day",
                                   std::move(metadata));
  }
  return std::move(*post);
}

int tour_months(rpc::Context& context, const std::string& name) {
  const auto [months] = *db::select_one<long long>(
      context.sql, {"SELECT tour_months FROM post WHERE id = ?", {proto::id_of<v1::Post>(name)}});
  return static_cast<int>(months);
}

v1::DeploymentSegment segment_in(const v1::Post& post, const std::string& deployment) {
  v1::DeploymentSegment segment;
  segment.set_deployment(deployment);
  segment.set_mission(post.mission());
  segment.set_post(post.name());
  segment.set_title(post.display_name());
  segment.set_personnel_type(post.personnel_type());
  segment.set_rank_band(post.rank_band());
  segment.set_leadership_tier(post.leadership_tier());
  return segment;
}

}  // namespace muster::missions
