// SPDX-License-Identifier: EUPL-1.2
// Which Muster this is: set once, in CMakeLists.txt, by tools/release.
#pragma once

namespace muster {

extern const char* const version;  // "0.1.0"

}  // namespace muster
