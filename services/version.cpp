// SPDX-License-Identifier: EUPL-1.2
#include "version.h"

namespace muster {

const char* const version = MUSTER_VERSION;

}  // namespace muster
