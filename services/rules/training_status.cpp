// SPDX-License-Identifier: EUPL-1.2
#include "rules/training_status.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace muster::rules {
namespace {

bool holds(const Validity& validity, Day day) { return validity.from <= day && day < validity.to; }

}  // namespace

RequirementTime requirement_time(std::string_view name) {
  if (name == "REQUIREMENT_TIME_CONTINUOUS") return RequirementTime::continuous;
  if (name == "REQUIREMENT_TIME_ON_NOMINATION") return RequirementTime::on_nomination;
  if (name == "REQUIREMENT_TIME_ON_DEPARTURE") return RequirementTime::on_departure;
  if (name == "REQUIREMENT_TIME_THROUGHOUT_TOUR") return RequirementTime::throughout_tour;
  throw std::logic_error("a requirement's time is " + std::string(name));
}

Day judged_day(RequirementTime time, Day day, const Occasions& occasions) {
  switch (time) {
    case RequirementTime::on_nomination: return std::min(day, occasions.nomination.value_or(day));
    case RequirementTime::on_departure: return std::min(day, occasions.departure.value_or(day));
    case RequirementTime::continuous:
    case RequirementTime::throughout_tour: break;
  }
  return day;
}

TrainingStatus training_status(std::span<const Validity> completions, std::span<const Validity> waivers, Day day,
                               int soon_days) {
  if (soon_days == 0) soon_days = default_soon_days;
  Day longest = day;
  bool expired = false;
  for (const Validity& completion : completions) {
    if (holds(completion, day)) longest = std::max(longest, completion.to);
    expired |= completion.from < completion.to && completion.to <= day;
  }
  if (longest > day) {
    const bool soon = longest != open_validity && longest - 1 - day <= soon_days;
    return soon ? TrainingStatus::soon : TrainingStatus::valid;
  }
  for (const Validity& waiver : waivers) {
    if (holds(waiver, day)) return TrainingStatus::waived;
  }
  return expired ? TrainingStatus::expired : TrainingStatus::never;
}

}  // namespace muster::rules
