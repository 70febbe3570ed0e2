// SPDX-License-Identifier: EUPL-1.2
// A person's change or correction of category reaches the tours and nominations that were counted by it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/deployments.h"

namespace muster::support {
namespace {

using namespace muster::missions::v1;
using platform::v1::Category;
using platform::v1::CATEGORY_CIVILIAN;
using platform::v1::CATEGORY_MILITARY;
using platform::v1::CATEGORY_POLICE;
using testing::ElementsAre;
using Rows = std::vector<std::string>;

class CategoryChangesTest : public DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    if (!HasFatalFailure()) kari_ = add_person("KARI");
  }

  void change(Category category, const std::string& day) {
    roster::v1::ChangePersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_category(category);
    request.mutable_update_mask()->add_paths("category");
    request.set_valid_from(day);
    call<roster::v1::Person>(RosterTest::roster("ChangePerson"), request);
  }
  void correct(Category category, const std::string& first = "", const std::string& last = "") {
    roster::v1::CorrectPersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_category(category);
    request.mutable_update_mask()->add_paths("category");
    if (!first.empty()) request.set_first_day(first);
    if (!last.empty()) request.set_last_day(last);
    request.set_reason("Entered wrongly");
    call<roster::v1::Person>(RosterTest::roster("CorrectPerson"), request);
  }
  std::string tour(const std::string& from, const std::string& to = "") {
    auto request = plan(kari_);
    request.mutable_deployment()->set_planned_from(from);
    const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
    depart(name, from);
    if (!to.empty()) end(name, to);
    return name;
  }
  CreateDeploymentRequest from(const std::string& nomination) {
    CreateDeploymentRequest request;
    request.mutable_deployment()->set_nomination(nomination);
    request.mutable_deployment()->set_planned_from(day(-15));
    request.mutable_deployment()->set_planned_to(day(200));
    return request;
  }
  // Of the deployment the facts that hold, as known at `sequence` or now, by day: "-20|-10|1|CATEGORY_POLICE".
  Rows counted(const std::string& deployment, long long sequence = 0) {
    const std::string today = std::to_string(*rules::parse_date(day(0)));
    const std::string known = sequence == 0 ? "" : " AND sequence <= " + std::to_string(sequence);
    return rows("SELECT CAST(day_from - " + today + " AS TEXT), CAST(day_to - " + today +
                    " AS TEXT), departure, category FROM deployment_fact fact WHERE deployment = " +
                    std::to_string(number_of(deployment)) +
                    " AND id = (SELECT MAX(id) FROM deployment_fact WHERE record = fact.record" + known +
                    ") ORDER BY day_from",
                4);
  }
  // Of the nomination: its frozen category, then that of each event's fact.
  Rows frozen(const std::string& nomination) {
    auto found = rows("SELECT frozen_category FROM nomination WHERE id = " + std::to_string(number_of(nomination)), 1);
    for (const auto& category : rows("SELECT fact.category FROM nomination_fact fact WHERE fact.nomination = " +
                                         std::to_string(number_of(nomination)) +
                                         " AND fact.id = (SELECT MAX(id) FROM nomination_fact WHERE record = "
                                         "fact.record) ORDER BY record",
                                     1)) {
      found.push_back(category);
    }
    return found;
  }
  // As if all its steps had been taken so many days ago.
  void happened_before(const std::string& nomination, int days) {
    const std::string id = std::to_string(number_of(nomination));
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE nomination_event SET effective_date = ? WHERE nomination = " + id, {day(-days)}});
      const long long then = *rules::parse_date(day(-days));
      db::execute(session,
                  {"UPDATE nomination_fact SET day_from = ?, day_to = ? WHERE nomination = " + id, {then, then + 1}});
    });
  }

  std::string kari_;
};
INSTANTIATE_TEST_SUITE_P(Backends, CategoryChangesTest, backends(), backend_name);

TEST_P(CategoryChangesTest, ARunningTourIsSplitOnTheDay) {
  const auto name = tour(day(-20)), etag = get(name).etag();
  const long long known = last_sequence();
  change(CATEGORY_POLICE, day(-10));
  EXPECT_THAT(counted(name), ElementsAre("-20|-10|1|CATEGORY_MILITARY", "-10|-|0|CATEGORY_POLICE"));
  EXPECT_THAT(counted(name, known), ElementsAre("-20|-|1|CATEGORY_MILITARY"));
  const auto after = get(name);
  EXPECT_EQ(after.category(), CATEGORY_POLICE);
  EXPECT_NE(after.etag(), etag);
  ASSERT_EQ(after.segments_size(), 2);
  EXPECT_EQ(after.segments(0).category(), CATEGORY_MILITARY);
  EXPECT_EQ(after.segments(0).valid_to(), day(-11));
  EXPECT_EQ(after.segments(1).category(), CATEGORY_POLICE);
  EXPECT_EQ(after.segments(1).post(), after.segments(0).post());
  end(name, day(-1));
  EXPECT_THAT(counted(name), ElementsAre("-20|-10|1|CATEGORY_MILITARY", "-10|0|0|CATEGORY_POLICE"));
}

