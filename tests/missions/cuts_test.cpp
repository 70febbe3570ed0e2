// SPDX-License-Identifier: EUPL-1.2
// A tour is cut where its post or its person is something else from a day on. What happened before such a day is
// recorded all the same, and every day is counted by what post and person were on it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/deployments.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using support::number_of;
using testing::ElementsAre;

class CutsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    if (!HasFatalFailure()) kari_ = add_person("KARI");
  }

  void person_from(Category category, int from) {
    roster::v1::ChangePersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_category(category);
    request.mutable_update_mask()->add_paths("category");
    request.set_valid_from(day(from));
    call<roster::v1::Person>(roster("ChangePerson"), request);
  }
  void post_from(const std::string& name, int tier, int from) {
    ChangePostRequest request;
    request.mutable_post()->set_name(name);
    request.mutable_post()->set_leadership_tier(tier);
    request.mutable_update_mask()->add_paths("leadership_tier");
    request.set_valid_from(day(from));
    call<Post>(missions_service + "ChangePost", request);
  }
  void correct_post(const std::string& name, int tier) {
    CorrectPostRequest request;
    request.mutable_post()->set_name(name);
    request.mutable_post()->set_leadership_tier(tier);
    request.mutable_update_mask()->add_paths("leadership_tier");
    request.set_reason("It never was another");
    request.set_first_day(post.valid_from());
    call<Post>(missions_service + "CorrectPost", request);
  }
  CreateDeploymentRequest planned_from(int from) {
    auto request = plan(kari_);
    request.mutable_deployment()->set_planned_from(day(from));
    return request;
  }
  std::string tour(int from) {
    const auto name = call<Deployment>(missions_service + "CreateDeployment", planned_from(from)).name();
    depart(name, day(from));
    return name;
  }
  CorrectDeploymentDaysRequest correction(const std::string& name, std::optional<int> from, std::optional<int> to,
                                          const std::string& segment = "") {
    CorrectDeploymentDaysRequest request;
    request.set_name(name);
    request.set_segment(segment);
    if (from) request.set_actual_from(day(*from));
    if (to) request.set_actual_to(day(*to));
    request.set_reason("the ticket says so");
    return request;
  }
  Deployment correct(const CorrectDeploymentDaysRequest& request) {
    return call<Deployment>(missions_service + "CorrectDeploymentDays", request);
  }
  // Of the deployment the facts that count, now or as known then: "-20|-10|1|CATEGORY_POLICE|0".
  std::vector<std::string> counted(const std::string& deployment, long long sequence = 0) {
    const std::string today = std::to_string(*rules::parse_date(day(0)));
    const std::string known = sequence == 0 ? "" : " AND sequence <= " + std::to_string(sequence);
    return rows("SELECT CAST(day_from - " + today + " AS TEXT), CAST(day_to - " + today +
                    " AS TEXT), departure, category, tier FROM deployment_fact fact WHERE deployment = " +
                    std::to_string(number_of(deployment)) +
                    " AND (day_to IS NULL OR day_to > day_from) AND id = (SELECT MAX(id) FROM deployment_fact WHERE "
                    "record = fact.record" +
                    known + ") ORDER BY day_from",
                5);
  }
  // Its segments: "-20|-11|CATEGORY_POLICE|0", "-" for what lasts; the deployment says what the last one says.
  std::vector<std::string> segments(const std::string& name) {
    const Deployment found = get(name);
    const auto place = [&](const std::string& date) {
      return date.empty() ? "-" : std::to_string(*rules::parse_date(date) - *rules::parse_date(day(0)));
    };
    std::vector<std::string> texts;
    for (const auto& one : found.segments()) {
      texts.push_back(place(one.valid_from()) + "|" + place(one.valid_to()) + "|" + Category_Name(one.category()) +
                      "|" + std::to_string(one.leadership_tier()));
    }
    EXPECT_EQ(found.category(), found.segments().rbegin()->category());
    EXPECT_EQ(found.mission(), found.segments().rbegin()->mission());
    EXPECT_EQ(found.actual_from(), found.segments(0).valid_from());
    return texts;
  }

  std::string kari_;
};
INSTANTIATE_TEST_SUITE_P(Backends, CutsTest, support::backends(), support::backend_name);

TEST_P(CutsTest, ATourEndsBeforeTheDaysOnWhichItWasCut) {
  const auto name = tour(-40);
  person_from(CATEGORY_POLICE, -20);
  post_from(post.name(), 3, -10);
  const auto before = counted(name);
  const long long known = last_sequence();
  EXPECT_THAT(before,
              ElementsAre("-40|-20|1|CATEGORY_MILITARY|0", "-20|-10|0|CATEGORY_POLICE|0", "-10|-|0|CATEGORY_POLICE|3"));
  end(name, day(-25));
  EXPECT_THAT(segments(name), ElementsAre("-40|-25|CATEGORY_MILITARY|0"));
  EXPECT_THAT(counted(name), ElementsAre("-40|-24|1|CATEGORY_MILITARY|0"));
  EXPECT_EQ(counted(name, known), before);
  EXPECT_EQ(get(name).actual_to(), day(-25));
}

