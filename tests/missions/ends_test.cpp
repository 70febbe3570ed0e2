// SPDX-License-Identifier: EUPL-1.2
// When somebody dies or leaves, a mission is over, a post closed, a call cancelled: what hangs on it in whatever state is
// settled in the same step, or told as open; a dry answer says the same beforehand and writes nothing; and no open end is
// left but what was told.
#include <gtest/gtest.h>

#include <set>

#include "muster/access/v1/access.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/consequences.h"
#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using nominations::v1::CallActionRequest;
using nominations::v1::Nomination;
using nominations::v1::NominationState;
using roster::v1::PersonStatus;
using roster::v1::UpdatePersonRequest;
using Lines = std::multiset<std::string>;

const std::vector<NominationState> open_states = {
    nominations::v1::NOMINATION_STATE_DRAFT,     nominations::v1::NOMINATION_STATE_IN_REVIEW,
    nominations::v1::NOMINATION_STATE_RETURNED,  nominations::v1::NOMINATION_STATE_ENDORSED,
    nominations::v1::NOMINATION_STATE_SUBMITTED, nominations::v1::NOMINATION_STATE_SHORTLISTED,
    nominations::v1::NOMINATION_STATE_SELECTED,  nominations::v1::NOMINATION_STATE_RESERVE,
    nominations::v1::NOMINATION_STATE_ACCEPTED};
const std::vector<NominationState> ended_states = {
    nominations::v1::NOMINATION_STATE_NOT_ENDORSED, nominations::v1::NOMINATION_STATE_NOT_SELECTED,
    nominations::v1::NOMINATION_STATE_DECLINED,     nominations::v1::NOMINATION_STATE_WITHDRAWN,
    nominations::v1::NOMINATION_STATE_LAPSED,       nominations::v1::NOMINATION_STATE_VOID};

class EndsTest : public support::DeploymentTest {
 protected:
  // A tour in a post of its own; `days` are those of its plan, and from DEPLOYED on also the actual ones.
  struct Days {
    int first, last;
  };
  std::string tour(const std::string& person, DeploymentState state, Days days) {
    post_ = add_post(mission, "T-" + std::to_string(++made_), 0).name();
    return tour_in(post_, person, state, days);
  }
  std::string tour_in(const std::string& post_name, const std::string& person, DeploymentState state, Days days) {
    CreateDeploymentRequest request = plan(person);
    request.set_post(post_name);
    request.set_overlap_reason("as the test says");
    request.mutable_deployment()->set_planned_from(day(days.first));
    request.mutable_deployment()->set_planned_to(day(days.last));
    const std::string name = call<Deployment>(missions_service + "CreateDeployment", request).name();
    const std::map<DeploymentState, std::vector<std::string>> paths = {
        {DEPLOYMENT_STATE_PLANNED, {}},
        {DEPLOYMENT_STATE_PREPARING, {"StartPreparing"}},
        {DEPLOYMENT_STATE_READY, {"StartPreparing", "ClearDeployment"}},
        {DEPLOYMENT_STATE_DEPLOYED, {"Depart"}},
        {DEPLOYMENT_STATE_RETURNED, {"Depart", "EndDeployment"}},
        {DEPLOYMENT_STATE_CLOSED, {"Depart", "EndDeployment", "CloseDeployment"}},
        {DEPLOYMENT_STATE_CANCELLED, {"CancelDeployment"}},
        {DEPLOYMENT_STATE_VOID, {"VoidDeployment"}}};
    for (const std::string& verb : paths.at(state)) step(verb, name, days);
    return name;
  }
  void step(const std::string& verb, const std::string& name, Days days) {
    const std::unique_ptr<google::protobuf::Message> request(
        registry().find(missions_service + verb)->request_prototype->New());
    const std::map<std::string, std::string> values = {{"name", name},
                                                       {"reason", "as the test says"},
                                                       {"overlap_reason", "as the test says"},
                                                       {"actual_from", day(days.first)},
                                                       {"actual_to", day(days.last)}};
    for (const auto& [field_name, value] : values) {
      const auto* field = request->GetDescriptor()->FindFieldByName(field_name);
      if (field) request->GetReflection()->SetString(request.get(), field, value);
    }
    if (const auto* field = request->GetDescriptor()->FindFieldByName("end_reason")) {
      request->GetReflection()->SetEnumValue(request.get(), field, END_REASON_TOUR_COMPLETE);
    }
    dispatcher().call_message(missions_service + verb, *request, system());
  }
  // A nomination to a post of its own in a call of its own.
  std::string nominated(const std::string& person, NominationState state) {
    const std::string code = "N-" + std::to_string(++made_);
    post_ = add_post(mission, code, 0).name();
    call_ = add_call(code, {post_}).name();
    return bring_to(state, nominate(person, add_call_of(call_)).name()).name();
  }
  nominations::v1::Call add_call_of(const std::string& name) {
    nominations::v1::GetCallRequest request;
    request.set_name(name);
    return call<nominations::v1::Call>(nominations_service + "GetCall", request);
  }

  void expect_settled(const std::string& name, const std::string& verb) {
    expected_.insert("SETTLED " + verb + " " + name);
  }
  void expect_open(const std::string& name, const std::string& verb) { expected_.insert("OPEN " + verb + " " + name); }

