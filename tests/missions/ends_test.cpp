// SPDX-License-Identifier: EUPL-1.2
// Somebody dies, leaves, returns or belongs nowhere.
#include "ends.h"

namespace muster::ends {

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
    request.set_actual_to(day(-20));
    call<Deployment>(missions_service + "EndDeployment", request);
    EXPECT_EQ(deployed_on(-20), before + 1);
    EXPECT_EQ(deployed_on(-19), 0);
  }
}

}  // namespace muster::ends
