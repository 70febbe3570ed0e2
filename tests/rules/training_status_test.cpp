// SPDX-License-Identifier: EUPL-1.2
#include "rules/training_status.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace muster::rules {
namespace {

TEST(TrainingStatusTest, EachTimeNamesItsDay) {
  constexpr Day asked = 100;
  const Occasions both{.departure = 70, .nomination = 30};
  EXPECT_EQ(judged_day(RequirementTime::continuous, asked, both), 100);
  EXPECT_EQ(judged_day(RequirementTime::throughout_tour, asked, both), 100) << "each day of the tour anew";
  EXPECT_EQ(judged_day(RequirementTime::on_departure, asked, both), 70);
  EXPECT_EQ(judged_day(RequirementTime::on_nomination, asked, both), 30);
}

TEST(TrainingStatusTest, WithoutTheOccasionItIsTheDayItself) {
  EXPECT_EQ(judged_day(RequirementTime::on_departure, 100, {.departure = std::nullopt, .nomination = 30}), 100);
  EXPECT_EQ(judged_day(RequirementTime::on_nomination, 100, {.departure = 70, .nomination = std::nullopt}), 100);
  EXPECT_EQ(judged_day(RequirementTime::on_nomination, 100, {.departure = 70, .nomination = 120}), 100)
      << "what is still to come decides nothing";
}

TEST(TrainingStatusTest, TimesAreReadByTheirStoredNames) {
  EXPECT_EQ(requirement_time("REQUIREMENT_TIME_CONTINUOUS"), RequirementTime::continuous);
  EXPECT_EQ(requirement_time("REQUIREMENT_TIME_ON_NOMINATION"), RequirementTime::on_nomination);
  EXPECT_EQ(requirement_time("REQUIREMENT_TIME_ON_DEPARTURE"), RequirementTime::on_departure);
  EXPECT_EQ(requirement_time("REQUIREMENT_TIME_THROUGHOUT_TOUR"), RequirementTime::throughout_tour);
  EXPECT_THROW(requirement_time("REQUIREMENT_TIME_UNSPECIFIED"), std::logic_error);
}

}  // namespace
}  // namespace muster::rules
