// SPDX-License-Identifier: EUPL-1.2
// Monthly releases: what protected figures of a month know, and the secret by which they are rounded.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/rpc/context.h"
#include "statistics/columns.h"

namespace muster::statistics {

struct Release {
  // The ledger's number of its making: what was recorded later changes it no more.
  std::uint32_t sequence = 0;
  // That of the first one: the same people are rounded alike in every month.
  std::string secret;
};

// Those of months that have passed, by their first days. A month is released when it is first asked for.
// Errors: rpc::WriteFirst where one is missing.
std::map<Day, Release> releases_of(rpc::Context& context, const std::vector<Day>& months);

}  // namespace muster::statistics
