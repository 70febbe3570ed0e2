// SPDX-License-Identifier: EUPL-1.2
// What nominations and calls say may be done next is what then happens: in every state, by every role and under what
// each guard looks at. The verbs of each state and role are in states_test.cpp.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "support/actions.h"
#include "support/nominations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;
using status::Code;
using support::action_of;
using support::verbs_of;

// What a nomination is in when somebody asks; each part of it is what some guard looks at.
struct Circumstance {
  std::string name;
  bool own_case = false;
  bool proposed = false;  // by who asks
  bool man = false;
  std::function<void(const Nomination&, const Call&)> comes = {};
};

class ActionsTest : public support::NominationTest {
 protected:
  void SetUp() override {
    NominationTest::SetUp();
    values_ = {{"reason", "REASON_OTHER"},
               {"reason_text", "as the test says"},
               {"reference", "26/1234"},
               {"reserve_until", day(60)}};
    asks_ = caller(ROLE_HR_CENTRAL);
    for (const Role role : {ROLE_PERSON, ROLE_HR_UNIT, ROLE_ENDORSER}) asks_.grants.push_back({role, std::nullopt});
  }
  // Somebody of its own, a post of its own and a call of its own.
  Nomination fresh(NominationState state, const Circumstance& circumstance) {
    const std::string number = "S-" + std::to_string(++made_);
    person_ = add_person(number, circumstance.man ? GENDER_MAN : GENDER_WOMAN, army_);
    post_ = add_post(mission, number, 0).name();
    const Call subject = add_call(number, {post_});
    asks_.person.reset();
    if (circumstance.own_case) asks_.person = support::number_of(person_);
    const auto name = nominate(person_, subject, circumstance.proposed ? asks_ : system()).name();
    bring_to(state, name);
    if (circumstance.comes) circumstance.comes(get(name), subject);
    return get(name, asks_);
  }
  void check(const Nomination& nomination, const Action& action, const rpc::Caller& who);
  void execute(const std::string& statement, std::vector<db::Value> args) {
    sql([&](db::Session& session) { db::execute(session, {statement, std::move(args)}); });
  }

  support::Values values_;
  rpc::Caller asks_;  // with every role that works on nominations
  std::string person_;
  std::string post_;
  int made_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, ActionsTest, support::backends(), support::backend_name);

void ActionsTest::check(const Nomination& nomination, const Action& action, const rpc::Caller& who) {
  SCOPED_TRACE(NominationState_Name(nomination.state()) + " " + action.ShortDebugString());
  const auto request = support::needed_request(nominations_service, action, nomination.name(), values_);
  const std::string path = nominations_service + action.verb();
  if (action.possible()) {
    EXPECT_TRUE(action.reason().empty() && action.explanation().empty());
    const auto before = events(nomination.name()).size();
    EXPECT_EQ(call<Nomination>(path, *request, who).name(), nomination.name());
    EXPECT_EQ(events(nomination.name()).size(), before + 1);
    return;
  }
  const auto error = refused(path, *request, who);
  EXPECT_EQ(error.code(), Code::failed_precondition);
  EXPECT_EQ(error.reason(), action.reason());
  EXPECT_EQ(error.message(), action.explanation());
  EXPECT_EQ(get(nomination.name()).etag(), nomination.etag());
}

