// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "support/nominations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;
using status::Code;

class NominationsTest : public support::NominationTest {
 protected:
  void SetUp() override {
    NominationTest::SetUp();
    subject_ = add_call("C-1", {post.name(), leader_post.name()});
    person_ = add_person("P-1");
  }
  ListNominationsResponse list(const std::string& filter, const rpc::Caller& who) {
    ListNominationsRequest request;
    request.set_filter(filter);
    return call<ListNominationsResponse>(nominations_service + "ListNominations", request, who);
  }
  // "state day_from-today void?" of the facts that hold, in order of entry.
  std::vector<std::string> facts(const std::string& name) {
    return rows(
        "SELECT state || ' ' || CAST(day_from - " + std::to_string(today()) +
            " AS TEXT) || ' ' || CAST(day_to - day_from AS TEXT) FROM nomination_fact fact WHERE nomination = " +
            std::to_string(support::number_of(name)) +
            " AND id = (SELECT MAX(id) FROM nomination_fact WHERE record = fact.record) ORDER BY record",
        1);
  }
  void move_to(const std::string& unit, const std::string& first) {
    roster::v1::CreateAffiliationRequest move;
    move.mutable_affiliation()->set_person(person_);
    move.mutable_affiliation()->set_unit(unit);
    move.mutable_affiliation()->set_valid_from(first);
    call<roster::v1::Affiliation>(RosterTest::roster("CreateAffiliation"), move);
  }
  static long long today() { return *rules::parse_date(day(0)); }
  CreateNominationRequest request() {
    CreateNominationRequest request;
    Nomination& created = *request.mutable_nomination();
    created.set_call(subject_.name());
    created.set_post(post.name());
    created.set_person(person_);
    created.set_planned_from(day(30));
    created.set_planned_to(day(60));
    return request;
  }
  Call subject_;
  std::string person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, NominationsTest, support::backends(), support::backend_name);

TEST_P(NominationsTest, ADraftHoldsTodaysFactsAndItsProposer) {
  const rpc::Caller who = caller_of(ROLE_HR_UNIT, army_);
  const auto nomination = nominate(person_, subject_, who);
  EXPECT_EQ(nomination.state(), NOMINATION_STATE_DRAFT);
  EXPECT_EQ(nomination.person_display_name(), "Kari Nordmann");
  EXPECT_EQ(nomination.proposer(), "accounts/" + std::to_string(who.account));
  EXPECT_EQ(nomination.frozen_gender(), GENDER_WOMAN);
  EXPECT_EQ(nomination.frozen_category(), CATEGORY_MILITARY);
  EXPECT_EQ(nomination.frozen_unit(), army_);
  EXPECT_EQ(nomination.frozen_rank_band(), post.rank_band());
  EXPECT_EQ(nomination.frozen_leadership_tier(), 0);
  EXPECT_EQ(facts(nomination.name()), std::vector<std::string>{"NOMINATION_STATE_DRAFT 0 1"});
}

TEST_P(NominationsTest, CreateRefusesWhatDoesNotFit) {
  auto wrong = request();
  wrong.mutable_nomination()->set_call("calls/999");
  EXPECT_TRUE(
      support::names_field(refused(nominations_service + "CreateNomination", wrong, system()), "nomination.call"));
  wrong = request();
  wrong.mutable_nomination()->set_post(add_post(mission, "0777", 1).name());
  EXPECT_TRUE(
      support::names_field(refused(nominations_service + "CreateNomination", wrong, system()), "nomination.post"));
  wrong = request();
  wrong.mutable_nomination()->set_planned_to(day(29));
  EXPECT_TRUE(support::names_field(refused(nominations_service + "CreateNomination", wrong, system()),
                                   "nomination.planned_to"));
  wrong = request();
  wrong.mutable_nomination()->set_person("persons/999");
  EXPECT_EQ(refused(nominations_service + "CreateNomination", wrong, system()).code(), Code::not_found);
  nominate(person_, subject_);
  const auto twice = refused(nominations_service + "CreateNomination", request(), system());
  EXPECT_EQ(twice.code(), Code::already_exists);
  EXPECT_TRUE(support::names_field(twice, "nomination.person"));
  // Another post of the same call is another nomination.
  auto other = request();
  other.mutable_nomination()->set_post(leader_post.name());
  EXPECT_EQ(call<Nomination>(nominations_service + "CreateNomination", other).frozen_leadership_tier(), 3);
}

TEST_P(NominationsTest, CreateNeedsAnOpenCall) {
  CallActionRequest close;
  close.set_name(subject_.name());
  call<Call>(nominations_service + "CloseCall", close);
  EXPECT_EQ(refused(nominations_service + "CreateNomination", request(), system()).code(), Code::failed_precondition);
}

