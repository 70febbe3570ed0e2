// SPDX-License-Identifier: EUPL-1.2
// Whoever is a dormant member of the roster (rules/membership_upkeep.h) is nominated and sent with a word on why only:
// dormant_reason of the request, which the event of the step keeps. What goes on with a nomination or a deployment asks
// for none again: the word stands with its beginning, and whoever fell dormant since is no other case. What has happened,
// such as a departure or what a file brings, asks for none either.
#pragma once

#include <string>
#include <string_view>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Throws FAILED_PRECONDITION (DORMANT) where "persons/42" is a dormant member on `day` (civil date) and `dormant_reason`
// says nothing.
void require_awake(Context& context, std::string_view person, const std::string& day,
                   const std::string& dormant_reason);

}  // namespace muster::rpc