TEST_P(ActionsTest, WhatIsToldIsWhatHappens) {
  const std::vector<Circumstance> circumstances = {
      {.name = "nothing special"},
      {.name = "who asks proposed it", .proposed = true},
      {.name = "who asks is the person", .own_case = true},
      {.name = "who asks took the last step",
       .comes =
           [&](const Nomination& one, const Call&) {
             execute(
                 "UPDATE nomination_event SET actor = ? WHERE id = (SELECT MAX(id) FROM nomination_event "
                 "WHERE nomination = ?)",
                 {asks_.account, support::number_of(one.name())});
           }},
      {.name = "the call is closed",
       .comes = [&](const Nomination&, const Call& of) { set_call_state("CloseCall", of); }},
      {.name = "the call is not open yet",
       .comes =
           [&](const Nomination&, const Call& of) {
             execute("UPDATE call SET state = 'CALL_STATE_DRAFT' WHERE reference = ?", {of.reference()});
           }},
      {.name = "the call is cancelled",
       .comes =
           [&](const Nomination&, const Call& of) {
             execute("UPDATE call SET state = 'CALL_STATE_CANCELLED' WHERE reference = ?", {of.reference()});
           }},
      {.name = "the deadline has passed", .comes = [&](const Nomination&, const Call& of) { pass_deadline(of); }},
      {.name = "the supervisor has not agreed",
       .comes =
           [&](const Nomination& one, const Call&) {
             execute("UPDATE nomination SET supervisor_agreement = 'SUPERVISOR_AGREEMENT_NO' WHERE id = ?",
                     {support::number_of(one.name())});
           }},
      {.name = "the slate is full and has no women",
       .man = true,
       .comes =
           [&](const Nomination&, const Call& of) {
             const auto other = add_person(of.reference() + "-2", GENDER_MAN, army_);
             bring_to(NOMINATION_STATE_ENDORSED, nominate(other, of).name());
             execute("UPDATE call SET max_nominees = 1, min_women_percent = 50 WHERE reference = ?", {of.reference()});
           }},
      {.name = "the slate has no women",
       .man = true,
       .comes =
           [&](const Nomination&, const Call& of) {
             execute("UPDATE call SET min_women_percent = 50 WHERE reference = ?", {of.reference()});
           }},
      {.name = "the person is nominated again",
       .comes =
           [&](const Nomination& one, const Call& of) {
             // From an ended state there is but voiding and reopening.
             if (one.actions_size() == 2) nominate(person_, of);
           }},
      {.name = "the person is committed",
       .comes =
           [&](const Nomination& one, const Call&) {
             missions::v1::CreateDeploymentRequest plan;
             plan.mutable_deployment()->set_person(person_);
             plan.mutable_deployment()->set_planned_from(one.planned_from());
             plan.mutable_deployment()->set_planned_to(one.planned_to());
             plan.set_post(post.name());
             plan.set_overlap_reason("as the test says");
             call<missions::v1::Deployment>(missions_service + "CreateDeployment", plan);
           }},
      {.name = "the person is away",
       .comes =
           [&](const Nomination& one, const Call&) {
             execute(
                 "INSERT INTO availability (person, kind, valid_from, valid_to, create_time, row_version) "
                 "VALUES (?, 'AVAILABILITY_KIND_PARENTAL', ?, NULL, 0, 1)",
                 {support::number_of(person_), one.planned_from()});
           }},
      {.name = "the post is gone",
       .comes =
           [&](const Nomination&, const Call&) {
             execute("UPDATE post SET valid_to = ? WHERE id = ?", {day(1), support::number_of(post_)});
           }},
  };
  std::map<std::string, int> reasons;
  for (const Circumstance& circumstance : circumstances) {
    for (int number = NOMINATION_STATE_DRAFT; number <= NOMINATION_STATE_VOID; ++number) {
      SCOPED_TRACE(circumstance.name);
      const auto state = static_cast<NominationState>(number);
      Nomination nomination = fresh(state, circumstance);
      for (int i = 0; i < nomination.actions_size(); ++i) {
        const Action action = nomination.actions(i);
        check(nomination, action, asks_);
        if (!action.possible()) ++reasons[action.reason()];
        // A step was taken: go on with another like it.
        if (action.possible()) nomination = fresh(state, circumstance);
      }
    }
  }
  // The circumstances are enough to make every guard refuse what no reason lifts.
  std::vector<std::string> seen;
  for (const auto& [reason, times] : reasons) seen.push_back(reason);
  EXPECT_EQ(seen, (std::vector<std::string>{"ALREADY_NOMINATED", "CALL_CANCELLED", "CALL_NOT_OPEN",
                                            "DEADLINE_NOT_PASSED", "NOT_DECIDER", "NOT_OWN_CASE", "NOT_PROPOSER",
                                            "PERSON_ACTIVE", "PERSON_COMMITTED", "POST_MISSING", "SLATE_FULL"}));
}

// Whom a guard lets pass with a reason is told that a reason is needed.
TEST_P(ActionsTest, AReasonThatLiftsARefusalIsNeeded) {
  const auto subject = add_call("C-1", {post.name()});
  const auto name = bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person("P-1"), subject).name()).name();
  Action endorse = action_of(get(name), "EndorseNomination");
  EXPECT_EQ(endorse.needed_fields_size(), 0);
  ASSERT_EQ(endorse.optional_fields_size(), 1);
  EXPECT_EQ(endorse.optional_fields(0), "reason_text");
  set_call_state("CloseCall", subject);
  endorse = action_of(get(name), "EndorseNomination");
  EXPECT_TRUE(endorse.possible());
  ASSERT_EQ(endorse.needed_fields_size(), 1);
  EXPECT_EQ(endorse.needed_fields(0), "reason_text");
  EXPECT_EQ(endorse.optional_fields_size(), 0);
  EXPECT_EQ(refused(nominations_service + "EndorseNomination", bare(name), system()).reason(), "CALL_CLOSED");
}