  // Sends the request dry and then in earnest: both tell what is expected, and the dry one writes nothing.
  template <class Answer, class Request>
  Answer carried_out(const std::string& path, Request request) {
    request.set_validate_only(true);
    const std::vector<std::string> before = database_now();
    const auto dry = call<Answer>(path, request);
    EXPECT_EQ(database_now(), before) << "a dry request wrote";
    request.set_validate_only(false);
    const auto answer = call<Answer>(path, request);
    EXPECT_EQ(texts(dry), texts(answer));
    Lines told;
    for (const auto& one : answer.consequences()) {
      const bool open = one.kind() == Consequence::KIND_OPEN;
      told.insert(std::string(open ? "OPEN " : "SETTLED ") + one.verb() + " " + one.name());
      if (open) told_open_.insert(one.name());
      EXPECT_NE(one.explanation(), "");
      EXPECT_NE(one.cause(), Consequence::CAUSE_UNSPECIFIED);
    }
    EXPECT_EQ(told, expected_);
    expect_no_other_open_end();
    return answer;
  }
  // Whatever is impossible now was told.
  void expect_no_other_open_end() {
    const auto found =
        call<roster::v1::ListOpenEndsResponse>(roster("ListOpenEnds"), roster::v1::ListOpenEndsRequest());
    for (const auto& rule : found.rules()) {
      for (const auto& end : rule.open_ends()) {
        EXPECT_TRUE(told_open_.contains(end.name())) << rule.rule() << " finds " << end.name();
      }
    }
  }

  UpdatePersonRequest become(const std::string& person, PersonStatus status, const std::string& last_day = "") {
    UpdatePersonRequest request;
    request.mutable_person()->set_name(person);
    request.mutable_person()->set_status(status);
    request.mutable_update_mask()->add_paths("status");
    if (last_day.empty()) return request;
    request.set_last_day(last_day);
    // Tours and courses may have been recorded for days after it.
    request.mutable_person()->set_plausible_reason("Known late");
    request.mutable_update_mask()->add_paths("plausible_reason");
    return request;
  }
  std::string join(const std::string& person) {
    roster::v1::CreateMembershipRequest request;
    request.mutable_membership()->set_person(person);
    request.mutable_membership()->set_valid_from(day(-100));
    return call<roster::v1::RosterMembership>(roster("CreateMembership"), request).name();
  }
  std::string affiliation_of(const std::string& person, const std::string& order = "DESC") {
    return "affiliations/" + rows("SELECT CAST(id AS TEXT) FROM affiliation WHERE person = " +
                                      std::to_string(support::number_of(person)) + " ORDER BY id " + order + " LIMIT 1",
                                  1)
                                 .at(0);
  }
  int deployed_on(int on) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("S1");
    request.set_as_of(day(on));
    return call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator",
                                                        request)
        .totals(0)
        .total();
  }
  std::string end_reason_of(const std::string& deployment) {
    return rows("SELECT end_reason FROM deployment WHERE id = " + std::to_string(support::number_of(deployment)), 1)
        .at(0);
  }
  std::string state_of(const std::string& nomination) {
    nominations::v1::GetNominationRequest request;
    request.set_name(nomination);
    return nominations::v1::NominationState_Name(
        call<Nomination>(nominations_service + "GetNomination", request).state());
  }

  void everything_of_a_person(const std::string& person, const std::string& account_verb);

  Lines expected_;                   // "SETTLED EndDeployment deployments/3"
  std::set<std::string> told_open_;  // by any step
  std::string post_, call_;          // of the last tour or nomination
  int made_ = 0;

 private:
  template <class Answer>
  static std::vector<std::string> texts(const Answer& answer) {
    std::vector<std::string> texts;
    for (const auto& one : answer.consequences()) texts.push_back(one.DebugString());
    return texts;
  }
  std::vector<std::string> database_now() {
    std::vector<std::string> all;
    for (const char* table :
         {"person", "affiliation", "deployment", "nomination", "call", "post", "mission", "account"}) {
      all.push_back(
          std::string(table) + " " +
          rows(std::string("SELECT CAST(COUNT(*) AS TEXT), CAST(SUM(row_version) AS TEXT) FROM ") + table, 2).at(0));
    }
    for (const char* table : {"deployment_segment", "deployment_event", "deployment_fact", "membership_fact",
                              "nomination_event", "nomination_fact", "call_event", "audit_entry"}) {
      all.push_back(std::string(table) + " " +
                    rows(std::string("SELECT CAST(COUNT(*) AS TEXT) FROM ") + table, 1).at(0));
    }
    return all;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, EndsTest, support::backends(), support::backend_name);

