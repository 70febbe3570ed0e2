// SPDX-License-Identifier: EUPL-1.2
// How a figure that is no whole number is written.
#pragma once

#include <string>

namespace muster::rules {

// `value`, not negative, to so many decimals, at most 6, half up: "6.3" of 6.25. A share of whole numbers below ten
// million is rounded by what it is, although a double may hold a little less. services/web/src/ui/numbers.ts does the
// same, so that page, sentence and command line tell one figure.
std::string rounded(double value, int decimals);

}  // namespace muster::rules
