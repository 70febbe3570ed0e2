// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <thread>

#include "support/nominations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;
using status::Code;

class NominationGuardsTest : public support::NominationTest {
 protected:
  Nomination selected(const std::string& person, const std::string& reference, const std::string& first,
                      const std::string& last) {
    CreateNominationRequest request;
    Nomination& created = *request.mutable_nomination();
    const Call subject = add_call(reference, {post.name()});
    created.set_call(subject.name());
    created.set_post(post.name());
    created.set_person(person);
    created.set_planned_from(first);
    created.set_planned_to(last);
    return bring_to(NOMINATION_STATE_SELECTED,
                    call<Nomination>(nominations_service + "CreateNomination", request).name());
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, NominationGuardsTest, support::backends(), support::backend_name);

TEST_P(NominationGuardsTest, WhoProposedNeitherEndorsesNorVoids) {
  rpc::Caller both = caller(ROLE_HR_CENTRAL);
  both.grants.push_back({ROLE_ENDORSER, std::nullopt});
  const auto name = nominate(add_person("P-1"), add_call("C-1", {post.name()}), both).name();
  act("SubmitNominationForReview", name, both);
  expect_refused("EndorseNomination", bare(name), both, "NOT_PROPOSER", "ask a colleague");
  expect_refused("VoidNomination", full_request("VoidNomination", name), both, "NOT_PROPOSER", "ask a colleague");
  const Nomination seen = get(name, both);
  for (const auto& action : seen.actions()) {
    const bool guarded = action.verb() == "EndorseNomination" || action.verb() == "VoidNomination";
    EXPECT_EQ(action.explanation() == "who proposed the nomination cannot do this; ask a colleague", guarded)
        << action.verb() << ": " << action.explanation();
    EXPECT_EQ(action.reason() == "NOT_PROPOSER", guarded) << action.verb() << ": " << action.reason();
  }
  EXPECT_EQ(take("EndorseNomination", bare(name), caller(ROLE_ENDORSER)).state(), NOMINATION_STATE_ENDORSED);
}

TEST_P(NominationGuardsTest, NobodyDecidesOnTheirOwnCase) {
  const std::string person = add_person("P-1");
  const auto name = nominate(person, add_call("C-1", {post.name()})).name();
  const rpc::Caller endorser = account_of(person, ROLE_ENDORSER);
  const rpc::Caller central = account_of(person, ROLE_HR_CENTRAL);
  expect_refused("SubmitNominationForReview", bare(name), central, "NOT_OWN_CASE", "own nomination");
  act("SubmitNominationForReview", name);
  for (const char* verb : {"EndorseNomination", "ReturnNomination", "DeclineToEndorseNomination"}) {
    expect_refused(verb, full_request(verb, name), endorser, "NOT_OWN_CASE", "own nomination");
  }
  act("EndorseNomination", name);
  expect_refused("SubmitNomination", full_request("SubmitNomination", name), central, "NOT_OWN_CASE", "own nomination");
  expect_refused("RecallNomination", full_request("RecallNomination", name), endorser, "NOT_OWN_CASE",
                 "own nomination");
  act("SubmitNomination", name);
  expect_refused("SelectNomination", full_request("SelectNomination", name), central, "NOT_OWN_CASE", "own nomination");
  act("SelectNomination", name);
  EXPECT_EQ(act("AcceptNomination", name, account_of(person, ROLE_PERSON)).state(), NOMINATION_STATE_ACCEPTED);
}

TEST_P(NominationGuardsTest, NoPostThatStandsIsCalledCancelledWithoutAReason) {
  const auto name = nominate(add_person("P-1"), add_call("C-1", {post.name()})).name();
  expect_refused("CloseNominationOfCancelledPost", bare(name), system(), "POST_STANDS", "give a reason");
  NominationActionRequest request = bare(name);
  request.set_reason_text("Cancelled by letter 26/17");
  EXPECT_EQ(take("CloseNominationOfCancelledPost", request, system()).state(), NOMINATION_STATE_CLOSED_POST_CANCELLED);
}

TEST_P(NominationGuardsTest, ReviewNeedsTheSupervisorOrAReason) {
  const Call subject = add_call("C-1", {post.name()});
  CreateNominationRequest request;
  Nomination& created = *request.mutable_nomination();
  created.set_call(subject.name());
  created.set_post(post.name());
  created.set_person(add_person("P-1"));
  created.set_supervisor_agreement(SUPERVISOR_AGREEMENT_ASKED);
  created.set_planned_from(day(30));
  created.set_planned_to(day(60));
  const auto name = call<Nomination>(nominations_service + "CreateNomination", request).name();
  expect_refused("SubmitNominationForReview", bare(name), system(), "SUPERVISOR_AGREEMENT", "supervisor");
  auto with_reason = bare(name);
  with_reason.set_reason_text("on leave until Monday; agreed by telephone");
  EXPECT_EQ(take("SubmitNominationForReview", with_reason, system()).state(), NOMINATION_STATE_IN_REVIEW);
}

TEST_P(NominationGuardsTest, TheCallMustBeOpenOrClosedWithAReason) {
  const Call subject = add_call("C-1", {post.name()});
  const auto name = bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person("P-1"), subject).name()).name();
  set_call_state("CloseCall", subject);
  expect_refused("EndorseNomination", bare(name), system(), "CALL_CLOSED", "the call is closed");
  EXPECT_EQ(act("EndorseNomination", name).state(), NOMINATION_STATE_ENDORSED);
}