TEST_P(NominationsTest, OutsideTheScopeIsAsIfItWereNotThere) {
  const auto name = nominate(person_, subject_).name();
  const rpc::Caller navy = caller_of(ROLE_HR_UNIT, navy_);
  GetNominationRequest there, nowhere;
  there.set_name(name);
  nowhere.set_name("nominations/999");
  auto without_name = [](std::string text, const std::string& resource) {
    return text.replace(text.find(resource), resource.size(), "X");
  };
  const auto hidden = refused(nominations_service + "GetNomination", there, navy);
  const auto missing = refused(nominations_service + "GetNomination", nowhere, navy);
  EXPECT_EQ(hidden.code(), Code::not_found);
  EXPECT_EQ(without_name(hidden.message(), name), without_name(missing.message(), "nominations/999"));
  EXPECT_EQ(refused(nominations_service + "WithdrawNomination", full_request("WithdrawNomination", name), navy).code(),
            Code::not_found);
  EXPECT_EQ(refused(nominations_service + "CreateNomination", request(), navy).code(), Code::not_found);
  ListNominationEventsRequest events;
  events.set_nomination(name);
  EXPECT_EQ(refused(nominations_service + "ListNominationEvents", events, navy).code(), Code::not_found);
  EXPECT_EQ(list("", navy).nominations_size(), 0);
  EXPECT_EQ(list("", caller_of(ROLE_HR_UNIT, army_)).nominations_size(), 1);
  EXPECT_EQ(list("", account_of(person_, ROLE_PERSON)).nominations_size(), 1);
  EXPECT_EQ(list("", account_of(add_person("P-2"), ROLE_PERSON)).nominations_size(), 0);
}

TEST_P(NominationsTest, ActionsAreThoseOfTheCaller) {
  const auto name = bring_to(NOMINATION_STATE_IN_REVIEW, nominate(person_, subject_).name()).name();
  auto verbs = [&](const rpc::Caller& who) {
    std::string text;
    const Nomination seen = get(name, who);
    for (const auto& action : seen.actions()) text += action.verb() + " ";
    return text;
  };
  EXPECT_EQ(verbs(account_of(person_, ROLE_PERSON)), "WithdrawNomination ");
  EXPECT_EQ(verbs(caller(ROLE_ENDORSER)), "ReturnNomination EndorseNomination DeclineToEndorseNomination ");
  // An endorser of another service who sees the case in another role.
  rpc::Caller mixed = caller_of(ROLE_HR_UNIT, army_);
  mixed.grants.push_back({ROLE_ENDORSER, support::number_of(navy_)});
  EXPECT_EQ(verbs(mixed), "WithdrawNomination ");
}

TEST_P(NominationsTest, AStaleEtagIsAborted) {
  const auto draft = nominate(person_, subject_);
  auto step = full_request("SubmitNominationForReview", draft.name());
  step.set_etag(draft.etag());
  const auto reviewed = call<Nomination>(nominations_service + "SubmitNominationForReview", step);
  EXPECT_NE(reviewed.etag(), draft.etag());
  auto stale = full_request("EndorseNomination", draft.name());
  stale.set_etag(draft.etag());
  EXPECT_EQ(refused(nominations_service + "EndorseNomination", stale, system()).code(), Code::aborted);
  EXPECT_EQ(get(draft.name()).state(), NOMINATION_STATE_IN_REVIEW);
}

TEST_P(NominationsTest, EventsTellWhoWhatAndWhy) {
  const rpc::Caller endorser = caller(ROLE_ENDORSER);
  const auto name = bring_to(NOMINATION_STATE_IN_REVIEW, nominate(person_, subject_).name()).name();
  auto back = full_request("ReturnNomination", name);
  back.set_reason_text("the medical form is missing");
  call<Nomination>(nominations_service + "ReturnNomination", back, endorser);
  ListNominationEventsRequest request;
  request.set_nomination(name);
  const auto events = call<ListNominationEventsResponse>(nominations_service + "ListNominationEvents", request);
  ASSERT_EQ(events.nomination_events_size(), 3);
  const NominationEvent& last = events.nomination_events(2);
  EXPECT_EQ(last.verb(), "ReturnNomination");
  EXPECT_EQ(last.from_state(), NOMINATION_STATE_IN_REVIEW);
  EXPECT_EQ(last.to_state(), NOMINATION_STATE_RETURNED);
  EXPECT_EQ(last.actor(), "accounts/" + std::to_string(endorser.account));
  EXPECT_EQ(last.effective_date(), day(0));
  EXPECT_EQ(last.reason_text(), "the medical form is missing");
  EXPECT_EQ(events.nomination_events(0).verb(), "CreateNomination");
}

