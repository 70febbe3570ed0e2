// SPDX-License-Identifier: EUPL-1.2
// Change is not correction: what figures group people by holds from a day, and what was recorded wrongly is restated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/roster.h"

namespace muster::support {
namespace {

using namespace muster::roster::v1;
using platform::v1::Category;
using platform::v1::CATEGORY_CIVILIAN;
using platform::v1::CATEGORY_MILITARY;
using platform::v1::CATEGORY_POLICE;
using status::Code;
using testing::ElementsAre;
using Rows = std::vector<std::string>;

class PersonChangesTest : public RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    if (HasFatalFailure()) return;
    kari_ = make_person("KARI", army_).name();
    training::v1::CreateRequirementRequest request;
    request.mutable_requirement()->set_code("R1");
    request.mutable_requirement()->set_display_name("Everybody");
    request.mutable_requirement()->set_population(training::v1::POPULATION_ROSTER);
    request.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    request.mutable_requirement()->set_valid_from("2019-01-01");
    request.mutable_requirement()->add_topics(platform::v1::TOPIC_WPS);
    call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", request);
  }

  ChangePersonRequest change_of(Category category, const std::string& day) {
    ChangePersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_category(category);
    request.mutable_update_mask()->add_paths("category");
    request.set_valid_from(day);
    return request;
  }
  Person change(Category category, const std::string& day) {
    return call<Person>(roster("ChangePerson"), change_of(category, day));
  }
  CorrectPersonRequest correction_to(Category category, const std::string& first = "", const std::string& last = "") {
    CorrectPersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_category(category);
    request.mutable_update_mask()->add_paths("category");
    if (!first.empty()) request.set_first_day(first);
    if (!last.empty()) request.set_last_day(last);
    request.set_reason("Entered wrongly");
    return request;
  }
  Person correct(Category category, const std::string& first = "", const std::string& last = "") {
    return call<Person>(roster("CorrectPerson"), correction_to(category, first, last));
  }
  Affiliation belong(const std::string& unit, const std::string& from, const std::string& to = "") {
    CreateAffiliationRequest request;
    request.mutable_affiliation()->set_person(kari_);
    request.mutable_affiliation()->set_unit(unit);
    request.mutable_affiliation()->set_valid_from(from);
    if (!to.empty()) request.mutable_affiliation()->set_valid_to(to);
    return call<Affiliation>(roster("CreateAffiliation"), request);
  }
  void leave(PersonStatus status, const std::string& last_day) {
    UpdatePersonRequest request;
    request.mutable_person()->set_name(kari_);
    request.mutable_person()->set_status(status);
    request.mutable_update_mask()->add_paths("status");
    request.set_last_day(last_day);
    call<Person>(roster("UpdatePerson"), request);
  }
  // "2020-01-01|2020-12-31|CATEGORY_POLICE|NOR", the earliest first.
  Rows history() {
    return rows("SELECT valid_from, valid_to, category, nationality FROM affiliation ORDER BY valid_from", 4);
  }
  // Who must meet the requirement on a day, by category: as known at `sequence`, or now.
  std::map<std::string, int> counted(const std::string& day, long long sequence = 0) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("T1");
    request.set_requirement("R1");
    request.set_as_of(day);
    request.add_group_by(statistics::v1::DIMENSION_CATEGORY);
    if (sequence > 0) request.set_known_sequence(sequence);
    const auto answer =
        call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", request);
    sequence_ = answer.sequence();
    std::map<std::string, int> result;
    for (const auto& cell : answer.cells()) {
      if (cell.total() > 0) result[cell.group(0)] = static_cast<int>(cell.total());
    }
    return result;
  }

  std::string kari_;
  long long sequence_ = 0;  // of the last figure
};
INSTANTIATE_TEST_SUITE_P(Backends, PersonChangesTest, backends(), backend_name);

using Figures = std::map<std::string, int>;