TEST_P(NominationGuardsTest, SubmissionAfterTheDeadlineNeedsAReason) {
  const Call subject = add_call("C-1", {post.name()});
  const auto name = bring_to(NOMINATION_STATE_ENDORSED, nominate(add_person("P-1"), subject).name()).name();
  expect_refused("LapseNomination", bare(name), system(), "DEADLINE_NOT_PASSED", "has not passed");
  pass_deadline(subject);
  expect_refused("SubmitNomination", bare(name), system(), "deadline");
  // To say that it was sent in time is not to have entered it in time.
  happened_before(name, 20);
  auto named_in_time = bare(name);
  named_in_time.set_effective_date(day(-2));
  expect_refused("SubmitNomination", named_in_time, system(), "deadline");
  auto late = bare(name);
  late.set_reason(REASON_FILE_LATE_OR_INCOMPLETE);
  const auto submitted = take("SubmitNomination", late, system());
  EXPECT_EQ(submitted.state(), NOMINATION_STATE_SUBMITTED);
  EXPECT_EQ(submitted.reference(), "26/1");
}

TEST_P(NominationGuardsTest, TheCallTakesSoManyNominees) {
  const Call subject = add_call("C-1", {post.name()}, [](Call& one) { one.set_max_nominees(1); });
  const auto first = bring_to(NOMINATION_STATE_ENDORSED, nominate(add_person("P-1"), subject).name()).name();
  const auto second = bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person("P-2"), subject).name()).name();
  expect_refused("EndorseNomination", full_request("EndorseNomination", second), system(), "SLATE_FULL", "at most 1");
  // Somebody withdrawn leaves the place to another, and cannot be reopened into a full slate.
  act("WithdrawNomination", first);
  act("EndorseNomination", second);
  expect_refused("ReopenNomination", full_request("ReopenNomination", first), system(), "SLATE_FULL", "at most 1");
  // Put forward and not selected keeps it.
  act("SubmitNomination", second);
  act("DoNotSelectNomination", second);
  expect_refused("ReopenNomination", full_request("ReopenNomination", first), system(), "SLATE_FULL", "at most 1");
}

TEST_P(NominationGuardsTest, TheSlateHasTheWomenTheCallAsksForOrAReason) {
  const Call subject = add_call("C-1", {post.name()}, [](Call& one) { one.set_min_women_percent(50); });
  auto in_review = [&](const char* number, Gender gender) {
    return bring_to(NOMINATION_STATE_IN_REVIEW, nominate(add_person(number, gender, army_), subject).name()).name();
  };
  const auto man = in_review("P-1", GENDER_MAN);
  expect_refused("EndorseNomination", bare(man), system(), "COMPOSITION", "0 of 1");
  // Not stated is neither: it changes nothing.
  in_review("P-2", GENDER_NOT_STATED);
  expect_refused("EndorseNomination", bare(man), system(), "COMPOSITION", "0 of 1");
  const auto woman = in_review("P-3", GENDER_WOMAN);
  EXPECT_EQ(take("EndorseNomination", bare(man), system()).state(), NOMINATION_STATE_ENDORSED);
  act("WithdrawNomination", woman);
  const auto other = in_review("P-4", GENDER_OTHER);
  expect_refused("EndorseNomination", bare(other), system(), "COMPOSITION", "0 of 2");
  EXPECT_EQ(act("EndorseNomination", other).state(), NOMINATION_STATE_ENDORSED);
}

