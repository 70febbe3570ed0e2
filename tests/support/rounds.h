// SPDX-License-Identifier: EUPL-1.2
#pragma once

#include <cstdlib>

namespace muster::support {

// How many rounds a random test has: ten times the usual number with MUSTER_LONG, which `tools/test --long` sets.
inline unsigned rounds(unsigned usual) { return std::getenv("MUSTER_LONG") == nullptr ? usual : 10 * usual; }

}  // namespace muster::support
