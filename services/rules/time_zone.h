// SPDX-License-Identifier: EUPL-1.2
// Local times of IANA time zones. GCC 12's std::chrono has no zone database, so ICU's is used.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "rules/civil_date.h"

namespace muster::rules {

// Whether `name` is a zone of the IANA database, "Europe/Oslo" or "UTC", spelt as there.
// Offsets such as "GMT+3" are not zones.
bool is_time_zone(std::string_view name);

// Minutes since midnight of "17:30"; nothing unless it is exactly HH:MM and exists.
std::optional<int> parse_time(std::string_view text);

// The moment that a clock in `zone` shows `minutes` after midnight on `day`. Of an hour that comes
// twice it is the later one, so that nobody who goes by the clock is late; an hour that is skipped
// counts on from the offset before, as in RFC 5545, section 3.3.5.
// Errors: std::invalid_argument unless is_time_zone(zone).
std::chrono::system_clock::time_point local_time(Day day, int minutes, std::string_view zone);

// The day that a calendar in `zone` shows at `time`.
// Errors: std::invalid_argument unless is_time_zone(zone).
Day local_day(std::chrono::system_clock::time_point time, std::string_view zone);

// The zone of the country (ISO 3166 alpha-3), where it has several that of its capital; "" for one
// that has none, as an island without people. Remembered: `country` is a country's code.
std::string zone_of_country(std::string_view country);

}  // namespace muster::rules
