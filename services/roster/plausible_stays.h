// SPDX-License-Identifier: EUPL-1.2
// What looks like a slip of the pen in the days of affiliations (services/README.md has every dated field).
#pragma once

#include <string>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Throws IMPLAUSIBLE unless the first day is plausible, or the affiliation says why it is right.
void require_plausible(const v1::Affiliation& affiliation, const v1::Person& person);

// Throws IMPLAUSIBLE unless the last day of the affiliation, which `field` of a request gives, is plausible, or `reason`
// says why it is right. Of an affiliation that others follow nothing is doubted: the person stays.
void require_plausible_end(rpc::Context& context, const v1::Affiliation& affiliation, const std::string& field,
                           const std::string& reason_field, const std::string& reason);

// Throws IMPLAUSIBLE naming `field` if the person's last day is before something that is recorded of the person, unless
// `reason`, which the field `reason_field` of the request gives, says why it is right.
void require_plausible_leaving(rpc::Context& context, long long person, const std::string& last_day,
                               const std::string& field, const std::string& reason_field, const std::string& reason);

}  // namespace muster::roster