TEST_P(ActionsTest, WhyNotIsToldWithWhatASentenceNeeds) {
  const auto subject = add_call("C-1", {post.name()}, [](Call& one) { one.set_max_nominees(1); });
  bring_to(NOMINATION_STATE_ENDORSED, nominate(add_person("P-1"), subject).name());
  const auto second = bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person("P-2"), subject).name());
  const Action endorse = action_of(second, "EndorseNomination");
  EXPECT_EQ(endorse.reason(), "SLATE_FULL");
  EXPECT_EQ(endorse.metadata().at("limit"), "1");
}

TEST_P(ActionsTest, OnlyOneResourceIsToldItsActions) {
  const auto subject = add_call("C-1", {post.name()});
  nominate(add_person("P-1"), subject);
  const auto nominations =
      call<ListNominationsResponse>(nominations_service + "ListNominations", ListNominationsRequest());
  ASSERT_EQ(nominations.nominations_size(), 1);
  EXPECT_EQ(nominations.nominations(0).actions_size(), 0);
  const auto calls = call<ListCallsResponse>(nominations_service + "ListCalls", ListCallsRequest());
  ASSERT_EQ(calls.calls_size(), 1);
  EXPECT_EQ(calls.calls(0).actions_size(), 0);
}

// A role for other units than the person's is as good as none.
TEST_P(ActionsTest, OnlyWhatTheScopeCoversIsTold) {
  const auto name = nominate(add_person("P-1"), add_call("C-1", {post.name()})).name();
  rpc::Caller mixed = caller_of(ROLE_ENDORSER, army_);
  mixed.grants.push_back({ROLE_HR_UNIT, support::number_of(navy_)});
  EXPECT_TRUE(verbs_of(get(name, mixed)).empty());
  mixed.grants.push_back({ROLE_HR_UNIT, support::number_of(army_)});
  EXPECT_EQ(verbs_of(get(name, mixed)), (std::vector<std::string>{"SubmitNominationForReview", "WithdrawNomination"}));
}

TEST_P(ActionsTest, WhatACallTellsIsWhatHappens) {
  const std::map<CallState, std::vector<std::string>> verbs = {{CALL_STATE_DRAFT, {"CancelCall", "OpenCall"}},
                                                               {CALL_STATE_OPEN, {"CancelCall", "CloseCall"}},
                                                               {CALL_STATE_CLOSED, {"CancelCall", "OpenCall"}},
                                                               {CALL_STATE_CANCELLED, {}}};
  const rpc::Caller desk = caller(ROLE_HR_CENTRAL);
  const support::Values values = {{"reason", "as the test says"}};
  for (const bool passed : {false, true}) {
    for (const auto& [state, expected] : verbs) {
      const auto in_state = [&] {
        const Call subject = add_call("C-" + std::to_string(++made_), {post.name()});
        execute("UPDATE call SET state = ? WHERE reference = ?", {CallState_Name(state), subject.reference()});
        if (passed) pass_deadline(subject);
        return subject.name();
      };
      const auto seen_by = [&](const std::string& name, const rpc::Caller& who) {
        GetCallRequest request;
        request.set_name(name);
        return call<Call>(nominations_service + "GetCall", request, who);
      };
      EXPECT_EQ(verbs_of(seen_by(in_state(), desk)), expected) << CallState_Name(state);
      for (int number = ROLE_PERSON; number <= ROLE_ADMINISTRATOR; ++number) {
        if (number == ROLE_HR_CENTRAL) continue;
        EXPECT_TRUE(verbs_of(seen_by(in_state(), caller(static_cast<Role>(number)))).empty()) << number;
      }
      for (const std::string& verb : expected) {
        SCOPED_TRACE(CallState_Name(state) + " " + verb + (passed ? " after the deadline" : ""));
        const Call subject = seen_by(in_state(), desk);
        const Action action = action_of(subject, verb);
        const auto request = support::needed_request(nominations_service, action, subject.name(), values);
        EXPECT_EQ(action.possible(), verb != "OpenCall" || !passed);
        if (action.possible()) {
          const Call moved = call<Call>(nominations_service + verb, *request, desk);
          EXPECT_NE(moved.state(), state);
          EXPECT_EQ(verbs_of(moved), verbs.at(moved.state()));
        } else {
          const auto error = refused(nominations_service + verb, *request, desk);
          EXPECT_EQ(error.reason(), action.reason());
          EXPECT_EQ(error.message(), action.explanation());
        }
      }
    }
  }
}

}  // namespace
}  // namespace muster
