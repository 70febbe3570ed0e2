// SPDX-License-Identifier: EUPL-1.2
#include "missions/posts.h"

#include "missions/day_corrections.h"
#include "missions/deployments.h"
#include "missions/post_facts.h"
#include "missions/post_segments.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/mission_over.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

const DatedKind kind = {"post",
                        {"category", "personnel_type", "function", "rank_band", "leadership_tier"},
                        "ChangePost",
                        "CorrectPost",
                        "UpdatePost"};

std::optional<v1::Post> find_post(rpc::Context& context, long long id) {
  return rows::query_one<v1::Post>(context.sql,
                                   {"SELECT " + rows::columns<v1::Post>() + " FROM post WHERE id = ?", {id}});
}

// With one seat, unless it says how many.
v1::Post with_seats(v1::Post post) {
  if (!post.has_seats()) post.set_seats(1);
  return post;
}

// A post is whose its mission is. What names no mission is the handler's to refuse.
void require_owner_of(rpc::Context& context, const std::string& mission) {
  const auto owner = db::select_one<std::optional<long long>>(
      context.sql, {"SELECT owner FROM mission WHERE id = ?", {proto::id_of<v1::Mission>(mission, "post.mission")}});
  if (!owner) return;
  rpc::require_owner(context, std::get<0>(*owner) ? "units/" + std::to_string(*std::get<0>(*owner)) : "");
}

v1::Post read_post(rpc::Context& context, const std::string& name, const std::string& field) {
  auto post = find_post(context, proto::id_of<v1::Post>(name, field));
  if (!post) throw status::not_found(name);
  return std::move(*post);
}

// The post, if the caller's grants cover whose it is.
v1::Post read_own_post(rpc::Context& context, const std::string& name, const std::string& field) {
  v1::Post post = read_post(context, name, field);
  require_owner_of(context, post.mission());
  return post;
}

// Throws unless the post exists on the day that `field` gives, from `earliest` on.
void require_within(const v1::Post& post, const std::string& field, const std::string& day,
                    const std::string& earliest) {
  if (day < earliest) {
    throw status::invalid_argument(
        field, platform::v1::REASON_TOO_EARLY,
        "is before " + earliest + ": the post began on " + post.valid_from() + ", and what it was then is corrected",
        {{"earliest", earliest}, {"field", "valid_from"}});
  }
  if (post.has_valid_to() && day > post.valid_to()) {
    throw status::invalid_argument(field, platform::v1::REASON_TOO_LATE,
                                   "is after the post's last day, " + post.valid_to(),
                                   {{"latest", post.valid_to()}, {"field", "valid_to"}});
  }
}

// Who serves there, and what is frozen of it elsewhere.
void follow_post(rpc::Context& context, const v1::Post& post, const std::string& day, const std::string& reason) {
  const long long id = proto::id_of<v1::Post>(post.name());
  for (const long long deployment : follow_posts(context, {"SELECT id FROM deployment_segment WHERE post = ?", {id}})) {
    const auto [state] =
        *db::select_one<std::string>(context.sql, {"SELECT state FROM deployment WHERE id = ?", {deployment}});
    db::execute(context.sql, {"UPDATE deployment SET row_version = row_version + 1 WHERE id = ?", {deployment}});
    rpc::reach(context, proto::name_of<v1::Deployment>(deployment));
    v1::DeploymentEvent event;
    event.set_deployment(proto::name_of<v1::Deployment>(deployment));
    event.set_verb(context.method.descriptor->name());
    event.set_from_state(proto::enum_named<v1::DeploymentState>(state));
    event.set_to_state(event.from_state());
    event.set_effective_date(day);
    event.set_reason(reason);
    record_event(context, event);
  }
  rpc::post_changed(context, id);
}

// Throws if the post, by `field`, has days on which its mission is over.
void require_mission_goes_on(rpc::Context& context, const v1::Post& post, const std::string& field) {
  rpc::require_mission_goes_on(context, proto::id_of<v1::Mission>(post.mission()),
                               post.has_valid_to() ? std::optional(post.valid_to()) : std::nullopt, field);
}

}  // namespace

const DatedKind& post_kind() { return kind; }

v1::Post create_post(rpc::Context& context, const v1::CreatePostRequest& request) {
  context.sequence();  // the mission's end stays until the commit
  require_owner_of(context, request.post().mission());
  const v1::Post post = *find_post(context, rows::insert(context.sql, "post", with_seats(request.post())));
  rpc::require_mission_goes_on(context, proto::id_of<v1::Mission>(post.mission()), post.valid_from(),
                               "post.valid_from");
  require_mission_goes_on(context, post, "post.valid_to");
  write_first_period<v1::PostPeriod>(context, kind, post);
  append_post(context, proto::id_of<v1::Post>(post.name()));
  return post;
}

