// SPDX-License-Identifier: EUPL-1.2
#include "rules/civil_date.h"

#include <gtest/gtest.h>

namespace muster::rules {
namespace {

TEST(CivilDateTest, ParsesExactlyTheDatesThatExist) {
  EXPECT_EQ(parse_date("1970-01-01"), 0);
  EXPECT_EQ(parse_date("1970-01-02"), 1);
  EXPECT_EQ(parse_date("2024-02-29"), 19782);
  for (const char* wrong : {"2026-02-30", "2023-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "",
                            "2026-01-01 ", " 2026-01-01", "2026/01/01", "01.01.2026", "1899-12-31", "2201-01-01",
                            "2026-01-0x", "+026-01-01", "2026-01-1\n"}) {
    EXPECT_FALSE(parse_date(wrong)) << wrong;
  }
}

TEST(CivilDateTest, EveryDayFormatsToWhatItWasParsedFrom) {
  const Day first = *parse_date("1900-01-01");
  const Day last = *parse_date("2200-12-31");
  for (Day day = first; day <= last; ++day) ASSERT_EQ(parse_date(format_date(day)), day);
}

// 31 January plus one month is no day in March.
TEST(CivilDateTest, MonthsEndWhereTheMonthEnds) {
  auto moved = [](const char* from, int months) { return format_date(add_months(*parse_date(from), months)); };
  EXPECT_EQ(moved("2026-01-31", 1), "2026-02-28");
  EXPECT_EQ(moved("2024-01-31", 1), "2024-02-29");
  EXPECT_EQ(moved("2024-02-29", 12), "2025-02-28");
  EXPECT_EQ(moved("2026-03-31", -1), "2026-02-28");
  EXPECT_EQ(moved("2026-12-15", 1), "2027-01-15");
  EXPECT_EQ(moved("2026-05-31", 36), "2029-05-31");
}

TEST(CivilDateTest, KnowsAMonthsFirstAndLastDay) {
  EXPECT_EQ(parse_month("2026-02"), parse_date("2026-02-01"));
  EXPECT_FALSE(parse_month("2026-13"));
  EXPECT_FALSE(parse_month("2026-02-01"));
  const Day day = *parse_date("2024-02-11");
  EXPECT_EQ(format_date(month_start(day)), "2024-02-01");
  EXPECT_EQ(format_date(month_end(day)), "2024-02-29");
}

TEST(CivilDateTest, SomewhereOnEarthADayBeginsEarlierAndEndsLater) {
  using namespace std::chrono_literals;
  const auto noon = std::chrono::sys_days(std::chrono::year(2027) / 6 / 15) + 12h;
  EXPECT_EQ(format_date(latest_day(noon - 2h - 1s)), "2027-06-15");
  EXPECT_EQ(format_date(latest_day(noon - 2h)), "2027-06-16");
  EXPECT_EQ(format_date(earliest_day(noon - 1s)), "2027-06-14");
  EXPECT_EQ(format_date(earliest_day(noon)), "2027-06-15");
}

}  // namespace
}  // namespace muster::rules