TEST_P(CategoryChangesTest, WhatEndedBeforeStaysAndWhatBeganAfterIsRestated) {
  const auto ended = tour(day(-60), day(-41)), later = tour(day(-20), day(-15));
  change(CATEGORY_POLICE, day(-40));
  EXPECT_THAT(counted(ended), ElementsAre("-60|-40|1|CATEGORY_MILITARY"));
  EXPECT_THAT(counted(later), ElementsAre("-20|-14|1|CATEGORY_POLICE"));
  EXPECT_EQ(get(ended).category(), CATEGORY_MILITARY);
}

TEST_P(CategoryChangesTest, ACorrectionOfSomeDaysSplitsTheTourTwice) {
  const auto name = tour(day(-30));
  correct(CATEGORY_CIVILIAN, day(-20), day(-11));
  EXPECT_THAT(counted(name),
              ElementsAre("-30|-20|1|CATEGORY_MILITARY", "-20|-10|0|CATEGORY_CIVILIAN", "-10|-|0|CATEGORY_MILITARY"));
  EXPECT_EQ(get(name).category(), CATEGORY_MILITARY);
  correct(CATEGORY_MILITARY, day(-20), day(-11));
  EXPECT_THAT(counted(name),
              ElementsAre("-30|-20|1|CATEGORY_MILITARY", "-20|-10|0|CATEGORY_MILITARY", "-10|-|0|CATEGORY_MILITARY"));
}

TEST_P(CategoryChangesTest, ATourOfAnotherCategoryThanThePersonsKeepsIt) {
  auto request = plan(kari_);
  request.mutable_deployment()->set_category(CATEGORY_CIVILIAN);
  const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
  depart(name, day(-10));
  change(CATEGORY_POLICE, day(-5));
  EXPECT_THAT(counted(name), ElementsAre("-10|-|1|CATEGORY_CIVILIAN"));
}

TEST_P(CategoryChangesTest, APlannedTourTakesWhatHoldsWhenItBegins) {
  const auto name = planned(kari_).name();  // from ten days ago, not departed
  change(CATEGORY_POLICE, day(-5));
  EXPECT_EQ(get(name).category(), CATEGORY_POLICE);
  EXPECT_EQ(get(name).segments(0).category(), CATEGORY_POLICE);
  depart(name, day(-2));
  EXPECT_THAT(counted(name), ElementsAre("-2|-|1|CATEGORY_POLICE"));
}

// Recorded late: the person has changed since.
TEST_P(CategoryChangesTest, ALateDepartureIsSplitWhereThePersonChanged) {
  change(CATEGORY_POLICE, day(-5));
  const auto name = planned(kari_).name();
  depart(name, day(-10));
  EXPECT_THAT(counted(name), ElementsAre("-10|-5|1|CATEGORY_MILITARY", "-5|-|0|CATEGORY_POLICE"));
  EXPECT_EQ(get(name).category(), CATEGORY_POLICE);
}

TEST_P(CategoryChangesTest, AVoidTourStaysVoid) {
  const auto name = tour(day(-10));
  VoidDeploymentRequest mistake;
  mistake.set_name(name);
  mistake.set_reason("Entered by mistake");
  call<Deployment>(missions_service + "VoidDeployment", mistake);
  correct(CATEGORY_POLICE);
  EXPECT_THAT(counted(name), ElementsAre("-10|-10|1|CATEGORY_MILITARY"));
}

TEST_P(CategoryChangesTest, ACorrectionReachesNominations) {
  const auto name =
      bring_to(nominations::v1::NOMINATION_STATE_SUBMITTED, nominate(kari_, add_call("26/1", {post.name()})).name())
          .name();
  happened_before(name, 20);
  const auto before = frozen(name);
  ASSERT_EQ(before[0], "CATEGORY_MILITARY");
  change(CATEGORY_POLICE, day(-10));
  EXPECT_EQ(frozen(name), before) << "submitted before";
  correct(CATEGORY_CIVILIAN, "2020-01-01", day(-30));
  EXPECT_EQ(frozen(name), before) << "on other days";
  correct(CATEGORY_CIVILIAN, day(-25), day(-15));
  EXPECT_EQ(frozen(name), Rows(before.size(), "CATEGORY_CIVILIAN"));
  EXPECT_EQ(rows("SELECT COUNT(*) FROM nomination_fact WHERE category = 'CATEGORY_MILITARY'", 1)[0],
            std::to_string(before.size() - 1))
      << "what was known before is still there";
}