TEST_P(PersonChangesTest, AChangeHoldsFromItsDayOnAndLeavesThePast) {
  const auto before = person(kari_);
  const auto after = change(CATEGORY_CIVILIAN, "2022-01-01");
  EXPECT_EQ(after.category(), CATEGORY_CIVILIAN);
  EXPECT_EQ(after.nationality(), "NOR");
  EXPECT_EQ(after.unit(), army_);
  EXPECT_NE(after.etag(), before.etag());
  EXPECT_THAT(history(),
              ElementsAre("2020-01-01|2021-12-31|CATEGORY_MILITARY|NOR", "2022-01-01|-|CATEGORY_CIVILIAN|NOR"));
  EXPECT_EQ(counted("2021-12-31"), (Figures{{"CATEGORY_MILITARY", 1}}));
  EXPECT_EQ(counted("2022-01-01"), (Figures{{"CATEGORY_CIVILIAN", 1}}));
  // In between, and with both fields at once.
  auto both = change_of(CATEGORY_POLICE, "2021-01-01");
  both.mutable_person()->set_nationality("SWE");
  both.mutable_update_mask()->add_paths("nationality");
  const auto now = call<Person>(roster("ChangePerson"), both);
  EXPECT_EQ(now.category(), CATEGORY_CIVILIAN) << "until the next change";
  EXPECT_EQ(now.nationality(), "SWE") << "which was not one of nationality";
  EXPECT_THAT(history(),
              ElementsAre("2020-01-01|2020-12-31|CATEGORY_MILITARY|NOR", "2021-01-01|2021-12-31|CATEGORY_POLICE|SWE",
                          "2022-01-01|-|CATEGORY_CIVILIAN|SWE"));
}

TEST_P(PersonChangesTest, AChangeReachesWhatWasEnteredForLater) {
  belong(army_, "2021-01-01", "2021-12-31");
  belong(navy_, "2023-01-01");
  change(CATEGORY_POLICE, "2021-07-01");
  EXPECT_THAT(history(),
              ElementsAre("2020-01-01|2020-12-31|CATEGORY_MILITARY|NOR", "2021-01-01|2021-06-30|CATEGORY_MILITARY|NOR",
                          "2021-07-01|2021-12-31|CATEGORY_POLICE|NOR", "2023-01-01|-|CATEGORY_POLICE|NOR"));
  EXPECT_EQ(person(kari_).category(), CATEGORY_POLICE);
  EXPECT_EQ(counted("2024-01-01"), (Figures{{"CATEGORY_POLICE", 1}}));
}

// On the day of a transfer nothing is split.
TEST_P(PersonChangesTest, AChangeOnTheFirstDayOfALaterAffiliationIsItsOwn) {
  belong(navy_, "2021-01-01");
  change(CATEGORY_POLICE, "2021-01-01");
  EXPECT_THAT(history(),
              ElementsAre("2020-01-01|2020-12-31|CATEGORY_MILITARY|NOR", "2021-01-01|-|CATEGORY_POLICE|NOR"));
  EXPECT_EQ(refused(roster("ChangePerson"), change_of(CATEGORY_CIVILIAN, "2021-01-01"), system()).reason(),
            "CHANGED_THAT_DAY");
}

TEST_P(PersonChangesTest, ANewAffiliationTakesWhatHoldsOnItsDay) {
  change(CATEGORY_POLICE, "2022-01-01");
  belong(army_, "2010-01-01", "2010-12-31");
  belong(navy_, "2024-01-01");
  EXPECT_THAT(history(),
              ElementsAre("2010-01-01|2010-12-31|CATEGORY_MILITARY|NOR", "2020-01-01|2021-12-31|CATEGORY_MILITARY|NOR",
                          "2022-01-01|2023-12-31|CATEGORY_POLICE|NOR", "2024-01-01|-|CATEGORY_POLICE|NOR"));
}

