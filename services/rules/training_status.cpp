// SPDX-License-Identifier: EUPL-1.2
#include "rules/training_status.h"

#include <algorithm>

namespace muster::rules {
namespace {

bool holds(const Validity& validity, Day day) { return validity.from <= day && day < validity.to; }

}  // namespace

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
