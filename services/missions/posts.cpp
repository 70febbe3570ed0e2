// SPDX-License-Identifier: EUPL-1.2
#include "missions/posts.h"

#include "platform/db/list.h"
#include "platform/db/rows.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

std::optional<v1::Post> find_post(rpc::Call& call, long long id) {
  return db::query_one<v1::Post>(call.sql, {"SELECT " + db::columns<v1::Post>() + " FROM post WHERE id = ?", {id}});
}

}  // namespace

v1::Post create_post(rpc::Call& call, const v1::CreatePostRequest& request) {
  return *find_post(call, db::insert(call.sql, "post", request.post()));
}

v1::Post update_post(rpc::Call& call, const v1::UpdatePostRequest& request) {
  db::update(call.sql, "post", request.post(), request.update_mask());
  return *find_post(call, db::id_of<v1::Post>(request.post().name(), "post.name"));
}

db::Encoded<v1::ListPostsResponse> list_posts(rpc::Call& call, const v1::ListPostsRequest& request) {
  db::ListSpec spec;
  spec.table = "post";
  spec.default_order = "code";
  return db::list<v1::Post, v1::ListPostsResponse>(call.sql, request, spec);
}

v1::Post post_on(rpc::Call& call, const std::string& name, const std::string& field, const std::string& date) {
  auto post = find_post(call, db::id_of<v1::Post>(name, field));
  if (!post) throw status::invalid_argument(field, name + " does not exist; see ListPosts");
  if (date < post->valid_from() || (post->has_valid_to() && date > post->valid_to())) {
    throw status::invalid_argument(field, name + " exists from " + post->valid_from() +
                                              (post->has_valid_to() ? " to " + post->valid_to() : "") + ", not on " +
                                              date + "; choose another post or day");
  }
  return std::move(*post);
}

}  // namespace muster::missions