v1::Post change_post(rpc::Context& context, const v1::ChangePostRequest& request) {
  context.sequence();  // of two changes the second sees the first
  const v1::Post post = read_own_post(context, request.post().name(), "post.name");
  DatedStep step = begin_dated<v1::PostPeriod>(context, kind, request.post(), post, request.update_mask());
  rpc::require_begun(context, "valid_from", request.valid_from());
  require_within(post, "valid_from", request.valid_from(), rules::days_after(post.valid_from(), 1));
  change_from(step, post.name(), request.valid_from());
  v1::PostEvent event;
  event.set_first_day(request.valid_from());
  write_dated<v1::PostPeriod>(context, step, post, event, kind.change);
  append_post(context, step.id);
  follow_post(context, post, request.valid_from(), "");
  return read_post(context, post.name(), "post.name");
}

v1::Post correct_post(rpc::Context& context, const v1::CorrectPostRequest& request) {
  context.sequence();  // of two corrections the second sees the first
  const v1::Post post = read_own_post(context, request.post().name(), "post.name");
  DatedStep step = begin_dated<v1::PostPeriod>(context, kind, request.post(), post, request.update_mask());
  v1::PostEvent event;
  std::optional<std::string> first, last;
  if (request.has_first_day()) {
    rpc::require_begun(context, "first_day", request.first_day());
    require_within(post, "first_day", request.first_day(), post.valid_from());
    event.set_first_day(request.first_day());
    // The first period begins before all days: who left for the post before it began is in it all the same.
    first = request.first_day() == post.valid_from() ? "" : request.first_day();
  }
  if (request.has_last_day()) {
    rpc::require_begun(context, "last_day", request.last_day());
    require_within(post, "last_day", request.last_day(), post.valid_from());
    event.set_last_day(request.last_day());
    last = request.last_day();
  }
  correct_days(step, post.name(), first, last, rules::format_date(context.today()));
  event.set_reason(request.reason());
  write_dated<v1::PostPeriod>(context, step, post, event, kind.correct);
  append_post(context, step.id);
  follow_post(context, post, request.has_first_day() ? request.first_day() : post.valid_from(), request.reason());
  return read_post(context, post.name(), "post.name");
}

v1::PostHistory get_post_history(rpc::Context& context, const v1::GetPostHistoryRequest& request) {
  const v1::Post post = read_post(context, request.post(), "post");
  rpc::require_named_post(context, proto::id_of<v1::Post>(post.name()));
  return read_history<v1::PostPeriod, v1::PostEvent, v1::PostHistory>(context, kind,
                                                                      proto::id_of<v1::Post>(post.name()));
}

Timeline post_timeline(rpc::Context& context, long long post) {
  return read_timeline<v1::PostPeriod>(context, kind, post);
}

v1::Post update_post(rpc::Context& context, const v1::UpdatePostRequest& request) {
  require_not_dated(kind, request.update_mask());
  context.sequence();  // what hangs on the post stays until the commit
  const long long id = proto::id_of<v1::Post>(request.post().name(), "post.name");
  const auto before = find_post(context, id);
  if (before) require_owner_of(context, before->mission());
  rows::update(context.sql, "post", with_seats(request.post()), request.update_mask());
  v1::Post after = *find_post(context, id);
  const bool longer = before->has_valid_to() && (!after.has_valid_to() || after.valid_to() > before->valid_to());
  if (longer) require_mission_goes_on(context, after, "post.valid_to");
  const bool other_days = before->has_valid_to() != after.has_valid_to() || before->valid_to() != after.valid_to();
  if (other_days || before->seats() != after.seats()) append_post(context, id);
  if (after.has_valid_to() && (!before->has_valid_to() || after.valid_to() < before->valid_to())) {
    rpc::carry_on(context, {rpc::Consequence::CAUSE_POST_CLOSED, id, after.valid_to()});
  }
  return after;
}

proto::Encoded<v1::ListPostsResponse> list_posts(rpc::Context& context, const v1::ListPostsRequest& request) {
  rows::ListSpec spec;
  spec.table = "post";
  spec.where = rpc::named_missions(context, "post.mission");
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
  set_values(*post, post_timeline(context, proto::id_of<v1::Post>(name)).on(date));
  return std::move(*post);
}

int tour_months(rpc::Context& context, const std::string& name) {
  const auto [months] = *db::select_one<long long>(
      context.sql, {"SELECT tour_months FROM post WHERE id = ?", {proto::id_of<v1::Post>(name)}});
  return static_cast<int>(months);
}

v1::DeploymentSegment segment_in(const v1::Post& post, const v1::Deployment& deployment) {
  v1::DeploymentSegment segment;
  segment.set_deployment(deployment.name());
  segment.set_category(deployment.category());
  segment.set_mission(post.mission());
  segment.set_post(post.name());
  segment.set_title(post.display_name());
  segment.set_personnel_type(post.personnel_type());
  segment.set_rank_band(post.rank_band());
  segment.set_leadership_tier(post.leadership_tier());
  return segment;
}

}  // namespace muster::missions