TEST_P(NominationsTest, StepsTakeEffectInOrderAndNotInTheFuture) {
  const auto name = nominate(person_, subject_).name();
  auto step = full_request("SubmitNominationForReview", name);
  step.set_effective_date(future_day());
  EXPECT_TRUE(support::names_field(refused(nominations_service + "SubmitNominationForReview", step, system()),
                                   "effective_date"));
  step.set_effective_date(day(-1));
  EXPECT_TRUE(support::names_field(refused(nominations_service + "SubmitNominationForReview", step, system()),
                                   "effective_date"));
  step.clear_effective_date();
  step.set_planned_from(day(31));
  EXPECT_TRUE(
      support::names_field(refused(nominations_service + "SubmitNominationForReview", step, system()), "planned_from"));
}

TEST_P(NominationsTest, ReopeningGoesBackAndTakesTheOutcomeBack) {
  const auto name = bring_to(NOMINATION_STATE_SHORTLISTED, nominate(person_, subject_).name()).name();
  auto out = full_request("DoNotSelectNomination", name);
  out.set_reason(REASON_LANGUAGE);
  const auto ended = call<Nomination>(nominations_service + "DoNotSelectNomination", out);
  EXPECT_EQ(ended.outcome_reason(), REASON_LANGUAGE);
  EXPECT_EQ(facts(name).back(), "NOMINATION_STATE_NOT_SELECTED 0 1");
  const auto reopened = act("ReopenNomination", name);
  EXPECT_EQ(reopened.state(), NOMINATION_STATE_SHORTLISTED);
  EXPECT_EQ(reopened.outcome_reason(), REASON_UNSPECIFIED);
  EXPECT_EQ(facts(name),
            (std::vector<std::string>{"NOMINATION_STATE_DRAFT 0 1", "NOMINATION_STATE_IN_REVIEW 0 1",
                                      "NOMINATION_STATE_ENDORSED 0 1", "NOMINATION_STATE_SUBMITTED 0 1",
                                      "NOMINATION_STATE_SHORTLISTED 0 1", "NOMINATION_STATE_NOT_SELECTED 0 0"}));
  // What was known before is still there: superseded, not changed.
  EXPECT_EQ(rows("SELECT CAST(COUNT(*) AS TEXT) FROM nomination_fact WHERE state = 'NOMINATION_STATE_NOT_SELECTED' "
                 "AND day_to > day_from",
                 1),
            std::vector<std::string>{"1"});
  // And from there on as ever, also to the same outcome again.
  act("SelectNomination", name);
  act("DeclineNomination", name);
  EXPECT_EQ(act("ReopenNomination", name).state(), NOMINATION_STATE_SELECTED);
}

TEST_P(NominationsTest, VoidTakesAllFactsOut) {
  const auto name = bring_to(NOMINATION_STATE_SUBMITTED, nominate(person_, subject_).name()).name();
  act("VoidNomination", name);
  for (const std::string& fact : facts(name)) EXPECT_EQ(fact.substr(fact.rfind(' ')), " 0") << fact;
  EXPECT_EQ(facts(name).size(), 4u);
}

TEST_P(NominationsTest, FactsAreFrozenAtSubmission) {
  const auto name = bring_to(NOMINATION_STATE_ENDORSED, nominate(person_, subject_).name()).name();
  move_to(navy_, day(-1));
  EXPECT_EQ(act("SubmitNomination", name).frozen_unit(), navy_);
  move_to(battalion_, day(0));
  EXPECT_EQ(act("SelectNomination", name).frozen_unit(), navy_);
  EXPECT_EQ(rows("SELECT state || ' units/' || CAST(unit AS TEXT) FROM nomination_fact WHERE state IN "
                 "('NOMINATION_STATE_ENDORSED', 'NOMINATION_STATE_SELECTED') ORDER BY id",
                 1),
            (std::vector<std::string>{"NOMINATION_STATE_ENDORSED " + army_, "NOMINATION_STATE_SELECTED " + navy_}));
}