// In every state, with the last day on day -5.
void EndsTest::everything_of_a_person(const std::string& person, const std::string& account_verb) {
  // Before the tours, whose days they would share.
  for (NominationState state : open_states) expect_settled(nominated(person, state), "CloseNominationOfPerson");
  for (NominationState state : ended_states) nominated(person, state);
  for (DeploymentState state : {DEPLOYMENT_STATE_PLANNED, DEPLOYMENT_STATE_PREPARING, DEPLOYMENT_STATE_READY}) {
    expect_settled(tour(person, state, {-10, 20}), "CancelDeployment");
  }
  expect_settled(tour(person, DEPLOYMENT_STATE_DEPLOYED, {-20, 20}), "EndDeployment");
  expect_open(tour(person, DEPLOYMENT_STATE_DEPLOYED, {-3, 20}), "VoidDeployment");
  expect_open(tour(person, DEPLOYMENT_STATE_RETURNED, {-20, -2}), "CorrectDeploymentDays");
  expect_open(tour(person, DEPLOYMENT_STATE_CLOSED, {-20, -2}), "CorrectDeploymentDays");
  expect_open(tour(person, DEPLOYMENT_STATE_RETURNED, {-4, -2}), "VoidDeployment");
  tour(person, DEPLOYMENT_STATE_RETURNED, {-20, -5});
  tour(person, DEPLOYMENT_STATE_CLOSED, {-20, -10});
  tour(person, DEPLOYMENT_STATE_CANCELLED, {-10, 20});
  tour(person, DEPLOYMENT_STATE_VOID, {-10, 20});
  expect_settled(affiliation_of(person), "EndAffiliation");
  roster::v1::CreateAffiliationRequest later;
  later.mutable_affiliation()->set_person(person);
  later.mutable_affiliation()->set_unit(navy_);
  later.mutable_affiliation()->set_valid_from(day(-2));
  expect_settled(call<roster::v1::Affiliation>(roster("CreateAffiliation"), later).name(), "EndAffiliation");
  const std::string account = "accounts/" + std::to_string(account_of(person, ROLE_PERSON).account);
  if (account_verb == "SETTLED") {
    expect_settled(account, "DisableAccount");
  } else {
    expect_open(account, "DisableAccount");
  }
}

TEST_P(EndsTest, WhoDiesIsSettledInEveryState) {
  const std::string person = add_person("P-1");
  everything_of_a_person(person, "SETTLED");
  const auto answer = carried_out<roster::v1::Person>(roster("UpdatePerson"),
                                                      become(person, roster::v1::PERSON_STATUS_DECEASED, day(-5)));
  EXPECT_EQ(answer.last_day(), day(-5));
  EXPECT_EQ(answer.unit(), "");
  EXPECT_EQ(rows("SELECT CAST(COUNT(*) AS TEXT), MAX(valid_to) FROM affiliation", 2).at(0), "1|" + day(-5));
  EXPECT_EQ(rows("SELECT CAST(disabled AS TEXT) FROM account WHERE person IS NOT NULL", 1).at(0), "1");
}

TEST_P(EndsTest, WhoLeavesIsSettledInEveryState) {
  const std::string person = add_person("P-1");
  everything_of_a_person(person, "OPEN");
  carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_INACTIVE, day(-5)));
  EXPECT_EQ(rows("SELECT CAST(disabled AS TEXT) FROM account WHERE person IS NOT NULL", 1).at(0), "0");
}

// A death that is recorded late: the post was changed and the tour prolonged since.
TEST_P(EndsTest, ATourEndsWithTheDayOfDeathWhateverWasRecordedSince) {
  const std::string person = add_person("P-1");
  const std::string name = tour(person, DEPLOYMENT_STATE_DEPLOYED, {-20, 20});
  change_role(name, leader_post.name(), day(-3));
  ExtendDeploymentRequest extend;
  extend.set_name(name);
  extend.set_planned_to(day(60));
  extend.set_reason("as the test says");
  call<Deployment>(missions_service + "ExtendDeployment", extend);
  EXPECT_EQ(deployed_on(-1), 1);
  const long long before = last_sequence();
  expect_settled(affiliation_of(person), "EndAffiliation");
  expect_settled(name, "EndDeployment");
  carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_DECEASED, day(-5)));
  const Deployment ended = get(name);
  EXPECT_EQ(ended.state(), DEPLOYMENT_STATE_RETURNED);
  EXPECT_EQ(ended.actual_to(), day(-5));
  EXPECT_EQ(ended.end_reason(), END_REASON_ENDED_EARLY) << "restricted";
  EXPECT_EQ(end_reason_of(name), "END_REASON_DECEASED");
  ASSERT_EQ(ended.segments_size(), 1);
  EXPECT_EQ(ended.segments(0).valid_to(), day(-5));
  EXPECT_EQ(deployed_on(-5), 1);
  EXPECT_EQ(deployed_on(-4), 0);
  EXPECT_EQ(deployed_on(0), 0);
  statistics::v1::QueryIndicatorRequest as_known;
  as_known.set_indicator("S1");
  as_known.set_as_of(day(-1));
  as_known.set_known_sequence(before);
  EXPECT_EQ(
      call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", as_known)
          .totals(0)
          .total(),
      1)
      << "known before stays";
  ListDeploymentEventsRequest list;
  list.set_deployment(name);
  const auto events = call<ListDeploymentEventsResponse>(missions_service + "ListDeploymentEvents", list);
  EXPECT_EQ(events.deployment_events().rbegin()->verb(), "EndDeployment");
  EXPECT_EQ(events.deployment_events().rbegin()->reason(), "PERSON_DECEASED");
  EXPECT_EQ(events.deployment_events().rbegin()->effective_date(), day(-5));
}