TEST_P(CutsTest, ATourEndsOnTheVeryDayOfACutAndOnTheDayBefore) {
  const auto name = tour(-40);
  post_from(post.name(), 3, -10);
  end(name, day(-10));
  EXPECT_THAT(segments(name), ElementsAre("-40|-11|CATEGORY_MILITARY|0", "-10|-10|CATEGORY_MILITARY|3"));
  correct(correction(name, std::nullopt, -11));
  EXPECT_THAT(segments(name), ElementsAre("-40|-11|CATEGORY_MILITARY|0"));
}

TEST_P(CutsTest, ARoleChangesBeforeTheDaysOnWhichItWasCut) {
  const auto name = tour(-40);
  person_from(CATEGORY_POLICE, -20);
  post_from(post.name(), 3, -10);
  post_from(leader_post.name(), 1, -5);
  const int tier = leader_post.leadership_tier();
  change_role(name, leader_post.name(), day(-30));
  EXPECT_THAT(segments(name),
              ElementsAre("-40|-31|CATEGORY_MILITARY|0", "-30|-21|CATEGORY_MILITARY|" + std::to_string(tier),
                          "-20|-6|CATEGORY_POLICE|" + std::to_string(tier), "-5|-|CATEGORY_POLICE|1"));
  EXPECT_THAT(counted(name),
              ElementsAre("-40|-30|1|CATEGORY_MILITARY|0", "-30|-20|0|CATEGORY_MILITARY|" + std::to_string(tier),
                          "-20|-5|0|CATEGORY_POLICE|" + std::to_string(tier), "-5|-|0|CATEGORY_POLICE|1"));
}

TEST_P(CutsTest, ALaterRoleStillHoldsUpWhatCameBefore) {
  const auto name = tour(-40);
  person_from(CATEGORY_POLICE, -30);
  change_role(name, leader_post.name(), day(-20));
  post_from(leader_post.name(), 1, -10);
  EndDeploymentRequest request;
  request.set_name(name);
  request.set_actual_to(day(-25));
  request.set_end_reason(END_REASON_TOUR_COMPLETE);
  const auto error = refused(missions_service + "EndDeployment", request, system());
  EXPECT_EQ(error.reason(), "TOO_EARLY");
  EXPECT_EQ(error.violations().at(0).metadata.at("earliest"), day(-20)) << "of the role, not of the cut";
  ChangeRoleRequest change;
  change.set_name(name);
  change.set_post(post.name());
  change.set_valid_from(day(-20));
  EXPECT_EQ(refused(missions_service + "ChangeRole", change, system()).reason(), "TOO_EARLY");
  end(name, day(-15));
  EXPECT_EQ(segments(name).size(), 3U);
}

TEST_P(CutsTest, ACorrectionTakesOutTheCutsThatItLeavesBehind) {
  const auto name = tour(-40);
  person_from(CATEGORY_POLICE, -30);
  post_from(post.name(), 3, -10);
  end(name, day(-2));
  const auto before = counted(name);
  const long long known = last_sequence();
  correct(correction(name, std::nullopt, -15));
  EXPECT_THAT(segments(name), ElementsAre("-40|-31|CATEGORY_MILITARY|0", "-30|-15|CATEGORY_POLICE|0"));
  EXPECT_THAT(counted(name), ElementsAre("-40|-30|1|CATEGORY_MILITARY|0", "-30|-14|0|CATEGORY_POLICE|0"));
  correct(correction(name, -20, std::nullopt));
  EXPECT_THAT(segments(name), ElementsAre("-20|-15|CATEGORY_POLICE|0"));
  EXPECT_THAT(counted(name), ElementsAre("-20|-14|1|CATEGORY_POLICE|0")) << "who departed is still counted so";
  EXPECT_EQ(counted(name, known), before);
  correct(correction(name, -40, -2));
  EXPECT_EQ(counted(name), before) << "as it was before";
}

TEST_P(CutsTest, CutsThatMeanNothingAnyMoreHoldUpNothing) {
  const auto name = tour(-40);
  post_from(post.name(), 3, -20);
  correct_post(post.name(), 0);
  ASSERT_EQ(segments(name).size(), 2U);
  end(name, day(-30));
  EXPECT_THAT(segments(name), ElementsAre("-40|-30|CATEGORY_MILITARY|0"));
}

