// SPDX-License-Identifier: EUPL-1.2
// A unit may end (roster.v1.EndUnit): nothing is made for it on days after its last one.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::rpc {

struct UnitEnd {
  std::string last_day;  // inclusive civil date
  std::optional<long long> successor;
};

// Those of all units that ended, by their ids.
std::map<long long, UnitEnd> ended_units(Context& context);

// What is wrong with days after it, and what to do: "ended on 2026-03-31; choose its successor, units/9, or days until
// then".
std::string ended_on(const UnitEnd& end);

// The unit's end, if it is no more on `last`, or, without one, has an end at all.
std::optional<UnitEnd> ended_before(Context& context, long long unit, const std::optional<std::string>& last);

// Throws UNIT_ENDED for `field` in that case. A unit that does not exist is nobody's business here.
void require_unit_in_force(Context& context, long long unit, const std::optional<std::string>& last,
                           const std::string& field);

}  // namespace muster::rpc