TEST_P(EndsTest, ARunningTourAsksForTheLastDay) {
  const std::string person = add_person("P-1");
  const std::string name = tour(person, DEPLOYMENT_STATE_DEPLOYED, {-20, 20});
  roster::v1::EndAffiliationRequest end;
  end.set_name(affiliation_of(person));
  end.set_last_day(day(-5));
  expect_open(name, "EndDeployment");
  carried_out<roster::v1::Affiliation>(roster("EndAffiliation"), end);
  const auto error = refused(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_DECEASED), system());
  EXPECT_EQ(error.reason(), "TOUR_RUNS");
  EXPECT_NE(error.message().find(name), std::string::npos) << error.message();
  expected_.clear();
  expect_settled(name, "EndDeployment");
  carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_DECEASED, day(-4)));
}

TEST_P(EndsTest, WhoReturnsIsToldWhatWasEnded) {
  const std::string person = add_person("P-1");
  const std::string nomination = nominated(person, nominations::v1::NOMINATION_STATE_SUBMITTED);
  const std::string planned_one = tour(person, DEPLOYMENT_STATE_PLANNED, {-10, 20});
  const std::string running = tour(person, DEPLOYMENT_STATE_DEPLOYED, {-20, 20});
  const std::string member = join(person);
  const std::string account = "accounts/" + std::to_string(account_of(person, ROLE_PERSON).account);
  call<roster::v1::Person>(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_DECEASED, day(-5)));
  expect_open(member, "CreateMembership");
  expect_open(person, "CreateAffiliation");
  expect_open(nomination, "ReopenNomination");
  expect_open(planned_one, "CreateDeployment");
  expect_open(running, "CorrectDeploymentDays");
  expect_open(account, "CreateAccount");
  const auto back =
      carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_ACTIVE));
  EXPECT_FALSE(back.has_last_day());
}

// What an earlier last day ended stays so: it is told.
TEST_P(EndsTest, ALaterLastDayTellsWhatTheFormerOneEnded) {
  for (const PersonStatus status : {roster::v1::PERSON_STATUS_DECEASED, roster::v1::PERSON_STATUS_INACTIVE}) {
    expected_.clear();
    const std::string person = add_person("P-" + std::to_string(status));
    const std::string running = tour(person, DEPLOYMENT_STATE_DEPLOYED, {-20, 20});
    tour(person, DEPLOYMENT_STATE_RETURNED, {-40, -30});
    const std::string member = join(person);
    call<roster::v1::Person>(roster("UpdatePerson"), become(person, status, day(-5)));
    expect_open(affiliation_of(person), "CorrectAffiliation");
    expect_open(member, "EndMembership");
    expect_open(running, "CorrectDeploymentDays");
    carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, status, day(-3)));
    expected_.clear();
    carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, status, day(-3)));
    // What the answer names is possible.
    roster::v1::CorrectAffiliationRequest longer;
    longer.mutable_affiliation()->set_name(affiliation_of(person));
    longer.mutable_affiliation()->set_valid_to(day(-3));
    longer.mutable_update_mask()->add_paths("valid_to");
    longer.set_reason("Known late");
    EXPECT_EQ(call<roster::v1::Affiliation>(roster("CorrectAffiliation"), longer).valid_to(), day(-3));
    CorrectDeploymentDaysRequest days;
    days.set_name(running);
    days.set_actual_to(day(-3));
    days.set_reason("Known late");
    EXPECT_EQ(call<Deployment>(missions_service + "CorrectDeploymentDays", days).actual_to(), day(-3));
    EXPECT_EQ(deployed_on(-3), 1);
    VoidDeploymentRequest over;
    over.set_name(running);
    over.set_reason("as the test says");
    call<Deployment>(missions_service + "VoidDeployment", over);
  }
}

TEST_P(EndsTest, AnAffiliationWithoutAnotherTellsWhatGoesOn) {
  const std::string person = add_person("P-1");
  for (NominationState state : open_states) expect_open(nominated(person, state), "WithdrawNomination");
  expect_open(tour(person, DEPLOYMENT_STATE_PLANNED, {-10, 20}), "CancelDeployment");
  expect_open(tour(person, DEPLOYMENT_STATE_DEPLOYED, {-20, 20}), "EndDeployment");
  expect_open(tour(person, DEPLOYMENT_STATE_RETURNED, {-20, -2}), "CorrectDeploymentDays");
  tour(person, DEPLOYMENT_STATE_RETURNED, {-20, -5});
  tour(person, DEPLOYMENT_STATE_CANCELLED, {-10, 20});
  roster::v1::EndAffiliationRequest end;
  end.set_name(affiliation_of(person));
  end.set_last_day(day(-5));
  end.set_plausible_reason("Known late");
  carried_out<roster::v1::Affiliation>(roster("EndAffiliation"), end);
  // With another one after it nothing ends.
  roster::v1::CreateAffiliationRequest next;
  next.mutable_affiliation()->set_person(add_person("P-2"));
  next.mutable_affiliation()->set_unit(navy_);
  next.mutable_affiliation()->set_valid_from(day(10));
  tour(next.affiliation().person(), DEPLOYMENT_STATE_DEPLOYED, {-20, 20});
  const std::string first = affiliation_of(next.affiliation().person());
  call<roster::v1::Affiliation>(roster("CreateAffiliation"), next);
  end.set_name(first);
  end.set_last_day(day(5));
  EXPECT_EQ(call<roster::v1::Affiliation>(roster("EndAffiliation"), end).consequences_size(), 0);
}