TEST_P(CategoryChangesTest, ANominationFreezesTheCategoryOfItsDay) {
  const auto nomination =
      bring_to(nominations::v1::NOMINATION_STATE_ENDORSED, nominate(kari_, add_call("26/1", {post.name()})).name());
  happened_before(nomination.name(), 20);
  change(CATEGORY_POLICE, day(-5));
  auto submit = full_request("SubmitNomination", nomination.name());
  submit.set_effective_date(day(-6));
  EXPECT_EQ(call<nominations::v1::Nomination>(nominations_service + "SubmitNomination", submit).frozen_category(),
            CATEGORY_MILITARY);
}

// Nominated as what the person was, who became another before the tour or on it: in whatever order it was entered.
TEST_P(CategoryChangesTest, ATourFromANominationFollowsThePersonInWhateverOrderItWasEntered) {
  enum class Entered { before_the_plan, before_the_departure, after_the_departure };
  for (const auto entered : {Entered::before_the_plan, Entered::before_the_departure, Entered::after_the_departure}) {
    SCOPED_TRACE(static_cast<int>(entered));
    const std::string place = std::to_string(static_cast<int>(entered));
    kari_ = add_person("N-" + place);
    const auto seat = add_post(mission, "N-" + place, 0).name();
    const auto nomination =
        bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, nominate(kari_, add_call("26/" + place, {seat})).name())
            .name();
    happened_before(nomination, 20);
    if (entered == Entered::before_the_plan) change(CATEGORY_POLICE, day(-5));
    const auto name = call<Deployment>(missions_service + "CreateDeployment", from(nomination)).name();
    if (entered == Entered::before_the_departure) change(CATEGORY_POLICE, day(-5));
    depart(name, day(-15));
    if (entered == Entered::after_the_departure) change(CATEGORY_POLICE, day(-5));
    EXPECT_THAT(counted(name), ElementsAre("-15|-5|1|CATEGORY_MILITARY", "-5|-|0|CATEGORY_POLICE"));
    EXPECT_EQ(get(name).category(), CATEGORY_POLICE);
    for (const auto& category : frozen(nomination)) EXPECT_EQ(category, "CATEGORY_MILITARY") << "its own figures";
  }
}

TEST_P(CategoryChangesTest, ATourFromANominationKeepsACategoryThatNeverWasThePersons) {
  const auto nomination =
      bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, nominate(kari_, add_call("26/1", {post.name()})).name())
          .name();
  happened_before(nomination, 20);
  sql([](db::Session& session) { db::execute(session, "UPDATE nomination SET frozen_category = 'CATEGORY_JUSTICE'"); });
  change(CATEGORY_POLICE, day(-5));
  auto request = from(nomination);
  request.mutable_deployment()->set_category(CATEGORY_CIVILIAN);
  const auto error = refused(missions_service + "CreateDeployment", request, system());
  EXPECT_EQ(error.reason(), "CONTRADICTS");
  EXPECT_TRUE(names_field(error, "deployment.category"));
  request.mutable_deployment()->set_category(platform::v1::CATEGORY_JUSTICE);
  const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
  depart(name, day(-15));
  EXPECT_THAT(counted(name), ElementsAre("-15|-|1|CATEGORY_JUSTICE"));
}

// Of a trial nothing stays, in other services either.
TEST_P(CategoryChangesTest, ATrialReachesNoTour) {
  const auto name = tour(day(-20)), etag = get(name).etag();
  roster::v1::ChangePersonRequest request;
  request.mutable_person()->set_name(kari_);
  request.mutable_person()->set_category(CATEGORY_POLICE);
  request.mutable_update_mask()->add_paths("category");
  request.set_valid_from(day(-10));
  request.set_validate_only(true);
  call<roster::v1::Person>(RosterTest::roster("ChangePerson"), request);
  EXPECT_THAT(counted(name), ElementsAre("-20|-|1|CATEGORY_MILITARY"));
  EXPECT_EQ(get(name).etag(), etag);
}

}  // namespace
}  // namespace muster::support