TEST_P(NominationGuardsTest, NoTwoAcceptancesForTheSameDays) {
  const std::string person = add_person("P-1");
  const auto first = selected(person, "C-1", day(30), day(200));
  const auto overlapping = selected(person, "C-2", day(200), day(400));
  const auto later = selected(person, "C-3", day(201), day(400));
  act("AcceptNomination", first.name());
  expect_refused("AcceptNomination", bare(overlapping.name()), system(), "PERSON_COMMITTED", first.name());
  const Nomination seen = get(overlapping.name());
  for (const auto& action : seen.actions()) {
    if (action.verb() == "AcceptNomination") {
      EXPECT_NE(action.explanation().find(first.name()), std::string::npos);
    }
  }
  // The days that are agreed count, not those once planned.
  auto agreed = bare(overlapping.name());
  agreed.set_planned_from(day(201));
  EXPECT_EQ(take("AcceptNomination", agreed, system()).planned_from(), day(201));
  expect_refused("AcceptNomination", bare(later.name()), system(), "PERSON_COMMITTED", overlapping.name());
}

// Somebody on a mission is not free, converted or not.
TEST_P(NominationGuardsTest, WhoIsDeployedIsNotFree) {
  const std::string person = add_person("P-1");
  const auto first = selected(person, "C-1", day(30), day(200));
  act("AcceptNomination", first.name());
  const auto deployment = deploy(get(first.name()));
  const auto second = selected(person, "C-2", day(100), day(300));
  expect_refused("AcceptNomination", bare(second.name()), system(), "PERSON_COMMITTED", deployment.name());
  missions::v1::DepartRequest depart;
  depart.set_name(deployment.name());
  depart.set_actual_from(day(-3));
  depart.set_reason("needed at once");
  call<missions::v1::Deployment>(missions_service + "Depart", depart);
  expect_refused("AcceptNomination", bare(second.name()), system(), "PERSON_COMMITTED", deployment.name());
  missions::v1::EndDeploymentRequest end;
  end.set_name(deployment.name());
  end.set_actual_to(day(-1));
  end.set_end_reason(missions::v1::END_REASON_RECALLED);
  call<missions::v1::Deployment>(missions_service + "EndDeployment", end);
  EXPECT_EQ(take("AcceptNomination", bare(second.name()), system()).state(), NOMINATION_STATE_ACCEPTED);
}

// A nomination whose deployment goes is accepted again.
TEST_P(NominationGuardsTest, NoTwoAcceptancesWhenADeploymentGoes) {
  for (const bool cancelled : {true, false}) {
    const std::string number = cancelled ? "1" : "2";
    const std::string person = add_person("P-" + number);
    const auto first = selected(person, "A-" + number, day(-30), day(200));
    act("AcceptNomination", first.name());
    missions::v1::CreateDeploymentRequest plan;
    plan.mutable_deployment()->set_nomination(first.name());
    plan.mutable_deployment()->set_planned_from(day(-30));
    plan.mutable_deployment()->set_planned_to(day(20));  // shorter than was agreed
    const auto deployment = call<missions::v1::Deployment>(missions_service + "CreateDeployment", plan);
    const auto second = selected(person, "B-" + number, day(100), day(300));
    act("AcceptNomination", second.name());
    const auto go = [&] {
      missions::v1::CancelDeploymentRequest cancel;
      cancel.set_name(deployment.name());
      cancel.set_reason("off");
      missions::v1::VoidDeploymentRequest voided;
      voided.set_name(deployment.name());
      voided.set_reason("off");
      if (cancelled) return refused(missions_service + "CancelDeployment", cancel, caller(ROLE_HR_CENTRAL));
      return refused(missions_service + "VoidDeployment", voided, caller(ROLE_HR_CENTRAL));
    };
    const auto error = go();
    EXPECT_EQ(error.reason(), "OVERLAP");
    EXPECT_NE(error.message().find(second.name()), std::string::npos) << error.message();
    EXPECT_EQ(get(first.name()).state(), NOMINATION_STATE_CONVERTED);
    // In turn it works, and the second is accepted again at the end.
    act("WithdrawNomination", second.name());
    missions::v1::VoidDeploymentRequest voided;
    voided.set_name(deployment.name());
    voided.set_reason("entered by mistake");
    call<missions::v1::Deployment>(missions_service + "VoidDeployment", voided, caller(ROLE_HR_CENTRAL));
    act("WithdrawNomination", first.name());
    EXPECT_EQ(act("ReopenNomination", second.name()).state(), NOMINATION_STATE_ACCEPTED);
  }
}