// What is planned or served on a post that ends on day 10.
TEST_P(EndsTest, APostIsClosedInEveryState) {
  struct Case {
    DeploymentState state;
    Days days;
    std::string told;  // "" : nothing
  };
  const std::vector<Case> cases = {{DEPLOYMENT_STATE_PLANNED, {20, 60}, "SETTLED CancelDeployment"},
                                   {DEPLOYMENT_STATE_PREPARING, {20, 60}, "SETTLED CancelDeployment"},
                                   {DEPLOYMENT_STATE_READY, {20, 60}, "SETTLED CancelDeployment"},
                                   {DEPLOYMENT_STATE_PLANNED, {0, 60}, "OPEN CancelDeployment"},
                                   {DEPLOYMENT_STATE_READY, {0, 60}, "OPEN CancelDeployment"},
                                   {DEPLOYMENT_STATE_PLANNED, {0, 10}, ""},
                                   {DEPLOYMENT_STATE_DEPLOYED, {-10, 60}, "OPEN ChangeRole"},
                                   {DEPLOYMENT_STATE_DEPLOYED, {-10, 10}, ""},
                                   {DEPLOYMENT_STATE_RETURNED, {-20, -10}, ""},
                                   {DEPLOYMENT_STATE_CLOSED, {-20, -10}, ""},
                                   {DEPLOYMENT_STATE_CANCELLED, {20, 60}, ""},
                                   {DEPLOYMENT_STATE_VOID, {20, 60}, ""}};
  for (const Case& one : cases) {
    const std::string name = tour(add_person("P-" + std::to_string(made_)), one.state, one.days);
    SCOPED_TRACE(DeploymentState_Name(one.state) + " " + one.told);
    expected_.clear();
    if (!one.told.empty()) expected_.insert(one.told + " " + name);
    UpdatePostRequest close;
    close.mutable_post()->set_name(post_);
    close.mutable_post()->set_valid_to(day(10));
    close.mutable_update_mask()->add_paths("valid_to");
    carried_out<Post>(missions_service + "UpdatePost", close);
  }
}

TEST_P(EndsTest, APostThatWasClosedTellsTheDaysServedThere) {
  const std::string name = tour(add_person("P-1"), DEPLOYMENT_STATE_RETURNED, {-20, -2});
  expect_open(name, "CorrectDeploymentDays");
  UpdatePostRequest close;
  close.mutable_post()->set_name(post_);
  close.mutable_post()->set_valid_to(day(-5));
  close.mutable_update_mask()->add_paths("valid_to");
  carried_out<Post>(missions_service + "UpdatePost", close);
  close.mutable_post()->set_valid_to(day(90));
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", close).consequences_size(), 0) << "a later end closes nothing";
}

TEST_P(EndsTest, APostThatIsClosedTakesItsNominationsAlong) {
  for (const int last : {10, 100}) {
    for (NominationState state : open_states) {
      const std::string name = nominated(add_person("P-" + std::to_string(made_)), state);
      SCOPED_TRACE(nominations::v1::NominationState_Name(state) + " " + std::to_string(last));
      expected_.clear();
      expect_open(call_, "CancelCall");
      // Planned from day 30 to day 390.
      if (last < 30) {
        expect_settled(name, "CloseNominationOfCancelledPost");
      } else {
        expect_open(name, "CloseNominationOfCancelledPost");
      }
      UpdatePostRequest close;
      close.mutable_post()->set_name(post_);
      close.mutable_post()->set_valid_to(day(last));
      close.mutable_update_mask()->add_paths("valid_to");
      carried_out<Post>(missions_service + "UpdatePost", close);
    }
  }
}

EndMissionRequest over(const std::string& name, const std::string& last_day) {
  EndMissionRequest request;
  request.set_name(name);
  request.set_last_day(last_day);
  request.set_reason("the mandate is not renewed");
  return request;
}

TEST_P(EndsTest, AMissionThatWillBeOverTakesAlongWhatBeginsLater) {
  const auto plan_of = [&](DeploymentState state, Days days) {
    const std::string name = tour(add_person("P-" + std::to_string(made_)), state, days);
    expect_settled(post_, "UpdatePost");
    return name;
  };
  expect_settled(plan_of(DEPLOYMENT_STATE_PLANNED, {20, 60}), "CancelDeployment");
  expect_settled(plan_of(DEPLOYMENT_STATE_READY, {20, 60}), "CancelDeployment");
  expect_open(plan_of(DEPLOYMENT_STATE_PLANNED, {0, 60}), "CancelDeployment");
  expect_open(plan_of(DEPLOYMENT_STATE_DEPLOYED, {-10, 60}), "EndDeployment");
  plan_of(DEPLOYMENT_STATE_DEPLOYED, {-10, 5});
  plan_of(DEPLOYMENT_STATE_CLOSED, {-20, -10});
  expect_settled(nominated(add_person("N-1"), nominations::v1::NOMINATION_STATE_ACCEPTED),
                 "CloseNominationOfCancelledPost");
  expect_settled(post_, "UpdatePost");
  expect_open(call_, "CancelCall");
  for (const Post& one : {post, leader_post}) expect_settled(one.name(), "UpdatePost");
  const auto ended = carried_out<Mission>(missions_service + "EndMission", over(mission, day(10)));
  EXPECT_EQ(ended.mandate_to(), day(10));
  EXPECT_EQ(ended.end_reason(), "the mandate is not renewed");
}

