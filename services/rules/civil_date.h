// SPDX-License-Identifier: EUPL-1.2
// Civil dates: days without a zone, counted from 1970-01-01. Includes nothing of ours, so that
// every layer may use it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::rules {

// Days since 1970-01-01.
using Day = std::int32_t;

// The day that "2026-02-28" names; nothing unless it is exactly YYYY-MM-DD, exists, and lies
// from 1900 to 2200.
std::optional<Day> parse_date(std::string_view text);

// "2026-02-28".
std::string format_date(Day day);
// So many days after a date that exists, before it where `days` is negative.
std::string days_after(std::string_view date, int days);

// The first day of the month "2026-02"; nothing unless it is exactly YYYY-MM.
std::optional<Day> parse_month(std::string_view text);

// The last day of the month that `day` lies in.
Day month_end(Day day);
// The first day of the month that `day` lies in.
Day month_start(Day day);

// The same day `months` later; the month's last day where there is no such day (31 January
// plus one month is 28 or 29 February).
Day add_months(Day day, int months);

// The last of so many months that begin with `first`: the day before the same day of the month, or the last day of a
// month that lacks it (36 months from 29 February 2024: 28 February 2027). As periods are counted in law: EU regulation
// 1182/71, article 3.
Day last_of_months(Day first, int months);

// The civil day in UTC at `time`.
Day utc_day(std::chrono::system_clock::time_point time);
// The latest day that has begun somewhere on earth at `time`: where clocks are furthest ahead, at UTC+14.
Day latest_day(std::chrono::system_clock::time_point time);
// The earliest day that has not ended everywhere on earth at `time`: where clocks are furthest behind, at UTC-12.
Day earliest_day(std::chrono::system_clock::time_point time);

// Microseconds since 1970 UTC, as columns hold times.
inline long long to_micros(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}
inline long long now_micros() { return to_micros(std::chrono::system_clock::now()); }

}  // namespace muster::rules
