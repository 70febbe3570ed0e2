// SPDX-License-Identifier: EUPL-1.2
// Writes about the caller's own person, of any service: nobody keeps their own record alone.
#pragma once

#include <string_view>
#include <vector>

#include "platform/rpc/registry.h"

namespace muster::rpc {

// Registers OWN_CASE for these methods of the service ("muster.roster.v1.RosterService/"): a request that names the
// caller's person, or a record of it, wherever it does.
void own_case_takes_two(Registry& registry, std::string_view service, const std::vector<std::string_view>& methods);

}  // namespace muster::rpc
