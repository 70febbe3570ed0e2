// SPDX-License-Identifier: EUPL-1.2
#include "rules/time_zone.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "rules/iso_codes.h"

namespace muster::rules {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

TEST(TimeZone, KnowsZonesOfTheDatabaseOnly) {
  for (const char* name : {"Europe/Oslo", "America/New_York", "UTC", "Etc/GMT+5", "Asia/Kathmandu"}) {
    EXPECT_TRUE(is_time_zone(name)) << name;
  }
  for (const char* name : {"", "Europe/oslo", "Europe/Atlantis", "GMT+3", "GMT+03:00", "+01:00", "Etc/Unknown",
                           "Europe/Oslo ", "../etc/passwd"}) {
    EXPECT_FALSE(is_time_zone(name)) << name;
  }
}

TEST(TimeZone, ReadsTimesExactly) {
  EXPECT_EQ(parse_time("00:00"), 0);
  EXPECT_EQ(parse_time("23:59"), 23 * 60 + 59);
  for (const char* text : {"", "24:00", "12:60", "1:30", "01.30", "0130", "01:3a", "-1:30", "01:30 "}) {
    EXPECT_FALSE(parse_time(text)) << text;
  }
}

TEST(TimeZone, LocalTimeFollowsSummerTime) {
  const Day winter = *parse_date("2027-01-15");
  const Day summer = *parse_date("2027-07-15");
  EXPECT_EQ(local_time(winter, 17 * 60 + 30, "Europe/Oslo"), sys_days(2027y / 1 / 15) + 16h + 30min);
  EXPECT_EQ(local_time(summer, 17 * 60 + 30, "Europe/Oslo"), sys_days(2027y / 7 / 15) + 15h + 30min);
  EXPECT_EQ(local_time(winter, 23 * 60 + 59, "America/New_York"), sys_days(2027y / 1 / 16) + 4h + 59min);
  EXPECT_EQ(local_time(winter, 0, "Asia/Kathmandu"), sys_days(2027y / 1 / 14) + 18h + 15min);
}

TEST(TimeZone, LocalTimeInTheSkippedAndInTheRepeatedHour) {
  // 28 March 2027: 02:00 becomes 03:00. 31 October 2027: 03:00 becomes 02:00.
  EXPECT_EQ(local_time(*parse_date("2027-03-28"), 150, "Europe/Oslo"), sys_days(2027y / 3 / 28) + 1h + 30min);
  EXPECT_EQ(local_time(*parse_date("2027-10-31"), 150, "Europe/Oslo"), sys_days(2027y / 10 / 31) + 1h + 30min);
}

TEST(TimeZone, TheLaterOfTwoHoursIsADeadline) {
  // 7 November 2027: 02:00 becomes 01:00. 4 April 2027 in Sydney: 03:00 becomes 02:00.
  EXPECT_EQ(local_time(*parse_date("2027-11-07"), 60, "America/New_York"), sys_days(2027y / 11 / 7) + 6h);
  EXPECT_EQ(local_time(*parse_date("2027-04-04"), 179, "Australia/Sydney"), sys_days(2027y / 4 / 3) + 16h + 59min);
}

TEST(TimeZone, EachChangeOfTheClockHasOneMoment) {
  struct Clock {
    const char *zone, *day, *shown;
    std::chrono::sys_seconds moment;
  };
  for (const auto& [zone, day, shown, moment] : std::initializer_list<Clock>{
           // Twice: the later one, and each minute around it in order.
           {"Europe/Oslo", "2026-10-25", "01:59", sys_days(2026y / 10 / 24) + 23h + 59min},
           {"Europe/Oslo", "2026-10-25", "02:00", sys_days(2026y / 10 / 25) + 1h},
           {"Europe/Oslo", "2026-10-25", "02:30", sys_days(2026y / 10 / 25) + 1h + 30min},
           {"Europe/Oslo", "2026-10-25", "02:59", sys_days(2026y / 10 / 25) + 1h + 59min},
           {"Europe/Oslo", "2026-10-25", "03:00", sys_days(2026y / 10 / 25) + 2h},
           {"Australia/Sydney", "2026-04-05", "02:30", sys_days(2026y / 4 / 4) + 16h + 30min},
           // Lord Howe Island goes back by half an hour.
           {"Australia/Lord_Howe", "2026-04-05", "01:45", sys_days(2026y / 4 / 4) + 15h + 15min},
           // Never: as far behind the hour before as the clock says.
           {"Europe/Oslo", "2026-03-29", "02:30", sys_days(2026y / 3 / 29) + 1h + 30min},
           {"Australia/Sydney", "2026-10-04", "02:30", sys_days(2026y / 10 / 3) + 16h + 30min},
           {"America/New_York", "2026-03-08", "02:15", sys_days(2026y / 3 / 8) + 7h + 15min},
           // A day that Samoa left out.
           {"Pacific/Apia", "2011-12-31", "00:00", sys_days(2011y / 12 / 30) + 10h}}) {
    EXPECT_EQ(local_time(*parse_date(day), *parse_time(shown), zone), moment) << zone << ' ' << day << ' ' << shown;
  }
}

TEST(TimeZone, ADayIsThatOfTheZone) {
  const auto late = sys_days(2027y / 6 / 15) + 22h + 30min;
  for (const auto& [zone, day] :
       std::initializer_list<std::pair<const char*, const char*>>{{"UTC", "2027-06-15"},
                                                                  {"Europe/Oslo", "2027-06-16"},
                                                                  {"Australia/Sydney", "2027-06-16"},
                                                                  {"America/New_York", "2027-06-15"},
                                                                  {"Pacific/Kiritimati", "2027-06-16"}}) {
    EXPECT_EQ(format_date(local_day(late, zone)), day) << zone;
  }
  // Summer time ends and begins: midnight is another hour by UTC before and after.
  EXPECT_EQ(local_day(sys_days(2027y / 3 / 27) + 23h, "Europe/Oslo"), *parse_date("2027-03-28"));
  EXPECT_EQ(local_day(sys_days(2027y / 3 / 28) + 21h + 59min, "Europe/Oslo"), *parse_date("2027-03-28"));
  EXPECT_EQ(local_day(sys_days(2027y / 3 / 28) + 22h, "Europe/Oslo"), *parse_date("2027-03-29"));
  EXPECT_EQ(local_day(sys_days(1969y / 12 / 31) + 23h + 30min, "UTC"), -1);
  EXPECT_THROW(local_day(late, "Europe/Atlantis"), std::invalid_argument);
}

TEST(TimeZone, ACountryHasThatOfItsCapital) {
  for (const auto& [country, zone] :
       std::initializer_list<std::pair<const char*, const char*>>{{"NOR", "Europe/Oslo"},
                                                                  {"SWE", "Europe/Stockholm"},
                                                                  {"AUS", "Australia/Sydney"},
                                                                  {"USA", "America/New_York"},
                                                                  {"KEN", "Africa/Nairobi"},
                                                                  {"XKX", "Europe/Belgrade"},
                                                                  {"BVT", ""},
                                                                  {"", ""},
                                                                  {"XXX", ""}}) {
    EXPECT_EQ(zone_of_country(country), zone) << country;
  }
  // Islands without people, people without a country, and an order without a land.
  const std::set<std::string> without = {"BVT", "HMD", "XXA", "XXB", "XXC", "XOM"};
  for (const IsoCode& country : countries()) {
    const std::string zone = zone_of_country(country.code);
    EXPECT_TRUE(zone.empty() || is_time_zone(zone)) << country.code << ' ' << zone;
    EXPECT_EQ(zone.empty(), without.contains(std::string(country.code))) << country.code;
  }
}

TEST(TimeZone, LocalTimeRefusesAnUnknownZone) {
  EXPECT_THROW(local_time(0, 0, "Europe/Atlantis"), std::invalid_argument);
}

}  // namespace
}  // namespace muster::rules
