// SPDX-License-Identifier: EUPL-1.2
// The total of an answer in words: "On 1 March 2026, in the unit ARMY, among those in UNMISS, 61 of 214 deployed (28.5 %)
// were women, 3 unknown." Of a series, its last date. It is meant to be copied, so all that the number depends on is in
// it: the limits of the caller's units, the filter, what is left out, and what is known to be wrong.
#pragma once

#include <string>

#include "muster/statistics/v1/statistics.pb.h"
#include "statistics/request.h"

namespace muster::statistics {

std::string sentence(const Asked& asked, const v1::Cell& total, Language language);

}  // namespace muster::statistics