// The last day has come: calls for its posts alone are cancelled, with what answers them.
TEST_P(EndsTest, AMissionThatIsOverCancelsItsCalls) {
  const std::string nomination = nominated(add_person("N-1"), nominations::v1::NOMINATION_STATE_ENDORSED);
  expect_settled(post_, "UpdatePost");
  expect_settled(call_, "CancelCall");
  expect_settled(nomination, "CloseNominationOfCancelledPost");
  const std::string other = add_post(add_mission("MINUSMA"), "M-1", 0).name();
  const std::string mine = add_post(mission, "M-2", 0).name();
  expect_settled(mine, "UpdatePost");
  expect_open(add_call("both", {mine, other}).name(), "CancelCall");
  const std::string running = tour(add_person("P-1"), DEPLOYMENT_STATE_DEPLOYED, {-20, -2});
  expect_settled(post_, "UpdatePost");
  expect_open(running, "EndDeployment");
  for (const Post& one : {post, leader_post}) expect_settled(one.name(), "UpdatePost");
  carried_out<Mission>(missions_service + "EndMission", over(mission, day(-1)));
  EXPECT_EQ(deployed_on(0), 1) << "the return has to be recorded";
}

TEST_P(EndsTest, AMandateThatIsShortenedSettlesNothing) {
  const std::string planned_one = tour(add_person("P-1"), DEPLOYMENT_STATE_PLANNED, {20, 60});
  expect_open(planned_one, "CancelDeployment");
  expect_open(post_, "UpdatePost");
  for (const Post& one : {post, leader_post}) expect_open(one.name(), "UpdatePost");
  UpdateMissionRequest shorten;
  shorten.mutable_mission()->set_name(mission);
  shorten.mutable_mission()->set_mandate_to(day(10));
  shorten.mutable_update_mask()->add_paths("mandate_to");
  carried_out<Mission>(missions_service + "UpdateMission", shorten);
  EXPECT_EQ(get(planned_one).state(), DEPLOYMENT_STATE_PLANNED);
  shorten.mutable_mission()->set_mandate_to(day(100));
  EXPECT_EQ(call<Mission>(missions_service + "UpdateMission", shorten).consequences_size(), 0);
}

// Its posts ended with it: somebody says which of them go on too.
TEST_P(EndsTest, AMissionThatGoesOnAfterAllTellsThePostsThatEnded) {
  const std::string short_one = add_post(mission, "SHORT", 0).name();
  UpdatePostRequest closed;
  closed.mutable_post()->set_name(short_one);
  closed.mutable_post()->set_valid_to(day(-30));
  closed.mutable_update_mask()->add_paths("valid_to");
  call<Post>(missions_service + "UpdatePost", closed);
  call<Mission>(missions_service + "EndMission", over(mission, day(-20)));
  for (const Post& one : {post, leader_post}) expect_open(one.name(), "UpdatePost");
  auto ended = carried_out<Mission>(missions_service + "EndMission", over(mission, day(-10)));
  EXPECT_EQ(ended.end_reason(), "the mandate is not renewed");
  closed.mutable_post()->set_name(post.name());
  closed.mutable_post()->set_valid_to(day(-10));
  call<Post>(missions_service + "UpdatePost", closed);
  expected_.clear();
  expect_open(post.name(), "UpdatePost");
  UpdateMissionRequest prolong;
  prolong.mutable_mission()->set_name(mission);
  prolong.mutable_mission()->set_mandate_to(day(100));
  prolong.mutable_update_mask()->add_paths("mandate_to");
  EXPECT_EQ(carried_out<Mission>(missions_service + "UpdateMission", prolong).end_reason(), "");
  // Once more, and without an end.
  call<Mission>(missions_service + "EndMission", over(mission, day(-10)));
  prolong.mutable_mission()->clear_mandate_to();
  ended = carried_out<Mission>(missions_service + "UpdateMission", prolong);
  EXPECT_EQ(ended.end_reason(), "");
  EXPECT_FALSE(ended.has_mandate_to());
}

