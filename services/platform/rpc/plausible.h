// SPDX-License-Identifier: EUPL-1.2
// A word that what looks like a slip of the pen is right: the doubts are those of rules/plausibility.h.
#pragma once

#include <string>

#include "platform/status/error.h"
#include "rules/plausibility.h"

namespace muster::rpc {

// Adds the doubt about `field` as IMPLAUSIBLE, unless `reason` says why it is right. `reason_field` is the field of the
// request that holds the reason, such as "affiliation.plausible_reason".
void add_doubt(status::Violations& violations, const std::string& field, const rules::Doubt& doubt,
               const std::string& reason_field, const std::string& reason);

}  // namespace muster::rpc
