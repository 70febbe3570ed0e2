// SPDX-License-Identifier: EUPL-1.2
#include "missions/post_segments.h"

#include <set>

#include "missions/posts.h"
#include "missions/segments.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/rows/rows.h"

namespace muster::missions {
namespace {

// What of a post its segments have, too.
const std::vector<std::string> shared_fields = {"personnel_type", "rank_band", "leadership_tier"};

std::string first_day(rpc::Context& context, const v1::DeploymentSegment& segment) {
  if (segment.has_valid_from()) return segment.valid_from();
  const auto [planned] = *db::select_one<std::optional<std::string>>(
      context.sql, {"SELECT planned_from FROM deployment WHERE id = ?", {rows::value_of(segment, "deployment")}});
  return planned.value_or("");
}

// Gives the segment what the post is on its first day; whether that is something else.
bool follow(rpc::Context& context, v1::DeploymentSegment segment, const Timeline& post) {
  Values now;
  const Values& of_post = post.on(first_day(context, segment));
  for (const std::string& field : shared_fields) now[field] = of_post.at(field);
  if (segment.has_leadership_tier() && values_of(segment, shared_fields) == now) return false;
  set_values(segment, now);
  google::protobuf::FieldMask mask;
  for (const std::string& field : shared_fields) mask.add_paths(field);
  rows::update(context.sql, "deployment_segment", segment, mask);
  return true;
}

}  // namespace

std::vector<long long> follow_posts(rpc::Context& context, const db::Query& segments) {
  std::vector<long long> others;
  db::Query query("SELECT post, id FROM deployment_segment WHERE post IS NOT NULL AND id IN (");
  query += segments;
  query += ") ORDER BY post, id";
  std::map<long long, std::vector<long long>> by_post;
  for (const auto& [post, id] : db::select<long long, long long>(context.sql, query)) by_post[post].push_back(id);
  for (auto& [post, ids] : by_post) {
    const Timeline timeline = post_timeline(context, post);
    for (std::size_t i = 1; i < timeline.periods().size(); ++i) {
      db::Query there("SELECT id FROM deployment_segment WHERE ");
      there += db::one_of("id", ids);
      const auto cut = cut_segments(context, there, timeline.periods()[i].first);
      ids.insert(ids.end(), cut.begin(), cut.end());
      others.insert(others.end(), cut.begin(), cut.end());
    }
    db::Query own("SELECT " + rows::columns<v1::DeploymentSegment>() + " FROM deployment_segment WHERE ");
    own += db::one_of("id", ids);
    own += " ORDER BY id";
    for (const auto& segment : rows::query<v1::DeploymentSegment>(context.sql, own)) {
      if (follow(context, segment, timeline)) others.push_back(proto::id_of<v1::DeploymentSegment>(segment.name()));
    }
  }
  if (others.empty()) return {};
  db::Query changed("SELECT id FROM deployment_segment WHERE ");
  changed += db::one_of("id", others);
  append_restated(context, changed);
  db::Query of_segments("SELECT DISTINCT deployment FROM deployment_segment WHERE ");
  of_segments += db::one_of("id", others);
  of_segments += " ORDER BY deployment";
  std::vector<long long> deployments;
  for (const auto& [id] : db::select<long long>(context.sql, of_segments)) deployments.push_back(id);
  return deployments;
}

}  // namespace muster::missions