TEST_P(NominationGuardsTest, NobodyAnswersForTheirOwnSupervisor) {
  const std::string person = add_person("P-1");
  const Call subject = add_call("C-1", {post.name()});
  const rpc::Caller own = account_of(person, ROLE_HR_CENTRAL);
  CreateNominationRequest create;
  create.mutable_nomination()->set_call(subject.name());
  create.mutable_nomination()->set_post(post.name());
  create.mutable_nomination()->set_person(person);
  create.mutable_nomination()->set_planned_from(day(30));
  create.mutable_nomination()->set_planned_to(day(60));
  create.mutable_nomination()->set_supervisor_agreement(SUPERVISOR_AGREEMENT_YES);
  EXPECT_EQ(refused(nominations_service + "CreateNomination", create, own).reason(), "NOT_OWN_CASE");
  create.mutable_nomination()->clear_supervisor_agreement();
  UpdateNominationRequest update;
  update.mutable_nomination()->set_name(call<Nomination>(nominations_service + "CreateNomination", create, own).name());
  update.mutable_nomination()->set_supervisor_agreement(SUPERVISOR_AGREEMENT_YES);
  update.mutable_update_mask()->add_paths("supervisor_agreement");
  EXPECT_EQ(refused(nominations_service + "UpdateNomination", update, own).reason(), "NOT_OWN_CASE");
  EXPECT_EQ(call<Nomination>(nominations_service + "UpdateNomination", update).supervisor_agreement(),
            SUPERVISOR_AGREEMENT_YES);
}

TEST_P(NominationGuardsTest, ReopeningAnAcceptanceLooksForOverlapsAgain) {
  const std::string person = add_person("P-1");
  const auto first = selected(person, "C-1", day(30), day(200));
  const auto second = selected(person, "C-2", day(30), day(200));
  act("AcceptNomination", first.name());
  act("WithdrawNomination", first.name());
  act("AcceptNomination", second.name());
  expect_refused("ReopenNomination", full_request("ReopenNomination", first.name()), system(), "PERSON_COMMITTED",
                 second.name());
}

// Two that race for one person: one wins, on both backends, every time.
TEST_P(NominationGuardsTest, ConcurrentAcceptancesHaveOneWinner) {
  for (int round = 0; round < 4; ++round) {
    const std::string person = add_person("P-" + std::to_string(round));
    const std::vector<std::string> names = {selected(person, "A-" + std::to_string(round), day(30), day(200)).name(),
                                            selected(person, "B-" + std::to_string(round), day(100), day(300)).name()};
    std::vector<Code> codes(2, Code::unknown);
    std::vector<int> done(2, 0);
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&, i] {
          try {
            dispatcher().call<Nomination>(nominations_service + "AcceptNomination", bare(names[i]), system());
            done[i] = 1;
          } catch (const status::Error& error) {
            codes[i] = error.code();
          }
        });
      }
    }
    EXPECT_EQ(done[0] + done[1], 1);
    const int loser = done[0] ? 1 : 0;
    EXPECT_EQ(codes[loser], Code::failed_precondition);
    EXPECT_EQ(get(names[loser]).state(), NOMINATION_STATE_SELECTED);
    EXPECT_EQ(get(names[1 - loser]).state(), NOMINATION_STATE_ACCEPTED);
    EXPECT_EQ(
        rows("SELECT nomination FROM nomination_fact WHERE state = 'NOMINATION_STATE_ACCEPTED' AND nomination IN (" +
                 names[0].substr(12) + ", " + names[1].substr(12) + ")",
             1)
            .size(),
        1u);
  }
}

TEST_P(NominationGuardsTest, AReserveHoldsUntilItsDay) {
  const auto name =
      bring_to(NOMINATION_STATE_SUBMITTED, nominate(add_person("P-1"), add_call("C-1", {post.name()})).name()).name();
  auto request = full_request("ReserveNomination", name);
  request.set_reserve_until(day(-1));
  EXPECT_TRUE(
      support::names_field(refused(nominations_service + "ReserveNomination", request, system()), "reserve_until"));
  request.set_reserve_until(day(0));
  EXPECT_EQ(take("ReserveNomination", request, system()).reserve_until(), day(0));
  expect_refused("LapseNomination", bare(name), system(), "RESERVE_HOLDS", "holds until " + day(0));
  EXPECT_EQ(act("LapseNomination", name).state(), NOMINATION_STATE_LAPSED);
}

}  // namespace
}  // namespace muster