TEST_P(EndsTest, AMissionThatIsOverTakesNothingForLaterDays) {
  const std::string running = tour(add_person("P-1"), DEPLOYMENT_STATE_PLANNED, {-10, 60});
  call<Mission>(missions_service + "EndMission", over(mission, day(-5)));
  const auto refusal_of = [&](const std::string& path, const google::protobuf::Message& request) {
    const auto error = refused(path, request, system());
    EXPECT_EQ(error.code(), status::Code::invalid_argument);
    EXPECT_EQ(error.metadata().at("name"), mission);
    EXPECT_EQ(error.metadata().at("date"), day(-5));
    EXPECT_NE(error.message().find("UpdateMission"), std::string::npos) << error.message();
    return error.reason();
  };
  CreatePostRequest create;
  *create.mutable_post() = post;
  create.mutable_post()->clear_name();
  create.mutable_post()->clear_etag();
  create.mutable_post()->set_code("LATE");
  create.mutable_post()->set_valid_from(day(-4));
  EXPECT_EQ(refusal_of(missions_service + "CreatePost", create), "MISSION_OVER");
  create.mutable_post()->set_valid_from(day(-50));
  EXPECT_EQ(refusal_of(missions_service + "CreatePost", create), "MISSION_OVER") << "it would not end";
  create.mutable_post()->set_valid_to(day(-5));
  const std::string late = call<Post>(missions_service + "CreatePost", create).name();
  UpdatePostRequest longer;
  longer.mutable_post()->set_name(late);
  longer.mutable_update_mask()->add_paths("valid_to");
  EXPECT_EQ(refusal_of(missions_service + "UpdatePost", longer), "MISSION_OVER");
  longer.mutable_post()->set_valid_to(day(-4));
  EXPECT_EQ(refusal_of(missions_service + "UpdatePost", longer), "MISSION_OVER");
  longer.mutable_post()->set_valid_to(day(-6));
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", longer).valid_to(), day(-6));
  longer.mutable_post()->set_valid_to(day(-5));
  EXPECT_EQ(call<Post>(missions_service + "UpdatePost", longer).valid_to(), day(-5));
  nominations::v1::CreateCallRequest asks;
  asks.mutable_call()->set_reference("C-9");
  asks.mutable_call()->set_display_name("Late");
  asks.mutable_call()->set_organisation(ORGANISATION_UN);
  asks.mutable_call()->set_kind(nominations::v1::CALL_KIND_VACANCY);
  asks.mutable_call()->add_posts(late);
  asks.mutable_call()->set_deadline_date(day(30));
  asks.mutable_call()->set_time_zone("Europe/Oslo");
  EXPECT_EQ(refusal_of(nominations_service + "CreateCall", asks), "MISSION_OVER");
  // What has happened is recorded.
  EXPECT_EQ(depart(running, day(-10)).state(), DEPLOYMENT_STATE_DEPLOYED);
  // Its remedy helps.
  UpdateMissionRequest prolong;
  prolong.mutable_mission()->set_name(mission);
  prolong.mutable_update_mask()->add_paths("mandate_to");
  call<Mission>(missions_service + "UpdateMission", prolong);
  longer.mutable_post()->clear_valid_to();
  EXPECT_FALSE(call<Post>(missions_service + "UpdatePost", longer).has_valid_to());
  call<nominations::v1::Call>(nominations_service + "CreateCall", asks);
}

TEST_P(EndsTest, AMissionIsNotOverBeforeItBegan) {
  UpdateMissionRequest begin;
  begin.mutable_mission()->set_name(mission);
  begin.mutable_mission()->set_mandate_from("2020-01-01");
  begin.mutable_update_mask()->add_paths("mandate_from");
  call<Mission>(missions_service + "UpdateMission", begin);
  EXPECT_TRUE(support::names_field(refused(missions_service + "EndMission", over(mission, "2019-12-31"), system()),
                                   "last_day"));
  EndMissionRequest stale = over(mission, day(0));
  stale.set_etag("1");
  EXPECT_EQ(refused(missions_service + "EndMission", stale, system()).code(), status::Code::aborted);
}

TEST_P(EndsTest, ACancelledCallTellsThePlansThatCameOfIt) {
  const std::string nomination = nominated(add_person("N-1"), nominations::v1::NOMINATION_STATE_ACCEPTED);
  const std::string cancelled = call_;
  nominations::v1::GetNominationRequest read;
  read.set_name(nomination);
  const std::string planned_one = deploy(call<Nomination>(nominations_service + "GetNomination", read)).name();
  expect_open(planned_one, "CancelDeployment");
  CallActionRequest cancel;
  cancel.set_name(cancelled);
  cancel.set_reason("the organisation takes it back");
  carried_out<nominations::v1::Call>(nominations_service + "CancelCall", cancel);
  EXPECT_EQ(state_of(nomination), "NOMINATION_STATE_CONVERTED");
}

TEST_P(EndsTest, ANominationWhosePlanIsCalledOffIsClosedToo) {
  const std::string person = add_person("N-1");
  const std::string nomination = nominated(person, nominations::v1::NOMINATION_STATE_CONVERTED);
  const std::string planned_one = "deployments/" + rows("SELECT CAST(MAX(id) AS TEXT) FROM deployment", 1).at(0);
  expect_settled(affiliation_of(person), "EndAffiliation");
  expect_settled(planned_one, "CancelDeployment");
  expect_settled(nomination, "CloseNominationOfPerson");
  carried_out<roster::v1::Person>(roster("UpdatePerson"), become(person, roster::v1::PERSON_STATUS_INACTIVE, day(-1)));
  EXPECT_EQ(state_of(nomination), "NOMINATION_STATE_CLOSED_PERSON_LEFT");
}

