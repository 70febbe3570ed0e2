// SPDX-License-Identifier: EUPL-1.2
#include "rules/plausibility.h"

#include <gtest/gtest.h>

namespace muster::rules {
namespace {

Day day(const char* date) { return *parse_date(date); }

TEST(PlausibilityTest, ABirthIsDoubtedAfterAHundredYears) {
  EXPECT_FALSE(doubt_of_birth(day("1927-06-15"), day("2027-06-15")));
  EXPECT_TRUE(doubt_of_birth(day("1927-06-14"), day("2027-06-15")));
  EXPECT_FALSE(doubt_of_birth(day("1928-02-29"), day("2028-02-29")));
}

TEST(PlausibilityTest, WhoJoinsIsFifteen) {
  EXPECT_TRUE(doubt_of_joining(day("2005-02-28"), day("1990-03-01")));
  EXPECT_FALSE(doubt_of_joining(day("2005-03-01"), day("1990-03-01")));
  EXPECT_TRUE(doubt_of_joining(day("1985-01-01"), day("1990-03-01"))) << "before birth";
  EXPECT_FALSE(doubt_of_joining(day("1985-01-01"), std::nullopt)) << "nothing is known";
}

TEST(PlausibilityTest, TenYearsAheadIsNear) {
  EXPECT_FALSE(doubt_of_far_day(day("2037-06-15"), day("2027-06-15")));
  EXPECT_TRUE(doubt_of_far_day(day("2037-06-16"), day("2027-06-15")));
}

TEST(PlausibilityTest, ABirthFitsWhatIsRecorded) {
  const Day birth = day("1990-03-01");
  EXPECT_FALSE(doubt_of_birth_beside(birth, day("2005-03-01"), birth));
  EXPECT_TRUE(doubt_of_birth_beside(birth, day("2005-02-28"), std::nullopt));
  EXPECT_TRUE(doubt_of_birth_beside(birth, std::nullopt, birth - 1));
  EXPECT_FALSE(doubt_of_birth_beside(birth, std::nullopt, std::nullopt)) << "nothing is recorded";
}

TEST(PlausibilityTest, WhoLeavesHasDoneAllThatIsRecorded) {
  const Day last = day("2026-12-31");
  EXPECT_FALSE(doubt_of_leaving(last, last));
  EXPECT_TRUE(doubt_of_leaving(last, last + 1));
  EXPECT_FALSE(doubt_of_leaving(last, std::nullopt));
}

TEST(PlausibilityTest, WhoDepartsIsFifteenAndHasNotLeft) {
  const Day birth = day("1990-03-01"), last = day("2026-12-31");
  EXPECT_FALSE(doubt_of_service(day("2005-03-01"), birth, last));
  EXPECT_TRUE(doubt_of_service(day("2005-02-28"), birth, last));
  EXPECT_FALSE(doubt_of_service(last, birth, last));
  EXPECT_TRUE(doubt_of_service(last + 1, birth, last));
  EXPECT_FALSE(doubt_of_service(last + 1, std::nullopt, std::nullopt));
  EXPECT_EQ(doubt_of_service(day("2005-02-28"), birth, last), doubt_of_service(last + 1, birth, last))
      << "which of the days it was is not told";
}

TEST(PlausibilityTest, ACompletionIsOfSomebodyWhoIsThere) {
  const Day birth = day("1990-03-01"), last = day("2026-12-31");
  EXPECT_FALSE(doubt_of_completion(birth, birth, last));
  EXPECT_FALSE(doubt_of_completion(last, birth, last));
  EXPECT_TRUE(doubt_of_completion(birth - 1, birth, last));
  EXPECT_TRUE(doubt_of_completion(last + 1, birth, last));
  EXPECT_FALSE(doubt_of_completion(last + 1, birth, std::nullopt));
  EXPECT_FALSE(doubt_of_completion(birth - 1, std::nullopt, std::nullopt));
  EXPECT_EQ(doubt_of_completion(birth - 1, birth, last), doubt_of_completion(last + 1, birth, last))
      << "which of the days it was is not told";
}

TEST(PlausibilityTest, ATourIsAtMostTwiceAsLongAsItsPostSays) {
  EXPECT_FALSE(doubt_of_length(day("2025-01-01"), day("2026-12-31"), 12));
  EXPECT_TRUE(doubt_of_length(day("2025-01-01"), day("2027-01-01"), 12));
}

TEST(PlausibilityTest, ADepartureIsWithinThirtyDaysOfItsPlan) {
  for (const int days : {-30, 0, 30}) EXPECT_FALSE(doubt_of_departure(day("2027-06-15") + days, day("2027-06-15")));
  for (const int days : {-31, 31}) EXPECT_TRUE(doubt_of_departure(day("2027-06-15") + days, day("2027-06-15")));
}

}  // namespace
}  // namespace muster::rules
