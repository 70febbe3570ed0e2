// SPDX-License-Identifier: EUPL-1.2
#include "rules/plausibility.h"

#include <cstdlib>

namespace muster::rules {
namespace {

constexpr int months_of_year = 12;
constexpr int oldest_years = 100;
constexpr int youngest_years = 15;
constexpr int far_years = 10;
constexpr int departure_days = 30;

bool is_before_fifteen(Day day, Day birth) { return day < add_months(birth, youngest_years * months_of_year); }

Doubt doubt_if(bool doubtful, const char* text) { return doubtful ? Doubt(text) : std::nullopt; }

}  // namespace

Doubt doubt_of_birth(Day birth, Day today) {
  return doubt_if(birth < add_months(today, -oldest_years * months_of_year), "is more than 100 years ago");
}

Doubt doubt_of_joining(Day joined, std::optional<Day> birth) {
  return doubt_if(birth && is_before_fifteen(joined, *birth), "is before the person was 15 years old");
}

Doubt doubt_of_far_day(Day day, Day today) {
  return doubt_if(day > add_months(today, far_years * months_of_year), "is more than 10 years ahead");
}

Doubt doubt_of_birth_beside(Day birth, std::optional<Day> joined, std::optional<Day> completed) {
  return doubt_if((joined && is_before_fifteen(*joined, birth)) || (completed && *completed < birth),
                  "makes the person join a unit before the age of 15, or complete a course before birth");
}

Doubt doubt_of_leaving(Day last, std::optional<Day> recorded) {
  return doubt_if(recorded && last < *recorded,
                  "is before a completion or a deployment that is recorded of the person");
}

Doubt doubt_of_completion(Day completed, std::optional<Day> birth, std::optional<Day> last) {
  return doubt_if((birth && completed < *birth) || (last && completed > *last),
                  "is before the person was born, or after the person left or died");
}

Doubt doubt_of_length(Day first, Day last, int tour_months) {
  return doubt_if(last > last_of_months(first, 2 * tour_months),
                  "makes the tour longer than twice the months of the post");
}

Doubt doubt_of_departure(Day departed, Day planned) {
  return doubt_if(std::abs(departed - planned) > departure_days, "is more than 30 days from the planned first day");
}

Doubt doubt_of_service(Day departed, std::optional<Day> birth, std::optional<Day> last) {
  return doubt_if((birth && is_before_fifteen(departed, *birth)) || (last && departed > *last),
                  "is before the person was 15 years old, or after the person left or died");
}

}  // namespace muster::rules