TEST_P(EndsTest, NoCorrectionGivesDaysAfterTheLastOne) {
  for (const PersonStatus status : {roster::v1::PERSON_STATUS_DECEASED, roster::v1::PERSON_STATUS_INACTIVE}) {
    SCOPED_TRACE(roster::v1::PersonStatus_Name(status));
    const std::string person = add_person("P-" + std::to_string(status));
    const std::string name = tour(person, DEPLOYMENT_STATE_RETURNED, {-40, -30});
    call<roster::v1::Person>(roster("UpdatePerson"), become(person, status, day(-20)));
    const auto correction = [&](const std::string& from, const std::string& to) {
      CorrectDeploymentDaysRequest request;
      request.set_name(name);
      if (!from.empty()) request.set_actual_from(from);
      if (!to.empty()) request.set_actual_to(to);
      request.set_reason("the ticket says so");
      return request;
    };
    const std::string verb = missions_service + "CorrectDeploymentDays";
    const auto before = facts(name);
    for (const auto& late : {correction("", day(-19)), correction(day(-15), day(-10)), correction(day(-41), day(0))}) {
      const auto error = refused(verb, late, system());
      EXPECT_EQ(error.reason(), "PERSON_NOT_ACTIVE");
      EXPECT_EQ(facts(name), before);
    }
    call<Deployment>(verb, correction("", day(-20)));
    EXPECT_EQ(get(name).actual_to(), day(-20));
    call<Deployment>(verb, correction(day(-42), ""));
    EXPECT_EQ(get(name).actual_from(), day(-42));
  }
}

TEST_P(EndsTest, ATourUntilTheLastDayIsEnteredAfterwards) {
  for (const PersonStatus status : {roster::v1::PERSON_STATUS_DECEASED, roster::v1::PERSON_STATUS_INACTIVE}) {
    SCOPED_TRACE(roster::v1::PersonStatus_Name(status));
    const std::string person = add_person("P-" + std::to_string(status));
    call<roster::v1::Person>(roster("UpdatePerson"), become(person, status, day(-20)));
    const auto late_entry = [&](int first, int last) {
      CreateDeploymentRequest request = plan(person);
      request.set_post(add_post(mission, "L-" + std::to_string(++made_), 0).name());
      request.mutable_deployment()->set_planned_from(day(first));
      request.mutable_deployment()->set_planned_to(day(last));
      return request;
    };
    for (const auto& late : {late_entry(-40, -19), late_entry(-19, -10), late_entry(10, 20)}) {
      EXPECT_EQ(refused(missions_service + "CreateDeployment", late, system()).reason(), "PERSON_NOT_ACTIVE");
    }
    const std::string name = call<Deployment>(missions_service + "CreateDeployment", late_entry(-40, -20)).name();
    const int before = deployed_on(-20);
    depart(name, day(-40));
    EndDeploymentRequest request;
    request.set_name(name);
    request.set_end_reason(status == roster::v1::PERSON_STATUS_DECEASED ? END_REASON_DECEASED
                                                                        : END_REASON_LEFT_SERVICE);
    request.set_actual_to(day(-19));
    EXPECT_EQ(refused(missions_service + "EndDeployment", request, system()).reason(), "PERSON_NOT_ACTIVE");
    request.set_actual_to(day(-20));
    call<Deployment>(missions_service + "EndDeployment", request);
    EXPECT_EQ(deployed_on(-20), before + 1);
    EXPECT_EQ(deployed_on(-19), 0);
  }
}

// Whoever carries a unit's end on is told what is left.
TEST_P(EndsTest, AUnitThatEndsTellsWhatItSendsAndWhoWorksForIt) {
  const std::string planned_one = tour(add_person("P-1"), DEPLOYMENT_STATE_PLANNED, {20, 60});
  const std::string running = tour(add_person("P-2"), DEPLOYMENT_STATE_DEPLOYED, {-20, 60});
  access::v1::CreateGrantRequest grant;
  grant.mutable_grant()->set_account("accounts/" + std::to_string(caller(ROLE_HR_UNIT).account));
  grant.mutable_grant()->set_role(ROLE_HR_UNIT);
  grant.mutable_grant()->set_unit(army_);
  grant.mutable_grant()->set_valid_from("2024-01-01");
  call<access::v1::Grant>("muster.access.v1.AccessService/CreateGrant", grant);
  const rpc::Caller who = system();
  const rpc::Method& method = *registry().find(roster("UpdateUnit"));
  const auto told_of = [&](int last) {
    std::vector<std::string> told;
    sql([&](db::Session& session) {
      rpc::Context context(session, method, who, std::chrono::system_clock::now());
      rpc::carry_on(context, {rpc::Consequence::CAUSE_UNIT_ENDED, support::number_of(army_), day(last)});
      told.clear();
      for (const auto& one : context.consequences) {
        told.push_back(one.verb() + (one.verb() == "RevokeGrant" ? "" : " " + one.name()));
      }
    });
    return told;
  };
  EXPECT_EQ(told_of(0), (std::vector<std::string>{"CancelDeployment " + planned_one, "RevokeGrant"}));
  EXPECT_EQ(told_of(30), (std::vector<std::string>{"CancelDeployment " + planned_one, "RevokeGrant"}))
      << "the plan lasts longer";
  EXPECT_EQ(told_of(-1),
            (std::vector<std::string>{"CancelDeployment " + planned_one, "EndDeployment " + running, "RevokeGrant"}));
}

}  // namespace
}  // namespace muster
