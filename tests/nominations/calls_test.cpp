// SPDX-License-Identifier: EUPL-1.2
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "support/operations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using google::protobuf::util::TimeUtil;
using status::Code;

class CallsTest : public support::OperationsTest {
 protected:
  // The next year: all of its days are to come.
  static std::string next_year() { return day(366).substr(0, 4); }

  CreateCallRequest request(const std::string& reference) {
    CreateCallRequest request;
    Call& created = *request.mutable_call();
    created.set_reference(reference);
    created.set_display_name("Call");
    created.set_organisation(platform::v1::ORGANISATION_UN);
    created.set_kind(CALL_KIND_VACANCY);
    created.add_posts(post.name());
    created.set_deadline_date(next_year() + "-07-15");
    created.set_deadline_time("17:30");
    created.set_time_zone("America/New_York");
    return request;
  }
  Call create(const CreateCallRequest& request) { return call<Call>(nominations_service + "CreateCall", request); }
  CallActionRequest action(const Call& subject, const std::string& reason = "") {
    CallActionRequest request;
    request.set_name(subject.name());
    request.set_reason(reason);
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, CallsTest, support::backends(), support::backend_name);

TEST_P(CallsTest, TheDeadlineIsALocalTime) {
  const Call summer = create(request("C-1"));
  EXPECT_EQ(TimeUtil::ToString(summer.deadline()), next_year() + "-07-15T21:30:00Z");
  EXPECT_EQ(summer.state(), CALL_STATE_DRAFT);
  ASSERT_EQ(summer.posts_size(), 1);
  EXPECT_EQ(summer.posts(0), post.name());
  auto winter = request("C-2");
  winter.mutable_call()->set_deadline_date(next_year() + "-01-15");
  winter.mutable_call()->clear_deadline_time();
  const Call created = create(winter);
  EXPECT_EQ(TimeUtil::ToString(created.deadline()), next_year() + "-01-16T04:59:00Z");
  EXPECT_EQ(created.deadline_time(), "23:59");
}

TEST_P(CallsTest, MovesTheDeadline) {
  const Call made = create(request("C-1"));
  UpdateCallRequest move;
  move.mutable_call()->set_name(made.name());
  move.mutable_call()->set_etag(made.etag());
  move.mutable_call()->set_deadline_date(next_year() + "-08-15");
  move.mutable_update_mask()->add_paths("deadline_date");
  const Call moved = call<Call>(nominations_service + "UpdateCall", move);
  EXPECT_EQ(TimeUtil::ToString(moved.deadline()), next_year() + "-08-15T21:30:00Z")
      << "at the time of day and place that were given";
  EXPECT_EQ(moved.posts(0), post.name());
  EXPECT_EQ(rows("SELECT from_state, to_state, reason FROM call_event ORDER BY id", 3),
            (std::vector<std::string>{"CALL_STATE_UNSPECIFIED|CALL_STATE_DRAFT|",
                                      "CALL_STATE_DRAFT|CALL_STATE_DRAFT|deadline_date"}));
  EXPECT_EQ(refused(nominations_service + "UpdateCall", move, system()).code(), Code::aborted);
  move.mutable_call()->clear_etag();
  call<Call>(nominations_service + "UpdateCall", move);
  EXPECT_EQ(rows("SELECT id FROM call_event", 1).size(), 2u) << "nothing changed";
  move.mutable_call()->set_deadline_date(day(-1));
  EXPECT_TRUE(support::names_field(refused(nominations_service + "UpdateCall", move, system()), "call.deadline_date"));
  move.mutable_call()->set_deadline_date(next_year() + "-08-15");
  move.mutable_call()->set_time_zone("Europe/Atlantis");
  move.mutable_update_mask()->add_paths("time_zone");
  EXPECT_TRUE(support::names_field(refused(nominations_service + "UpdateCall", move, system()), "call.time_zone"));
  call<Call>(nominations_service + "CancelCall", action(made, "Put off"));
  move.mutable_call()->set_time_zone("Europe/Oslo");
  EXPECT_EQ(refused(nominations_service + "UpdateCall", move, system()).reason(), "WRONG_STATE");
}

TEST_P(CallsTest, RefusesWhatDoesNotFit) {
  auto refused_field = [&](const std::function<void(Call&)>& change) {
    auto wrong = request("C-1");
    change(*wrong.mutable_call());
    const auto error = refused(nominations_service + "CreateCall", wrong, system());
    return error.violations().empty() ? error.message() : error.violations().front().field;
  };
  EXPECT_EQ(refused_field([](Call& one) { one.set_deadline_time("25:00"); }), "call.deadline_time");
  EXPECT_EQ(refused_field([](Call& one) { one.set_time_zone("Europe/Atlantis"); }), "call.time_zone");
  EXPECT_EQ(refused_field([](Call& one) { one.set_posts(0, "posts/999"); }), "call.posts[0]");
  EXPECT_EQ(refused_field([&](Call& one) { one.add_posts(post.name()); }), "call.posts[1]");
  EXPECT_EQ(refused_field([&](Call& one) { one.clear_posts(); }), "call.posts");
  create(request("C-1"));
  EXPECT_EQ(refused(nominations_service + "CreateCall", request("C-1"), system()).code(), Code::already_exists);
}

// What the page shows of a slate is what the guards of an endorsement go by.
TEST_P(CallsTest, TheSlateIsCountedAsTheGuardsCountIt) {
  const Call subject = add_call("C-1", {post.name()}, [](Call& one) { one.set_min_women_percent(33); });
  auto in_state = [&](const char* number, platform::v1::Gender gender, NominationState state) {
    return bring_to(state, nominate(add_person(number, gender, army_), subject).name()).name();
  };
  GetCallRequest request;
  request.set_name(subject.name());
  auto slate = [&](const rpc::Caller& who) {
    return call<Call>(nominations_service + "GetCall", request, who).slate().ShortDebugString();
  };
  EXPECT_EQ(slate(system()), "") << "nobody is no share of women";
  in_state("P-1", platform::v1::GENDER_WOMAN, NOMINATION_STATE_DRAFT);
  EXPECT_EQ(slate(system()), "not_submitted: 1") << "a draft is no part of the composition";
  in_state("P-2", platform::v1::GENDER_WOMAN, NOMINATION_STATE_IN_REVIEW);
  in_state("P-3", platform::v1::GENDER_NOT_STATED, NOMINATION_STATE_IN_REVIEW);
  in_state("P-4", platform::v1::GENDER_MAN, NOMINATION_STATE_ENDORSED);
  in_state("P-5", platform::v1::GENDER_OTHER, NOMINATION_STATE_SUBMITTED);
  const auto out = in_state("P-6", platform::v1::GENDER_WOMAN, NOMINATION_STATE_SUBMITTED);
  act("DoNotSelectNomination", out);
  const std::string counts = "women: 1 known: 3 not_stated: 1 nominees: 3 not_submitted: 4 enough_women: true";
  EXPECT_EQ(slate(system()), counts) << "not selected keeps its place, and is out of the composition";
  for (const auto role : {platform::v1::ROLE_HR_UNIT, platform::v1::ROLE_HR_CENTRAL, platform::v1::ROLE_ENDORSER}) {
    EXPECT_EQ(slate(caller(role)), counts) << platform::v1::Role_Name(role);
  }
  for (const auto role : {platform::v1::ROLE_LEADERSHIP, platform::v1::ROLE_ANALYST, platform::v1::ROLE_PERSON,
                          platform::v1::ROLE_TRAINING_COORDINATOR}) {
    EXPECT_EQ(slate(caller(role)), "") << platform::v1::Role_Name(role);
  }
  in_state("P-7", platform::v1::GENDER_MAN, NOMINATION_STATE_IN_REVIEW);
  EXPECT_EQ(slate(system()), "women: 1 known: 4 not_stated: 1 nominees: 3 not_submitted: 5") << "1 of 4 is not 33 %";
}

TEST_P(CallsTest, EveryVerbInEveryState) {
  struct Rule {
    CallState from;
    std::string verb;
    CallState to;  // UNSPECIFIED: refused
    bool needs_reason;
  };
  const std::vector<Rule> rules = {
      {CALL_STATE_DRAFT, "OpenCall", CALL_STATE_OPEN, false},
      {CALL_STATE_DRAFT, "CloseCall", CALL_STATE_UNSPECIFIED, false},
      {CALL_STATE_DRAFT, "CancelCall", CALL_STATE_CANCELLED, true},
      {CALL_STATE_OPEN, "OpenCall", CALL_STATE_UNSPECIFIED, false},
      {CALL_STATE_OPEN, "CloseCall", CALL_STATE_CLOSED, false},
      {CALL_STATE_OPEN, "CancelCall", CALL_STATE_CANCELLED, true},
      {CALL_STATE_CLOSED, "OpenCall", CALL_STATE_OPEN, true},
      {CALL_STATE_CLOSED, "CloseCall", CALL_STATE_UNSPECIFIED, false},
      {CALL_STATE_CLOSED, "CancelCall", CALL_STATE_CANCELLED, true},
      {CALL_STATE_CANCELLED, "OpenCall", CALL_STATE_UNSPECIFIED, false},
      {CALL_STATE_CANCELLED, "CloseCall", CALL_STATE_UNSPECIFIED, false},
      {CALL_STATE_CANCELLED, "CancelCall", CALL_STATE_UNSPECIFIED, false},
  };
  const std::map<CallState, std::vector<std::string>> paths = {{CALL_STATE_DRAFT, {}},
                                                               {CALL_STATE_OPEN, {"OpenCall"}},
                                                               {CALL_STATE_CLOSED, {"OpenCall", "CloseCall"}},
                                                               {CALL_STATE_CANCELLED, {"CancelCall"}}};
  int number = 0;
  for (const Rule& rule : rules) {
    SCOPED_TRACE(CallState_Name(rule.from) + " " + rule.verb);
    auto future = request("C-" + std::to_string(++number));
    future.mutable_call()->set_deadline_date(day(5));
    const Call subject = create(future);
    for (const std::string& verb : paths.at(rule.from)) call<Call>(nominations_service + verb, action(subject, "r"));
    const std::string path = nominations_service + rule.verb;
    if (rule.to == CALL_STATE_UNSPECIFIED) {
      EXPECT_EQ(refused(path, action(subject, "r"), system()).reason(), "WRONG_STATE");
      continue;
    }
    if (rule.needs_reason) {
      EXPECT_TRUE(support::names_field(refused(path, action(subject), system()), "reason"));
    }
    EXPECT_EQ(call<Call>(path, action(subject, rule.needs_reason ? "r" : "")).state(), rule.to);
  }
}

TEST_P(CallsTest, OpensBeforeItsDeadlineOnlyAndHonoursTheEtag) {
  auto past = request("C-1");
  past.mutable_call()->set_deadline_date(day(-2));
  EXPECT_EQ(refused(nominations_service + "OpenCall", action(create(past)), system()).code(),
            Code::failed_precondition);
  const Call subject = add_call("C-2", {post.name()});
  auto stale = action(subject);
  stale.set_etag("1");
  EXPECT_EQ(refused(nominations_service + "CloseCall", stale, system()).code(), Code::aborted);
  stale.set_etag(subject.etag());
  EXPECT_EQ(call<Call>(nominations_service + "CloseCall", stale).state(), CALL_STATE_CLOSED);
}

TEST_P(CallsTest, ListsWithTheirPosts) {
  add_call("C-1", {post.name()});
  add_call("C-2", {post.name(), leader_post.name()});
  ListCallsRequest request;
  request.set_filter("reference = \"C-2\"");
  const auto found = call<ListCallsResponse>(nominations_service + "ListCalls", request);
  ASSERT_EQ(found.calls_size(), 1);
  EXPECT_EQ(found.calls(0).posts_size(), 2);
  EXPECT_EQ(call<ListCallsResponse>(nominations_service + "ListCalls", ListCallsRequest()).calls_size(), 2);
}

}  // namespace
}  // namespace muster
