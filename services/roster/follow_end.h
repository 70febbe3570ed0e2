// SPDX-License-Identifier: EUPL-1.2
// What the roster settles when something ends. The rules of all services: services/README.md, "When something ends".
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::roster {

// Somebody dies, leaves or is erased: the affiliation ends on the last day, and those that begin later are taken out.
// Somebody returns: that they belong nowhere is told as open.
void follow_end(rpc::Context& context, const rpc::End& end);

}  // namespace muster::roster