TEST_P(CutsTest, DaysThatACorrectionAddsHaveThePersonsCategoryAndThePostsTier) {
  person_from(CATEGORY_POLICE, -30);
  post_from(post.name(), 3, -20);
  const auto name = tour(-10);
  end(name, day(-5));
  correct(correction(name, -40, std::nullopt));
  EXPECT_THAT(counted(name), ElementsAre("-40|-30|1|CATEGORY_MILITARY|0", "-30|-20|0|CATEGORY_POLICE|0",
                                         "-20|-4|0|CATEGORY_POLICE|3"));
  correct(correction(name, -40, -35));
  EXPECT_THAT(counted(name), ElementsAre("-40|-34|1|CATEGORY_MILITARY|0"));
  EXPECT_EQ(segments(name).size(), 1U);
  correct(correction(name, std::nullopt, -1));
  EXPECT_THAT(counted(name),
              ElementsAre("-40|-30|1|CATEGORY_MILITARY|0", "-30|-20|0|CATEGORY_POLICE|0", "-20|0|0|CATEGORY_POLICE|3"));
}

TEST_P(CutsTest, TheDaysOfARoleAreCorrectedWithItsCuts) {
  const auto name = tour(-40);
  const std::string tier = std::to_string(leader_post.leadership_tier());
  change_role(name, leader_post.name(), day(-20));
  person_from(CATEGORY_POLICE, -30);
  person_from(CATEGORY_CIVILIAN, -10);
  ASSERT_EQ(segments(name).size(), 4U);
  const auto leads = get(name).segments(2).name();
  correct(correction(name, -35, std::nullopt, leads));
  EXPECT_THAT(segments(name), ElementsAre("-40|-36|CATEGORY_MILITARY|0", "-35|-31|CATEGORY_MILITARY|" + tier,
                                          "-30|-11|CATEGORY_POLICE|" + tier, "-10|-|CATEGORY_CIVILIAN|" + tier));
  correct(correction(name, -5, std::nullopt, get(name).segments(1).name()));
  EXPECT_THAT(segments(name), ElementsAre("-40|-31|CATEGORY_MILITARY|0", "-30|-11|CATEGORY_POLICE|0",
                                          "-10|-6|CATEGORY_CIVILIAN|0", "-5|-|CATEGORY_CIVILIAN|" + tier));
  EXPECT_THAT(counted(name), ElementsAre("-40|-30|1|CATEGORY_MILITARY|0", "-30|-10|0|CATEGORY_POLICE|0",
                                         "-10|-5|0|CATEGORY_CIVILIAN|0", "-5|-|0|CATEGORY_CIVILIAN|" + tier));
}

TEST_P(CutsTest, ACutIsNoDayOfARole) {
  const auto name = tour(-40);
  person_from(CATEGORY_POLICE, -20);
  end(name, day(-5));
  const auto before = segments(name);
  const auto reason = [&](const CorrectDeploymentDaysRequest& request) {
    const auto error = refused(missions_service + "CorrectDeploymentDays", request, system());
    return error.reason() + (error.violations().empty() ? "" : " " + error.violations().at(0).field);
  };
  const auto first = get(name).segments(0).name(), second = get(name).segments(1).name();
  EXPECT_EQ(reason(correction(name, std::nullopt, -25, first)), "NOT_APPLICABLE actual_to");
  EXPECT_EQ(reason(correction(name, -15, std::nullopt, second)), "NOT_APPLICABLE actual_from");
  EXPECT_EQ(reason(correction(name, -20, std::nullopt, second)), "NO_CHANGE");
  EXPECT_EQ(segments(name), before);
  correct(correction(name, -20, -7, second));
  EXPECT_THAT(segments(name), ElementsAre("-40|-21|CATEGORY_MILITARY|0", "-20|-7|CATEGORY_POLICE|0"));
  correct(correction(name, -38, -21, first));
  EXPECT_THAT(segments(name), ElementsAre("-38|-21|CATEGORY_MILITARY|0", "-20|-7|CATEGORY_POLICE|0"));
}

TEST_P(CutsTest, ACategoryThatNeverWasThePersonsStaysThroughEveryStep) {
  auto request = planned_from(-30);
  request.mutable_deployment()->set_category(CATEGORY_CIVILIAN);
  const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
  depart(name, day(-30));
  person_from(CATEGORY_POLICE, -20);
  post_from(post.name(), 3, -15);
  end(name, day(-10));
  correct(correction(name, -40, -12));
  EXPECT_THAT(counted(name), ElementsAre("-40|-15|1|CATEGORY_CIVILIAN|0", "-15|-11|0|CATEGORY_CIVILIAN|3"));
}

}  // namespace
}  // namespace muster
