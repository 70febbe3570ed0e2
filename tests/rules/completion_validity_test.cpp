// SPDX-License-Identifier: EUPL-1.2
#include "rules/completion_validity.h"

#include <gtest/gtest.h>

#include <vector>

namespace muster::rules {
namespace {

Day date(const char* text) { return *parse_date(text); }

std::string end(const char* completed, int months, const char* old_end = nullptr, int window = 0) {
  std::optional<Day> old;
  if (old_end != nullptr) old = date(old_end);
  return format_date(*completion_end(date(completed), {months, window}, old));
}

TEST(CompletionValidityTest, EndsTheDayBeforeByCivilMonths) {
  EXPECT_EQ(end("2026-01-01", 12), "2026-12-31");
  EXPECT_EQ(end("2026-01-31", 1), "2026-02-27");
  EXPECT_EQ(end("2028-02-29", 12), "2029-02-27");
  EXPECT_EQ(end("2028-02-29", 48), "2032-02-28");
  EXPECT_FALSE(completion_end(date("2026-01-01"), {std::nullopt, 0}, std::nullopt));
}

TEST(CompletionValidityTest, IsNeverOverOnTheDayOfIssue) {
  for (Day day = date("2027-12-01"); day <= date("2029-01-31"); ++day) {
    const Day last = *completion_end(day, {1, 0}, std::nullopt);
    EXPECT_GE(last - day, 27) << format_date(day);
    EXPECT_LE(last - day, 30) << format_date(day);
  }
}

TEST(CompletionValidityTest, RenewsFromTheOldEndWithinTheWindowOnly) {
  EXPECT_EQ(end("2026-05-31", 12, "2026-06-30", 30), "2027-06-30");
  EXPECT_EQ(end("2026-05-30", 12, "2026-06-30", 30), "2027-05-29");
  EXPECT_EQ(end("2026-06-30", 12, "2026-06-30", 30), "2027-06-30");
  EXPECT_EQ(end("2026-07-01", 12, "2026-06-30", 30), "2027-06-30");
  EXPECT_EQ(end("2026-07-02", 12, "2026-06-30", 30), "2027-07-01");
  EXPECT_EQ(end("2026-06-30", 12, "2026-06-30", 0), "2027-06-30");
  EXPECT_EQ(end("2026-06-29", 12, "2026-06-30", 0), "2027-06-28");
}

TEST(CompletionValidityTest, RenewingInTheWindowNeverCostsDays) {
  const Day old_end = date("2028-02-29");
  for (Day day = old_end - 60; day <= old_end; ++day) {
    EXPECT_GE(*completion_end(day, {12, 60}, old_end), *completion_end(day, {12, 0}, std::nullopt));
  }
}

TEST(CompletionValidityTest, RenewsTheLongestThatWasValidOnTheDay) {
  const std::vector<EarlierCompletion> of_the_course{{10, 20}, {12, 30}, {14, 25}};
  EXPECT_EQ(renewed_end(of_the_course, 20), 30);
  EXPECT_EQ(renewed_end(of_the_course, 30), 30) << "its last day counts";
  EXPECT_EQ(renewed_end(of_the_course, 31), std::nullopt) << "all are over";
  EXPECT_EQ(renewed_end(of_the_course, 12), 20) << "the others are not earlier";
  EXPECT_EQ(renewed_end(of_the_course, 10), std::nullopt);
  const std::vector<EarlierCompletion> for_good{{10, 20}, {11, std::nullopt}};
  EXPECT_EQ(renewed_end(for_good, 15), std::nullopt) << "what is good for good has no end to renew";
  EXPECT_EQ(renewed_end(for_good, 11), 20);
}

TEST(CompletionValidityTest, TheBestIsOfThoseBegunTheOneThatLastsLongest) {
  const std::vector<Validity> held = {{10, 20}, {12, 30}, {25, open_validity}, {5, 5}};
  EXPECT_EQ(best_completion(held, 9), std::nullopt) << "the fourth is void";
  EXPECT_EQ(best_completion(held, 10), 0u);
  EXPECT_EQ(best_completion(held, 12), 1u);
  EXPECT_EQ(best_completion(held, 24), 1u);
  EXPECT_EQ(best_completion(held, 25), 2u);
  EXPECT_EQ(best_completion({}, 25), std::nullopt);
}

}  // namespace
}  // namespace muster::rules
