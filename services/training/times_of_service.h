// SPDX-License-Identifier: EUPL-1.2
// Between which days somebody can have completed a course, as far as the roster knows.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "platform/rpc/context.h"
#include "rules/civil_date.h"

namespace muster::training {

struct TimeOfService {
  std::optional<rules::Day> birth;  // unset: not known, or not for the caller (rpc::readable_details)
  std::optional<rules::Day> last;   // the last day on which the person belongs to a unit; unset: open
};

// Of each of these people, by id.
std::unordered_map<long long, TimeOfService> times_of_service(rpc::Context& context,
                                                              const std::vector<long long>& people);

}  // namespace muster::training
