// SPDX-License-Identifier: EUPL-1.2
// What takes two people: not two accounts of one.
#include <gtest/gtest.h>

#include "support/nominations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;

class SecondPersonTest : public support::NominationTest {
 protected:
  void SetUp() override {
    NominationTest::SetUp();
    subject_ = add_call("C-1", {post.name()});
    person_ = add_person("P-1");
    colleague_ = add_person("P-2");
  }
  Call subject_;
  std::string person_;
  std::string colleague_;  // has accounts
};
INSTANTIATE_TEST_SUITE_P(Backends, SecondPersonTest, support::backends(), support::backend_name);

TEST_P(SecondPersonTest, WhoProposedDoesNotEndorseOrVoidWithAnotherAccount) {
  const auto name = nominate(person_, subject_, account_of(colleague_, ROLE_HR_CENTRAL)).name();
  act("SubmitNominationForReview", name);
  const rpc::Caller endorser = account_of(colleague_, ROLE_ENDORSER);
  expect_refused("EndorseNomination", bare(name), endorser, "who proposed");
  expect_refused("VoidNomination", full_request("VoidNomination", name), account_of(colleague_, ROLE_HR_CENTRAL),
                 "who proposed");
  const Nomination seen = get(name, endorser);
  for (const auto& action : seen.actions()) {
    EXPECT_EQ(action.explanation().find("who proposed") == 0, action.verb() == "EndorseNomination") << action.verb();
  }
  // Somebody else, and an account of nobody on the roster.
  EXPECT_EQ(take("EndorseNomination", bare(name), account_of(add_person("P-3"), ROLE_ENDORSER)).state(),
            NOMINATION_STATE_ENDORSED);
  act("RecallNomination", name);
  EXPECT_EQ(take("EndorseNomination", bare(name), caller(ROLE_ENDORSER)).state(), NOMINATION_STATE_ENDORSED);
}

TEST_P(SecondPersonTest, WhoSubmittedForReviewDoesNotEndorse) {
  rpc::Caller both = account_of(colleague_, ROLE_HR_CENTRAL);
  both.grants.push_back({ROLE_ENDORSER, std::nullopt});
  const auto name = nominate(person_, subject_, caller(ROLE_HR_CENTRAL)).name();
  act("SubmitNominationForReview", name, both);
  expect_refused("EndorseNomination", bare(name), both, "who proposed");
  expect_refused("EndorseNomination", bare(name), account_of(colleague_, ROLE_ENDORSER), "who proposed");
  // Also when somebody else submits it the next time.
  act("ReturnNomination", name);
  act("SubmitNominationForReview", name, caller(ROLE_HR_CENTRAL));
  expect_refused("EndorseNomination", bare(name), both, "who proposed");
  EXPECT_EQ(take("EndorseNomination", bare(name), caller(ROLE_ENDORSER)).state(), NOMINATION_STATE_ENDORSED);
}

TEST_P(SecondPersonTest, WhoDecidedDoesNotReopen) {
  const auto name = bring_to(NOMINATION_STATE_SUBMITTED, nominate(person_, subject_).name()).name();
  const rpc::Caller decider = account_of(colleague_, ROLE_HR_CENTRAL);
  act("DoNotSelectNomination", name, decider);
  const auto reopen = full_request("ReopenNomination", name);
  expect_refused("ReopenNomination", reopen, decider, "who decided");
  expect_refused("ReopenNomination", reopen, account_of(colleague_, ROLE_HR_CENTRAL), "who decided");
  EXPECT_EQ(act("ReopenNomination", name, caller(ROLE_HR_CENTRAL)).state(), NOMINATION_STATE_SUBMITTED);
  // An earlier decision of theirs is no longer the outcome.
  act("DoNotSelectNomination", name, caller(ROLE_HR_CENTRAL));
  EXPECT_EQ(act("ReopenNomination", name, decider).state(), NOMINATION_STATE_SUBMITTED);
}

TEST_P(SecondPersonTest, ReopeningLooksAtTheCallAndAtOtherNominations) {
  const auto first = nominate(person_, subject_).name();
  act("WithdrawNomination", first);
  const auto second = nominate(person_, subject_).name();
  expect_refused("ReopenNomination", full_request("ReopenNomination", first), system(), second);
  act("WithdrawNomination", second);
  EXPECT_EQ(act("ReopenNomination", first).state(), NOMINATION_STATE_DRAFT);
  act("WithdrawNomination", first);
  set_call_state("CancelCall", subject_);
  expect_refused("ReopenNomination", full_request("ReopenNomination", first), system(), "the call is cancelled");
}

}  // namespace
}  // namespace muster
