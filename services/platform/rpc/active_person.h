// SPDX-License-Identifier: EUPL-1.2
// Whoever has died or left takes no further steps: decisions are for people who are active on the roster, and what
// happened is recorded until their last day.
#pragma once

#include <string>
#include <string_view>

#include "platform/rpc/context.h"
#include "platform/rpc/steps.h"

namespace muster::rpc {

// PERSON_NOT_ACTIVE unless "persons/42" is active; nobody ("") is no refusal.
Refusal person_not_active(Context& context, std::string_view person);

// The same, unless `day` (civil date) is on or before the last day on the roster: it may be recorded that something
// happened then.
Refusal person_not_active_on(Context& context, std::string_view person, const std::string& day);

}  // namespace muster::rpc
