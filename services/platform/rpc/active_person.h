// SPDX-License-Identifier: EUPL-1.2
// Whoever has died or left takes no further steps: decisions are for people who are active on the roster. What was true
// until their last day is recorded with its dates: what lasts (an affiliation, a membership, an identifier, a contact, an
// absence) must have ended by then, and what comes about (a language, a credential, a letter of intent, a departure) must
// have come about by then.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/rpc/context.h"
#include "platform/rpc/steps.h"

namespace muster::rpc {

// PERSON_NOT_ACTIVE unless "persons/42" is active; nobody ("") is no refusal.
Refusal person_not_active(Context& context, std::string_view person);

// The same, unless `day` (civil date; '' if it is not known) is on or before the last day on the roster: it may be
// recorded that something happened then.
Refusal person_not_active_on(Context& context, std::string_view person, const std::string& day);

// The same of what lasts until `last` (civil date; unset: it has no end).
Refusal person_not_active_until(Context& context, std::string_view person, const std::optional<std::string>& last);

}  // namespace muster::rpc