TEST_P(PersonChangesTest, WhatCannotBeAChangeIsRefusedAndLeavesNothing) {
  change(CATEGORY_POLICE, "2022-01-01");
  belong(army_, "2010-01-01", "2010-12-31");
  const auto before = history();
  const auto facts = rows("SELECT COUNT(*) FROM membership_fact", 1);
  struct Wrong {
    std::string field, reason;
    ChangePersonRequest request;
  };
  const auto with = [&](const std::function<void(ChangePersonRequest&)>& make) {
    auto request = change_of(CATEGORY_CIVILIAN, "2023-01-01");
    make(request);
    return request;
  };
  const std::vector<Wrong> all = {
      {"valid_from", "TOO_EARLY", change_of(CATEGORY_CIVILIAN, "2009-12-31")},
      {"valid_from", "NOT_AFFILIATED", change_of(CATEGORY_CIVILIAN, "2015-01-01")},
      {"valid_from", "IN_FUTURE", change_of(CATEGORY_CIVILIAN, future_day())},
      {"valid_from", "REQUIRED", with([](auto& one) { one.clear_valid_from(); })},
      {"person.category", "REQUIRED", change_of(platform::v1::CATEGORY_UNSPECIFIED, "2023-01-01")},
      {"", "CHANGED_THAT_DAY", change_of(CATEGORY_CIVILIAN, "2010-01-01")},
      {"", "CHANGED_THAT_DAY", change_of(CATEGORY_CIVILIAN, "2022-01-01")},
      {"", "NO_CHANGE", change_of(CATEGORY_POLICE, "2023-01-01")},
      {"person.etag", "STALE_ETAG", with([](auto& one) { one.mutable_person()->set_etag("77"); })},
      {"update_mask", "VALUE_REFUSED", with([](auto& one) { one.mutable_update_mask()->add_paths("preferred_name"); })},
      {"update_mask", "UNKNOWN_FIELD", with([](auto& one) { one.mutable_update_mask()->add_paths("shoe_size"); })},
      {"update_mask", "IMMUTABLE", with([](auto& one) { one.mutable_update_mask()->add_paths("unit"); })},
      {"update_mask", "REQUIRED", with([](auto& one) { one.mutable_update_mask()->clear_paths(); })},
  };
  for (const auto& [field, reason, request] : all) {
    SCOPED_TRACE(reason + " " + request.ShortDebugString());
    const auto error = refused(roster("ChangePerson"), request, system());
    EXPECT_EQ(error.reason(), reason);
    EXPECT_EQ(error.violations().empty() ? "" : error.violations().front().field, field) << error.message();
  }
  EXPECT_EQ(refused(roster("ChangePerson"), change_of(CATEGORY_CIVILIAN, "2009-12-31"), system())
                .violations()
                .front()
                .metadata,
            (status::Metadata{{"earliest", "2010-01-01"}}));
  EXPECT_EQ(refused(roster("ChangePerson"), change_of(CATEGORY_CIVILIAN, "2022-01-01"), system()).metadata(),
            (status::Metadata{{"date", "2022-01-01"}, {"verb", "CorrectPerson"}}));
  EXPECT_EQ(history(), before);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM membership_fact", 1), facts);
}

// What has happened is recorded also of somebody who has died or left.
TEST_P(PersonChangesTest, WhoIsNotActiveChangesUntilTheLastDay) {
  leave(PERSON_STATUS_DECEASED, "2023-06-30");
  const auto late = refused(roster("ChangePerson"), change_of(CATEGORY_POLICE, "2023-07-01"), system());
  EXPECT_EQ(late.reason(), "NOT_AFFILIATED");
  EXPECT_EQ(late.violations().front().metadata, (status::Metadata{{"last", "2023-06-30"}}));
  EXPECT_EQ(change(CATEGORY_POLICE, "2023-06-30").category(), CATEGORY_POLICE);
  EXPECT_EQ(correct(CATEGORY_CIVILIAN).category(), CATEGORY_CIVILIAN);
  EXPECT_THAT(history(), ElementsAre("2020-01-01|2023-06-29|CATEGORY_MILITARY|NOR",
                                     "2023-06-30|2023-06-30|CATEGORY_CIVILIAN|NOR"));
  EXPECT_EQ(counted("2023-07-01"), Figures{});
}

TEST_P(PersonChangesTest, ACorrectionRestatesItsDaysAndKnownThenStays) {
  ASSERT_EQ(counted("2021-06-30"), (Figures{{"CATEGORY_MILITARY", 1}}));
  const long long known = sequence_;
  EXPECT_EQ(correct(CATEGORY_POLICE, "2021-01-01", "2021-12-31").category(), CATEGORY_MILITARY);
  EXPECT_THAT(history(),
              ElementsAre("2020-01-01|2020-12-31|CATEGORY_MILITARY|NOR", "2021-01-01|2021-12-31|CATEGORY_POLICE|NOR",
                          "2022-01-01|-|CATEGORY_MILITARY|NOR"));
  EXPECT_THAT(rows("SELECT reason FROM affiliation ORDER BY valid_from", 1), ElementsAre("", "Entered wrongly", ""));
  EXPECT_EQ(counted("2021-06-30"), (Figures{{"CATEGORY_POLICE", 1}}));
  EXPECT_EQ(counted("2022-01-01"), (Figures{{"CATEGORY_MILITARY", 1}}));
  EXPECT_EQ(counted("2021-06-30", known), (Figures{{"CATEGORY_MILITARY", 1}})) << "as known then";
}

