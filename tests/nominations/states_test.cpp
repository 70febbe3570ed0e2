// SPDX-License-Identifier: EUPL-1.2
// Every state, every verb, every role against a transcription of the rules made for this test.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "support/operations.h"

namespace muster {
namespace {

using namespace muster::nominations::v1;
using namespace muster::platform::v1;
using status::Code;
using States = std::vector<NominationState>;
using Roles = std::vector<Role>;

// Where a verb leads; UNSPECIFIED: back to where the nomination was before.
struct Rule {
  std::string verb;
  Roles roles;
  States from;
  NominationState to;
};

const Roles hr = {ROLE_HR_UNIT, ROLE_HR_CENTRAL};
const Roles central = {ROLE_HR_CENTRAL};
const Roles endorser = {ROLE_ENDORSER};
const Roles person_or_hr = {ROLE_PERSON, ROLE_HR_UNIT, ROLE_HR_CENTRAL};

const States all_open = {NOMINATION_STATE_DRAFT,    NOMINATION_STATE_IN_REVIEW, NOMINATION_STATE_RETURNED,
                         NOMINATION_STATE_ENDORSED, NOMINATION_STATE_SUBMITTED, NOMINATION_STATE_SHORTLISTED,
                         NOMINATION_STATE_SELECTED, NOMINATION_STATE_RESERVE,   NOMINATION_STATE_ACCEPTED};
const States ended = {NOMINATION_STATE_NOT_ENDORSED,
                      NOMINATION_STATE_NOT_SELECTED,
                      NOMINATION_STATE_DECLINED,
                      NOMINATION_STATE_WITHDRAWN,
                      NOMINATION_STATE_WITHDRAWN_BY_STATE,
                      NOMINATION_STATE_LAPSED,
                      NOMINATION_STATE_CLOSED_POST_CANCELLED,
                      NOMINATION_STATE_CLOSED_PERSON_LEFT};

States both(States a, const States& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const std::vector<Rule> rules = {
    {"SubmitNominationForReview", hr, {NOMINATION_STATE_DRAFT, NOMINATION_STATE_RETURNED}, NOMINATION_STATE_IN_REVIEW},
    {"ReturnNomination", endorser, {NOMINATION_STATE_IN_REVIEW}, NOMINATION_STATE_RETURNED},
    {"EndorseNomination", endorser, {NOMINATION_STATE_IN_REVIEW}, NOMINATION_STATE_ENDORSED},
    {"DeclineToEndorseNomination",
     endorser,
     {NOMINATION_STATE_IN_REVIEW, NOMINATION_STATE_RETURNED},
     NOMINATION_STATE_NOT_ENDORSED},
    {"RecallNomination", endorser, {NOMINATION_STATE_ENDORSED}, NOMINATION_STATE_IN_REVIEW},
    {"SubmitNomination", central, {NOMINATION_STATE_ENDORSED}, NOMINATION_STATE_SUBMITTED},
    {"ShortlistNomination", central, {NOMINATION_STATE_SUBMITTED}, NOMINATION_STATE_SHORTLISTED},
    {"RecordInterview", central, {NOMINATION_STATE_SHORTLISTED}, NOMINATION_STATE_SHORTLISTED},
    {"SelectNomination",
     central,
     {NOMINATION_STATE_SUBMITTED, NOMINATION_STATE_SHORTLISTED, NOMINATION_STATE_RESERVE},
     NOMINATION_STATE_SELECTED},
    {"ReserveNomination",
     central,
     {NOMINATION_STATE_SUBMITTED, NOMINATION_STATE_SHORTLISTED},
     NOMINATION_STATE_RESERVE},
    {"DoNotSelectNomination",
     central,
     {NOMINATION_STATE_SUBMITTED, NOMINATION_STATE_SHORTLISTED},
     NOMINATION_STATE_NOT_SELECTED},
    {"AcceptNomination", person_or_hr, {NOMINATION_STATE_SELECTED}, NOMINATION_STATE_ACCEPTED},
    {"DeclineNomination", person_or_hr, {NOMINATION_STATE_SELECTED}, NOMINATION_STATE_DECLINED},
    {"WithdrawNomination", person_or_hr, all_open, NOMINATION_STATE_WITHDRAWN},
    {"WithdrawNominationByState",
     endorser,
     {NOMINATION_STATE_ENDORSED, NOMINATION_STATE_SUBMITTED, NOMINATION_STATE_SHORTLISTED, NOMINATION_STATE_SELECTED,
      NOMINATION_STATE_RESERVE, NOMINATION_STATE_ACCEPTED},
     NOMINATION_STATE_WITHDRAWN_BY_STATE},
    {"LapseNomination",
     central,
     {NOMINATION_STATE_RESERVE, NOMINATION_STATE_DRAFT, NOMINATION_STATE_IN_REVIEW, NOMINATION_STATE_RETURNED,
      NOMINATION_STATE_ENDORSED},
     NOMINATION_STATE_LAPSED},
    {"CloseNominationOfCancelledPost", central, all_open, NOMINATION_STATE_CLOSED_POST_CANCELLED},
    {"CloseNominationOfPerson", central, all_open, NOMINATION_STATE_CLOSED_PERSON_LEFT},
    {"VoidNomination", central, both(all_open, ended), NOMINATION_STATE_VOID},
    {"ReopenNomination", central, ended, NOMINATION_STATE_UNSPECIFIED},
};

// Where the paths of OperationsTest::bring_to come to each ended state from.
const std::map<NominationState, NominationState> before = {
    {NOMINATION_STATE_NOT_ENDORSED, NOMINATION_STATE_IN_REVIEW},
    {NOMINATION_STATE_NOT_SELECTED, NOMINATION_STATE_SUBMITTED},
    {NOMINATION_STATE_DECLINED, NOMINATION_STATE_SELECTED},
    {NOMINATION_STATE_WITHDRAWN, NOMINATION_STATE_DRAFT},
    {NOMINATION_STATE_WITHDRAWN_BY_STATE, NOMINATION_STATE_ENDORSED},
    {NOMINATION_STATE_LAPSED, NOMINATION_STATE_RESERVE},
    {NOMINATION_STATE_CLOSED_POST_CANCELLED, NOMINATION_STATE_DRAFT},
    {NOMINATION_STATE_CLOSED_PERSON_LEFT, NOMINATION_STATE_DRAFT},
};

template <class T>
bool contains(const std::vector<T>& all, T one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

class NominationStatesTest : public support::OperationsTest {
 protected:
  // A fresh nomination, in a call of its own, of somebody of its own.
  Nomination fresh(NominationState state) {
    const std::string number = "S-" + std::to_string(++made_);
    person_ = add_person(number);
    subject_ = add_call(number, {post.name()});
    return bring_to(state, nominate(person_, subject_).name());
  }
  NominationState state_of(const std::string& name) {
    GetNominationRequest get;
    get.set_name(name);
    return call<Nomination>(nominations_service + "GetNomination", get).state();
  }
  rpc::Caller actor(Role role) {
    rpc::Caller who = callers_.try_emplace(role, caller(role)).first->second;
    if (role == ROLE_PERSON) who.person = support::number_of(person_);
    return who;
  }
  void check(Nomination& nomination, const Rule& rule);
  void check_allowed(Nomination& nomination, const Rule& rule, Role role);

  std::map<Role, rpc::Caller> callers_;
  std::string person_;
  Call subject_;
  int made_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, NominationStatesTest, support::backends(), support::backend_name);

void NominationStatesTest::check_allowed(Nomination& nomination, const Rule& rule, Role role) {
  const NominationState from = nomination.state();
  // Only time lapses what the organisation has not got yet.
  if (rule.verb == "LapseNomination") pass_deadline(subject_);
  if (rule.verb == "CloseNominationOfPerson") mark(person_, roster::v1::PERSON_STATUS_INACTIVE);
  const NominationState to = rule.to == NOMINATION_STATE_UNSPECIFIED ? before.at(from) : rule.to;
  EXPECT_EQ(act(rule.verb, nomination.name(), actor(role)).state(), to);
  EXPECT_EQ(state_of(nomination.name()), to);
  nomination = fresh(from);
}

// A step that is taken replaces the nomination by a fresh one in the same state.
void NominationStatesTest::check(Nomination& nomination, const Rule& rule) {
  const std::string path = nominations_service + rule.verb;
  const NominationState state = nomination.state();
  const bool possible = contains(rule.from, state);
  for (int number = ROLE_PERSON; number <= ROLE_ADMINISTRATOR; ++number) {
    const Role role = static_cast<Role>(number);
    SCOPED_TRACE(NominationState_Name(state) + " " + rule.verb + " " + Role_Name(role));
    const auto request = full_request(rule.verb, nomination.name());
    if (!contains(rule.roles, role)) {
      EXPECT_EQ(refused(path, request, actor(role)).code(), Code::permission_denied);
    } else if (!possible) {
      const auto error = refused(path, request, actor(role));
      EXPECT_EQ(error.code(), Code::failed_precondition);
      EXPECT_EQ(error.reason(), "WRONG_STATE");
      EXPECT_NE(error.message().find("the nomination is " + NominationState_Name(state).substr(17)), std::string::npos)
          << error.message();
      EXPECT_EQ(state_of(nomination.name()), state);
    } else {
      check_allowed(nomination, rule, role);
    }
  }
}

// From no state to any other but by a verb, whoever asks.
TEST_P(NominationStatesTest, EveryVerbInEveryStateByEveryRole) {
  for (int number = NOMINATION_STATE_DRAFT; number <= NOMINATION_STATE_CLOSED_PERSON_LEFT; ++number) {
    Nomination nomination = fresh(static_cast<NominationState>(number));
    ASSERT_EQ(nomination.state(), number);
    for (const Rule& rule : rules) check(nomination, rule);
  }
}

TEST_P(NominationStatesTest, TheServiceHasNoOtherVerb) {
  const auto* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName("muster.nominations.v1.NominationsService");
  std::vector<std::string> verbs;
  for (int i = 0; i < service->method_count(); ++i) {
    if (service->method(i)->input_type() == NominationActionRequest::descriptor()) {
      verbs.push_back(service->method(i)->name());
    }
  }
  std::vector<std::string> known;
  for (const Rule& rule : rules) known.push_back(rule.verb);
  std::sort(verbs.begin(), verbs.end());
  std::sort(known.begin(), known.end());
  EXPECT_EQ(verbs, known);
}

// A refusal says what would be possible, and the answer's actions say the same.
TEST_P(NominationStatesTest, ActionsAreTheVerbsOfTheTable) {
  for (int number = NOMINATION_STATE_DRAFT; number <= NOMINATION_STATE_CLOSED_PERSON_LEFT; ++number) {
    const auto state = static_cast<NominationState>(number);
    const Nomination nomination = fresh(state);
    std::vector<std::string> expected;
    for (const Rule& rule : rules) {
      if (contains(rule.from, state)) expected.push_back(rule.verb);
    }
    std::vector<std::string> actions;
    for (const auto& action : nomination.actions()) actions.push_back(action.verb());
    std::sort(expected.begin(), expected.end());
    std::sort(actions.begin(), actions.end());
    EXPECT_EQ(actions, expected) << NominationState_Name(state);
  }
}

TEST_P(NominationStatesTest, StepsGiveWhatTheyNeed) {
  struct Missing {
    NominationState state;
    std::string verb;
    std::string field;
  };
  const std::vector<Missing> all = {
      {NOMINATION_STATE_IN_REVIEW, "ReturnNomination", "reason_text"},
      {NOMINATION_STATE_IN_REVIEW, "DeclineToEndorseNomination", "reason"},
      {NOMINATION_STATE_ENDORSED, "RecallNomination", "reason_text"},
      {NOMINATION_STATE_ENDORSED, "SubmitNomination", "reference"},
      {NOMINATION_STATE_SUBMITTED, "ReserveNomination", "reserve_until"},
      {NOMINATION_STATE_SUBMITTED, "DoNotSelectNomination", "reason"},
      {NOMINATION_STATE_SELECTED, "DeclineNomination", "reason"},
      {NOMINATION_STATE_DRAFT, "WithdrawNomination", "reason"},
      {NOMINATION_STATE_ENDORSED, "WithdrawNominationByState", "reason"},
      {NOMINATION_STATE_DRAFT, "VoidNomination", "reason_text"},
      {NOMINATION_STATE_DECLINED, "ReopenNomination", "reason_text"},
  };
  for (const Missing& missing : all) {
    NominationActionRequest request;
    request.set_name(fresh(missing.state).name());
    const auto error = refused(nominations_service + missing.verb, request, system());
    EXPECT_EQ(error.code(), Code::invalid_argument) << missing.verb;
    EXPECT_TRUE(support::names_field(error, missing.field)) << missing.verb << " " << support::violations_of(error);
    EXPECT_EQ(state_of(request.name()), missing.state);
  }
}

TEST_P(NominationStatesTest, RefusesAStateThatDoesNotExist) {
  const Nomination nomination = fresh(NOMINATION_STATE_DRAFT);
  NominationActionRequest request = full_request("WithdrawNomination", nomination.name());
  request.set_reason(static_cast<nominations::v1::Reason>(99));
  const auto error = refused(nominations_service + "WithdrawNomination", request, system());
  EXPECT_EQ(error.code(), Code::invalid_argument);
  EXPECT_TRUE(support::names_field(error, "reason"));
  EXPECT_EQ(state_of(nomination.name()), NOMINATION_STATE_DRAFT);
}

}  // namespace
}  // namespace muster
