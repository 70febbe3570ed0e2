// SPDX-License-Identifier: EUPL-1.2
#include "rules/completion_validity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace muster::rules {
namespace {

Day date(const char* text) { return *parse_date(text); }

struct One {
  const char* day;
  std::optional<int> months;
  int window = 0;
};

// The ends of the completions of one person and course: "2026-12-31 -".
std::string ends(const std::vector<One>& completions) {
  std::vector<Completed> all;
  for (const One& one : completions) all.push_back({date(one.day), {one.months, one.window}});
  std::string text;
  for (const auto& end : completion_ends(all)) {
    text += (text.empty() ? "" : " ") + (end ? format_date(*end) : std::string("-"));
  }
  return text;
}

TEST(CompletionValidityTest, EndsTheDayBeforeOrOnTheLastDayOfAMonthThatLacksIt) {
  EXPECT_EQ(ends({{"2026-01-01", 12}}), "2026-12-31");
  EXPECT_EQ(ends({{"2024-03-15", 12}}), "2025-03-14");
  EXPECT_EQ(ends({{"2026-01-31", 1}}), "2026-02-28");
  EXPECT_EQ(ends({{"2024-02-29", 36}}), "2027-02-28");
  EXPECT_EQ(ends({{"2028-02-29", 48}}), "2032-02-28");
  EXPECT_EQ(ends({{"2025-08-31", 6}}), "2026-02-28");
  EXPECT_EQ(ends({{"2026-01-01", std::nullopt}}), "-");
}

TEST(CompletionValidityTest, LastsAtLeastAsLongAsTheShortestMonth) {
  for (Day day = date("2027-12-01"); day <= date("2029-01-31"); ++day) {
    const Day last = last_of_months(day, 1);
    EXPECT_GE(last - day, 27) << format_date(day);
    EXPECT_LE(last - day, 30) << format_date(day);
    EXPECT_GE(last_of_months(day + 1, 1), last) << "a later day never ends earlier: " << format_date(day);
  }
}

TEST(CompletionValidityTest, RenewsFromTheOldEndWithinTheWindowOnly) {
  const auto renewed = [](const char* day, int window) {
    return ends({{"2025-07-01", 12}, {day, 12, window}}).substr(11);
  };
  EXPECT_EQ(renewed("2026-05-31", 30), "2027-06-30");
  EXPECT_EQ(renewed("2026-05-30", 30), "2027-05-29");
  EXPECT_EQ(renewed("2026-06-30", 30), "2027-06-30");
  EXPECT_EQ(renewed("2026-07-01", 30), "2027-06-30");
  EXPECT_EQ(renewed("2026-07-02", 30), "2027-07-01");
  EXPECT_EQ(renewed("2026-06-30", 0), "2027-06-30");
  EXPECT_EQ(renewed("2026-06-29", 0), "2027-06-28");
}

TEST(CompletionValidityTest, RenewingInTheWindowNeverCostsDays) {
  for (Day day = date("2027-12-31"); day <= date("2028-02-29"); ++day) {
    const std::vector<Completed> early = {{date("2027-03-01"), {12, 0}}, {day, {12, 60}}};
    EXPECT_GE(*completion_ends(early)[1], last_of_months(day, 12)) << format_date(day);
  }
}

TEST(CompletionValidityTest, RenewsTheLongestThatWasValidOnTheDay) {
  EXPECT_EQ(ends({{"2025-01-01", 6}, {"2025-03-01", 12}, {"2025-05-01", 3}, {"2025-06-30", 12, 366}}),
            "2025-06-30 2026-02-28 2025-07-31 2027-02-28");
  EXPECT_EQ(ends({{"2025-03-01", 12, 366}, {"2025-03-01", 6, 366}}), "2026-02-28 2025-08-31")
      << "of the same day none renews another";
  EXPECT_EQ(ends({{"2025-01-01", 6}, {"2025-02-01", std::nullopt}, {"2025-06-01", 12, 366}}), "2025-06-30 - 2026-05-31")
      << "what is good for good has no end to renew";
}

TEST(CompletionValidityTest, TheOrderOfEntryIsAllTheSame) {
  std::mt19937 random(7);
  const auto number = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
  for (int round = 0; round < 300; ++round) {
    std::vector<Completed> all;
    for (int i = number(1, 6); i > 0; --i) {
      ValidityRule rule{number(1, 24), number(0, 120)};
      if (number(0, 6) == 0) rule.months.reset();
      all.push_back({date("2025-01-01") + number(0, 500), rule});
    }
    const auto in_order = completion_ends(all);
    std::vector<std::size_t> places(all.size());
    std::iota(places.begin(), places.end(), 0);
    std::shuffle(places.begin(), places.end(), random);
    std::vector<Completed> shuffled;
    for (const std::size_t place : places) shuffled.push_back(all[place]);
    const auto ends = completion_ends(shuffled);
    for (std::size_t i = 0; i < places.size(); ++i) EXPECT_EQ(ends[i], in_order[places[i]]) << "round " << round;
  }
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