TEST_P(PersonChangesTest, ACorrectionWithoutDaysIsOfThePresentPeriod) {
  change(CATEGORY_POLICE, "2021-01-01");
  change(CATEGORY_MILITARY, "2022-01-01");
  belong(navy_, "2023-01-01");
  EXPECT_EQ(correct(CATEGORY_CIVILIAN).category(), CATEGORY_CIVILIAN);
  EXPECT_THAT(history(),
              ElementsAre("2020-01-01|2020-12-31|CATEGORY_MILITARY|NOR", "2021-01-01|2021-12-31|CATEGORY_POLICE|NOR",
                          "2022-01-01|2022-12-31|CATEGORY_CIVILIAN|NOR", "2023-01-01|-|CATEGORY_CIVILIAN|NOR"));
  correct(platform::v1::CATEGORY_JUSTICE, "", "2021-06-30");
  EXPECT_THAT(rows("SELECT DISTINCT category FROM affiliation WHERE valid_to <= '2021-06-30'", 1),
              ElementsAre("CATEGORY_JUSTICE"))
      << "without a first day: from the beginning";
}

TEST_P(PersonChangesTest, WrongCorrectionsAreRefused) {
  const auto before = history();
  const auto reason_of = [&](const CorrectPersonRequest& request) {
    return refused(roster("CorrectPerson"), request, system()).reason();
  };
  auto silent = correction_to(CATEGORY_POLICE);
  silent.clear_reason();
  EXPECT_EQ(reason_of(silent), "REQUIRED");
  EXPECT_EQ(reason_of(correction_to(CATEGORY_MILITARY)), "NO_CHANGE");
  EXPECT_EQ(reason_of(correction_to(CATEGORY_POLICE, "2000-01-01", "2019-12-31")), "NOT_AFFILIATED");
  EXPECT_EQ(reason_of(correction_to(CATEGORY_POLICE, "", "2019-12-31")), "NOT_AFFILIATED");
  EXPECT_EQ(reason_of(correction_to(CATEGORY_POLICE, "2022-01-01", "2021-01-01")), "TOO_EARLY");
  EXPECT_EQ(reason_of(correction_to(CATEGORY_POLICE, future_day())), "IN_FUTURE");
  EXPECT_EQ(reason_of(correction_to(CATEGORY_POLICE, "", future_day())), "IN_FUTURE");
  auto stale = correction_to(CATEGORY_POLICE);
  stale.mutable_person()->set_etag("77");
  EXPECT_EQ(reason_of(stale), "STALE_ETAG");
  auto fixed = correction_to(CATEGORY_POLICE);
  fixed.mutable_update_mask()->add_paths("given_name");
  EXPECT_EQ(reason_of(fixed), "VALUE_REFUSED");
  EXPECT_EQ(history(), before);
}

TEST_P(PersonChangesTest, ATrialAnswersAndChangesNothing) {
  const auto before = history();
  auto trial = change_of(CATEGORY_POLICE, "2022-01-01");
  trial.set_validate_only(true);
  EXPECT_EQ(call<Person>(roster("ChangePerson"), trial).category(), CATEGORY_POLICE);
  auto correction = correction_to(CATEGORY_POLICE);
  correction.set_validate_only(true);
  EXPECT_EQ(call<Person>(roster("CorrectPerson"), correction).category(), CATEGORY_POLICE);
  EXPECT_EQ(history(), before);
  EXPECT_EQ(person(kari_).category(), CATEGORY_MILITARY);
}

TEST_P(PersonChangesTest, WhatIsOutOfTheUnitsIsNotThere) {
  const auto navy = caller_of(platform::v1::ROLE_HR_UNIT, navy_);
  EXPECT_EQ(refused(roster("ChangePerson"), change_of(CATEGORY_POLICE, "2022-01-01"), navy).code(), Code::not_found);
  EXPECT_EQ(refused(roster("CorrectPerson"), correction_to(CATEGORY_POLICE), navy).code(), Code::not_found);
  EXPECT_EQ(call<Person>(roster("ChangePerson"), change_of(CATEGORY_POLICE, "2022-01-01"), hr()).category(),
            CATEGORY_POLICE);
}

// A nationality can be unknown again.
TEST_P(PersonChangesTest, ANationalityCanBeTakenOut) {
  CorrectPersonRequest request;
  request.mutable_person()->set_name(kari_);
  request.mutable_update_mask()->add_paths("nationality");
  request.set_reason("Not known");
  EXPECT_FALSE(call<Person>(roster("CorrectPerson"), request).has_nationality());
  EXPECT_THAT(history(), ElementsAre("2020-01-01|-|CATEGORY_MILITARY|-"));
  EXPECT_THAT(rows("SELECT country FROM membership_fact ORDER BY id", 1), ElementsAre("NOR", ""));
}

}  // namespace
}  // namespace muster::support
