// SPDX-License-Identifier: EUPL-1.2
#include "nominations/calls.h"

#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "muster/platform/v1/reasons.pb.h"
#include "nominations/call_states.h"
#include "nominations/closing.h"
#include "nominations/slate.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/mission_over.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "rules/civil_date.h"
#include "rules/time_zone.h"

namespace muster::nominations {
namespace {

using google::protobuf::util::FieldMaskUtil;

void set_deadline(v1::Call& call) {
  if (call.deadline_time().empty()) call.set_deadline_time("23:59");
  const auto minutes = rules::parse_time(call.deadline_time());
  if (!minutes) {
    throw status::invalid_argument("call.deadline_time", platform::v1::REASON_NOT_A_TIME_OF_DAY,
                                   "is not a time of day; write HH:MM, 17:30");
  }
  const auto moment = rules::local_time(*rules::parse_date(call.deadline_date()), *minutes, call.time_zone());
  *call.mutable_deadline() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(rules::to_micros(moment));
}

// A call asks for people for the time after today.
void require_missions_go_on(rpc::Context& context, const std::vector<long long>& posts) {
  const std::string today = rules::format_date(context.today());
  for (std::size_t i = 0; i < posts.size(); ++i) {
    const auto mission = db::select_one<long long>(context.sql, {"SELECT mission FROM post WHERE id = ?", {posts[i]}});
    rpc::require_mission_goes_on(context, std::get<0>(*mission), today, "call.posts[" + std::to_string(i) + "]");
  }
}

std::vector<long long> check_posts(rpc::Context& context, const v1::Call& call) {
  status::Violations violations;
  std::vector<long long> posts;
  std::set<long long> seen;
  for (int i = 0; i < call.posts_size(); ++i) {
    const std::string path = "call.posts[" + std::to_string(i) + "]";
    posts.push_back(proto::id_of(call.posts(i), "posts", path));
    if (!seen.insert(posts.back()).second) {
      violations.add(path, platform::v1::REASON_NAMED_TWICE, "is named twice; name it once");
    } else if (!db::select_one<long long>(context.sql, {"SELECT 1 FROM post WHERE id = ?", {posts.back()}})) {
      violations.add(path, platform::v1::REASON_REFERENCE_NOT_FOUND, call.posts(i) + " does not exist; see ListPosts",
                     {{"name", call.posts(i)}});
    }
  }
  violations.throw_if_any();
  require_missions_go_on(context, posts);
  return posts;
}

// Those of the posts that `which` is true of.
void add_posts(rpc::Context& context, const std::vector<v1::Call*>& calls, const db::Query& which) {
  std::unordered_map<long long, v1::Call*> by_id;
  std::vector<long long> ids;
  for (v1::Call* one : calls) {
    ids.push_back(proto::id_of<v1::Call>(one->name()));
    by_id[ids.back()] = one;
  }
  db::Query query = "SELECT call_post.call, call_post.post FROM call_post JOIN post ON post.id = call_post.post WHERE ";
  query += db::one_of("call_post.call", ids);
  query += " AND ";
  query += which;
  query += " ORDER BY call_post.post";
  for (const auto& [id, post] : db::select<long long, long long>(context.sql, query)) {
    by_id.at(id)->add_posts("posts/" + std::to_string(post));
  }
}

void record_event(rpc::Context& context, long long id, v1::CallState from, v1::CallState to,
                  const std::string& reason) {
  db::execute(context.sql, {"INSERT INTO call_event (call, from_state, to_state, actor, reason, create_time) "
                            "VALUES (?, ?, ?, NULLIF(CAST(? AS BIGINT), 0), ?, ?)",
                            {id, v1::CallState_Name(from), v1::CallState_Name(to), context.caller.account, reason,
                             context.now_micros()}});
}

// What answers the call ends with it.
void follow_cancelled(rpc::Context& context, long long id, const std::string& why) {
  const rpc::End end{rpc::Consequence::CAUSE_CALL_CANCELLED, id, rules::format_date(context.today())};
  close_nominations(context, end, why);
  rpc::carry_on(context, end);
}

}  // namespace

bool is_past_deadline(const rpc::Context& context, const v1::Call& call) {
  return context.now_micros() > google::protobuf::util::TimeUtil::TimestampToMicroseconds(call.deadline());
}

v1::Call read_bare_call(rpc::Context& context, long long id) {
  auto found =
      rows::query_one<v1::Call>(context.sql, {"SELECT " + rows::columns<v1::Call>() + " FROM call WHERE id = ?", {id}});
  if (!found) throw status::not_found(proto::name_of<v1::Call>(id));
  return std::move(*found);
}

v1::Call read_call(rpc::Context& context, long long id) {
  v1::Call call = read_bare_call(context, id);
  add_posts(context, {&call}, "1 = 1");
  return call;
}

std::string create_call(rpc::Context& context, const v1::CreateCallRequest& request) {
  v1::Call call = request.call();
  rpc::require_new_owner(context, call.owner(), "call.owner");
  set_deadline(call);
  const std::vector<long long> posts = check_posts(context, call);
  call.set_state(v1::CALL_STATE_DRAFT);
  const long long id = rows::insert(context.sql, "call", call);
  for (long long post : posts) {
    db::execute(context.sql, {"INSERT INTO call_post (call, post) VALUES (?, ?)", {id, post}});
  }
  record_event(context, id, v1::CALL_STATE_UNSPECIFIED, v1::CALL_STATE_DRAFT, "");
  return proto::name_of<v1::Call>(id);
}

std::string update_call(rpc::Context& context, const v1::UpdateCallRequest& request) {
  context.sequence();  // the ledger's lock first, as in act_on_call
  const long long id = proto::id_of<v1::Call>(request.call().name(), "call.name");
  const v1::Call before = read_bare_call(context, id);
  rpc::require_owners(context, before.owner(), request.call().owner(), request.update_mask(), "call.owner");
  if (before.state() == v1::CALL_STATE_CANCELLED) {
    throw status::failed_precondition(platform::v1::REASON_WRONG_STATE,
                                      "the call is cancelled and stays as it is; create another",
                                      {{"state", rpc::short_name(before.state())}});
  }
  v1::Call call = before;
  FieldMaskUtil::MergeMessageTo(request.call(), request.update_mask(), FieldMaskUtil::MergeOptions(), &call);
  set_deadline(call);
  if (is_past_deadline(context, call) && !is_past_deadline(context, before)) {
    throw status::invalid_argument("call.deadline_date", platform::v1::REASON_CALL_DEADLINE_PASSED,
                                   "makes a deadline that has passed, which lapses what has not been "
                                   "submitted; give a later one, or close the call");
  }
  call.set_etag(request.call().etag());
  google::protobuf::FieldMask mask = request.update_mask();
  mask.add_paths("deadline");
  mask.add_paths("deadline_time");
  rows::update(context.sql, "call", call, mask);
  const v1::Call after = read_bare_call(context, id);
  if (after.etag() != before.etag()) {
    record_event(context, id, after.state(), after.state(), FieldMaskUtil::ToString(request.update_mask()));
  }
  return after.name();
}

v1::Call see_call(rpc::Context& context, const std::string& name) {
  const long long id = proto::id_of<v1::Call>(name);
  db::Query query = {"SELECT 1 FROM call WHERE id = ? AND ", {id}};
  query += rpc::named_calls(context, "call.id");
  if (!db::select_one<long long>(context.sql, query)) throw status::not_found(name);
  v1::Call call = read_bare_call(context, id);
  add_posts(context, {&call}, rpc::named_missions(context, "post.mission"));
  // Everybody sees calls; their steps are taken by who has a grant for those whose they are.
  rpc::Callable callable(context,
                         [&](const rpc::Scope& scope) { return rpc::covers_owner(context, scope, call.owner()); });
  *call.mutable_actions() = rpc::actions(call_machine(), call.state(), std::move(callable),
                                         [&](const auto&) { return CallSituation{context, call}; });
  // Everybody sees calls, but counts of a few people are for those who work with them.
  if (rpc::has_role(context, platform::v1::ROLE_HR_UNIT) || rpc::has_role(context, platform::v1::ROLE_HR_CENTRAL) ||
      rpc::has_role(context, platform::v1::ROLE_ENDORSER)) {
    *call.mutable_slate() = slate_of(context, call);
  }
  return call;
}

v1::Call get_call(rpc::Context& context, const v1::GetCallRequest& request) {
  return see_call(context, request.name());
}

v1::ListCallsResponse list_calls(rpc::Context& context, const v1::ListCallsRequest& request) {
  rows::ListSpec spec;
  spec.table = "call";
  spec.where = rpc::named_calls(context, "call.id");
  spec.default_order = "deadline_date desc";
  auto response = rows::list<v1::Call, v1::ListCallsResponse>(context.sql, request, spec).message();
  std::vector<v1::Call*> calls(response.mutable_calls()->pointer_begin(), response.mutable_calls()->pointer_end());
  if (!calls.empty()) add_posts(context, calls, rpc::named_missions(context, "post.mission"));
  return response;
}

std::string act_on_call(rpc::Context& context, const v1::CallActionRequest& request) {
  // The ledger's lock first: what is checked from here on holds until the commit.
  context.sequence();
  const long long id = proto::id_of<v1::Call>(request.name());
  v1::Call call = read_bare_call(context, id);
  rpc::require_owner(context, call.owner());
  const v1::CallState from = call.state();
  const auto& step = rpc::find_step(call_machine(), context.method.descriptor->name(), from);
  rpc::require_given(request, step, from);
  rpc::require_guards(request, step, CallSituation{context, call});
  call.set_state(*step.to);
  call.set_etag(request.etag());
  google::protobuf::FieldMask mask;
  mask.add_paths("state");
  rows::update(context.sql, "call", call, mask);
  record_event(context, id, from, *step.to, request.reason());
  if (*step.to == v1::CALL_STATE_CANCELLED) follow_cancelled(context, id, request.reason());
  return call.name();
}

void cancel_call(rpc::Context& context, const rpc::End& end, long long id) {
  v1::Call call = read_bare_call(context, id);
  const v1::CallState from = call.state();
  call.set_state(v1::CALL_STATE_CANCELLED);
  google::protobuf::FieldMask mask;
  mask.add_paths("state");
  rows::update(context.sql, "call", call, mask);
  record_event(context, id, from, call.state(), rpc::name_of(end.cause));
  rpc::add_settled(context, end, call.name(), "CancelCall", "cancelled, since " + rpc::in_words(end));
  follow_cancelled(context, id, rpc::name_of(end.cause));
}

}  // namespace muster::nominations
