// SPDX-License-Identifier: EUPL-1.2
#include "rules/time_zone.h"

#include <unicode/calendar.h>
#include <unicode/gregocal.h>
#include <unicode/region.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

namespace muster::rules {
namespace {

icu::UnicodeString zone_id(std::string_view name) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int>(name.size())));
}

// Countries with zones beside that of their capital, and Kosovo, which the zones' database does not know.
constexpr std::pair<std::string_view, std::string_view> capitals[] = {
    {"ARG", "America/Argentina/Buenos_Aires"},
    {"AUS", "Australia/Sydney"},
    {"BRA", "America/Sao_Paulo"},
    {"CAN", "America/Toronto"},
    {"CHL", "America/Santiago"},
    {"CHN", "Asia/Shanghai"},
    {"COD", "Africa/Kinshasa"},
    {"CYP", "Asia/Nicosia"},
    {"DEU", "Europe/Berlin"},
    {"ECU", "America/Guayaquil"},
    {"ESP", "Europe/Madrid"},
    {"FSM", "Pacific/Pohnpei"},
    {"GRL", "America/Nuuk"},
    {"IDN", "Asia/Jakarta"},
    {"KAZ", "Asia/Almaty"},
    {"KIR", "Pacific/Tarawa"},
    {"MEX", "America/Mexico_City"},
    {"MHL", "Pacific/Majuro"},
    {"MNG", "Asia/Ulaanbaatar"},
    {"MYS", "Asia/Kuala_Lumpur"},
    {"NZL", "Pacific/Auckland"},
    {"PNG", "Pacific/Port_Moresby"},
    {"PRT", "Europe/Lisbon"},
    {"PSE", "Asia/Hebron"},
    {"PYF", "Pacific/Tahiti"},
    {"RUS", "Europe/Moscow"},
    {"UKR", "Europe/Kyiv"},
    {"USA", "America/New_York"},
    {"UZB", "Asia/Tashkent"},
    {"XKX", "Europe/Belgrade"},
};

int two_digits(std::string_view text) {
  if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return -1;
  return (text[0] - '0') * 10 + (text[1] - '0');
}

std::string look_up_zone(std::string_view country) {
  const auto* capital =
      std::find_if(std::begin(capitals), std::end(capitals), [&](const auto& one) { return one.first == country; });
  if (capital != std::end(capitals)) return std::string(capital->second);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Region* region = icu::Region::getInstance(std::string(country).c_str(), error);
  if (U_FAILURE(error)) return "";
  const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL_LOCATION, region->getRegionCode(), nullptr, error));
  if (U_FAILURE(error)) return "";
  const char* first = zones->next(nullptr, error);
  return U_FAILURE(error) || first == nullptr ? "" : first;
}

}  // namespace

bool is_time_zone(std::string_view name) {
  if (name.empty() || name.size() > 64) return false;
  const icu::UnicodeString id = zone_id(name);
  icu::UnicodeString canonical;
  UBool in_database = false;
  UErrorCode error = U_ZERO_ERROR;
  icu::TimeZone::getCanonicalID(id, canonical, in_database, error);
  return U_SUCCESS(error) && in_database && name != "Etc/Unknown";
}

std::optional<int> parse_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const int hour = two_digits(text.substr(0, 2));
  const int minute = two_digits(text.substr(3, 2));
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

std::chrono::system_clock::time_point local_time(Day day, int minutes, std::string_view zone) {
  if (!is_time_zone(zone)) throw std::invalid_argument(std::string(zone) + " is no time zone");
  const std::chrono::year_month_day date = std::chrono::sys_days(std::chrono::days(day));
  UErrorCode error = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(icu::TimeZone::createTimeZone(zone_id(zone)), error);
  if (U_FAILURE(error)) throw std::runtime_error("the calendar of ICU cannot be opened");
  calendar.setRepeatedWallTimeOption(UCAL_WALLTIME_LAST);
  calendar.setSkippedWallTimeOption(UCAL_WALLTIME_LAST);
  calendar.clear();
  // ICU counts months from 0.
  calendar.set(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())) - 1,
               static_cast<int>(static_cast<unsigned>(date.day())), minutes / 60, minutes % 60);
  const UDate milliseconds = calendar.getTime(error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU gave no time");
  return std::chrono::system_clock::time_point(std::chrono::milliseconds(static_cast<long long>(milliseconds)));
}

Day local_day(std::chrono::system_clock::time_point time, std::string_view zone) {
  // Nearly every request asks for the one zone of the roster, and to look it up takes longer than to ask it.
  thread_local std::string known;
  thread_local std::unique_ptr<icu::TimeZone> rules;
  if (rules == nullptr || known != zone) {
    if (!is_time_zone(zone)) throw std::invalid_argument(std::string(zone) + " is no time zone");
    rules.reset(icu::TimeZone::createTimeZone(zone_id(zone)));
    known = zone;
  }
  int32_t standard = 0;
  int32_t summer = 0;
  UErrorCode error = U_ZERO_ERROR;
  const auto since_1970 = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
  rules->getOffset(static_cast<UDate>(since_1970.count()), false, standard, summer, error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU gave no offset");
  return utc_day(time + std::chrono::milliseconds(standard + summer));
}

std::string zone_of_country(std::string_view country) {
  // ICU takes a third of a millisecond, and most requests ask for the one country.
  static std::mutex mutex;
  static std::map<std::string, std::string, std::less<>> known;
  const std::lock_guard lock(mutex);
  auto found = known.find(country);
  if (found == known.end()) found = known.emplace(country, look_up_zone(country)).first;
  return found->second;
}

}  // namespace muster::rules
