// SPDX-License-Identifier: EUPL-1.2
#include "rules/civil_date.h"

#include <algorithm>

namespace muster::rules {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

Day to_day(year_month_day date) { return static_cast<Day>(sys_days(date).time_since_epoch().count()); }

year_month_day to_date(Day days) { return sys_days(std::chrono::days(days)); }

}  // namespace

std::optional<Day> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto y = digits(text.substr(0, 4));
  auto m = digits(text.substr(5, 2));
  auto d = digits(text.substr(8, 2));
  if (!y || !m || !d || *y < 1900 || *y > 2200) return std::nullopt;
  year_month_day date{year(*y), month(static_cast<unsigned>(*m)), day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  return to_day(date);
}

std::string format_date(Day days) {
  const year_month_day date = to_date(days);
  std::string text = "0000-00-00";
  auto put = [&](std::size_t end, unsigned value) {
    for (; value > 0 && end > 0; value /= 10) text[--end] = static_cast<char>('0' + value % 10);
  };
  put(4, static_cast<unsigned>(static_cast<int>(date.year())));
  put(7, static_cast<unsigned>(date.month()));
  put(10, static_cast<unsigned>(date.day()));
  return text;
}

std::string days_after(std::string_view date, int days) { return format_date(parse_date(date).value() + days); }

std::optional<Day> parse_month(std::string_view text) {
  if (text.size() != 7) return std::nullopt;
  return parse_date(std::string(text) + "-01");
}

Day month_end(Day days) {
  year_month_day date = to_date(days);
  return to_day(year_month_day_last(date.year(), std::chrono::month_day_last(date.month())));
}

Day month_start(Day days) {
  year_month_day date = to_date(days);
  return to_day(year_month_day(date.year(), date.month(), day(1)));
}

Day add_months(Day days, int months) {
  year_month_day date = to_date(days);
  auto moved = std::chrono::year_month(date.year(), date.month()) + std::chrono::months(months);
  year_month_day_last last(moved.year(), std::chrono::month_day_last(moved.month()));
  return to_day(year_month_day(moved.year(), moved.month(), std::min(date.day(), last.day())));
}

Day last_of_months(Day first, int months) {
  const Day same_day = add_months(first, months);
  return to_date(same_day).day() == to_date(first).day() ? same_day - 1 : same_day;
}

Day utc_day(std::chrono::system_clock::time_point time) {
  return static_cast<Day>(std::chrono::floor<std::chrono::days>(time).time_since_epoch().count());
}

Day latest_day(std::chrono::system_clock::time_point time) { return utc_day(time + std::chrono::hours(14)); }

Day earliest_day(std::chrono::system_clock::time_point time) { return utc_day(time - std::chrono::hours(12)); }

}  // namespace muster::rules