// Somebody who becomes a civilian since was nominated as the officer that they were, and deploys as the civilian.
TEST_P(NominationsTest, TheCategoryIsFrozenTooAndTheUnitGoesIntoTheDeployment) {
  const auto name = bring_to(NOMINATION_STATE_SUBMITTED, nominate(person_, subject_).name()).name();
  happened_before(name, 20);
  roster::v1::ChangePersonRequest change;
  change.mutable_person()->set_name(person_);
  change.mutable_person()->set_category(platform::v1::CATEGORY_CIVILIAN);
  change.mutable_update_mask()->add_paths("category");
  change.set_valid_from(day(-5));
  call<roster::v1::Person>(RosterTest::roster("ChangePerson"), change);
  EXPECT_EQ(get(name).frozen_category(), platform::v1::CATEGORY_MILITARY);
  act("SelectNomination", name);
  const auto accepted = act("AcceptNomination", name);
  EXPECT_EQ(accepted.frozen_category(), platform::v1::CATEGORY_MILITARY);
  missions::v1::CreateDeploymentRequest request;
  request.mutable_deployment()->set_nomination(name);
  request.mutable_deployment()->set_planned_from(accepted.planned_from());
  request.mutable_deployment()->set_planned_to(accepted.planned_to());
  request.mutable_deployment()->set_category(platform::v1::CATEGORY_POLICE);
  EXPECT_TRUE(
      support::names_field(refused(missions_service + "CreateDeployment", request, system()), "deployment.category"));
  request.mutable_deployment()->clear_category();
  request.mutable_deployment()->set_unit(navy_);
  EXPECT_TRUE(
      support::names_field(refused(missions_service + "CreateDeployment", request, system()), "deployment.unit"));
  EXPECT_EQ(deploy(accepted).category(), platform::v1::CATEGORY_CIVILIAN);
  EXPECT_EQ(get(name).frozen_category(), platform::v1::CATEGORY_MILITARY);
}

TEST_P(NominationsTest, FrozenAreTheFactsOfTheDayThatTheSubmissionTookEffect) {
  const auto name = bring_to(NOMINATION_STATE_ENDORSED, nominate(person_, subject_).name()).name();
  happened_before(name, 20);
  move_to(navy_, day(-5));
  auto submit = full_request("SubmitNomination", name);
  submit.set_effective_date(day(-6));
  EXPECT_EQ(call<Nomination>(nominations_service + "SubmitNomination", submit).frozen_unit(), army_);
  EXPECT_EQ(rows("SELECT 'units/' || CAST(unit AS TEXT) FROM nomination_fact WHERE state = "
                 "'NOMINATION_STATE_SUBMITTED'",
                 1),
            std::vector<std::string>{army_});
  EXPECT_EQ(facts(name).back(), "NOMINATION_STATE_SUBMITTED -6 1");
}

TEST_P(NominationsTest, AGenderCorrectionLeavesNoFormerValueInANomination) {
  const auto name = bring_to(NOMINATION_STATE_SUBMITTED, nominate(person_, subject_).name()).name();
  const auto before = rows("SELECT id, state FROM nomination_fact ORDER BY id", 2);
  roster::v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(person_);
  update.mutable_person()->set_gender(GENDER_OTHER);
  update.mutable_update_mask()->add_paths("gender");
  call<roster::v1::Person>(RosterTest::roster("UpdatePerson"), update);
  EXPECT_EQ(get(name).frozen_gender(), GENDER_OTHER);
  EXPECT_EQ(rows("SELECT id, state FROM nomination_fact ORDER BY id", 2), before) << "facts know of no gender";
  EXPECT_EQ(rows("SELECT DISTINCT frozen_gender FROM nomination", 1), std::vector<std::string>{"GENDER_OTHER"});
  EXPECT_EQ(facts(name).back(), "NOMINATION_STATE_SUBMITTED 0 1");
}

TEST_P(NominationsTest, ListsFilterByTheStateThatIsShown) {
  const auto accepted = bring_to(NOMINATION_STATE_ACCEPTED, nominate(person_, subject_).name());
  const auto draft = nominate(add_person("P-2"), subject_);
  const auto first = list("state = NOMINATION_STATE_ACCEPTED", system());
  ASSERT_EQ(first.nominations_size(), 1);
  EXPECT_EQ(first.nominations(0).name(), accepted.name());
  EXPECT_EQ(first.nominations(0).person_display_name(), "Kari Nordmann");
  const auto deployment = deploy(accepted);
  EXPECT_EQ(list("state = NOMINATION_STATE_ACCEPTED", system()).nominations_size(), 0);
  EXPECT_EQ(list("state = NOMINATION_STATE_CONVERTED AND post = " + post.name(), system()).nominations_size(), 1);
  EXPECT_EQ(list("person = " + person_, system()).nominations(0).state(), NOMINATION_STATE_CONVERTED);
  EXPECT_EQ(list("call = " + subject_.name(), system()).nominations_size(), 2);
  // A cancelled deployment gives the nomination back, for another.
  missions::v1::CancelDeploymentRequest cancel;
  cancel.set_name(deployment.name());
  cancel.set_reason("the rotation was moved");
  call<missions::v1::Deployment>(missions_service + "CancelDeployment", cancel);
  EXPECT_EQ(get(accepted.name()).state(), NOMINATION_STATE_ACCEPTED);
  deploy(get(accepted.name()));
  EXPECT_EQ(get(accepted.name()).state(), NOMINATION_STATE_CONVERTED);
}

}  // namespace
}  // namespace muster
