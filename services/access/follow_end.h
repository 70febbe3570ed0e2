// SPDX-License-Identifier: EUPL-1.2
// What becomes of accounts and grants when something ends. The rules of all services: services/README.md, "When
// something ends".
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::access {

// Somebody dies or is erased: their accounts are disabled, and whoever is signed in with one is signed out. Somebody
// leaves: an account is told as open, for what it is used for now is known to an administrator only. A unit ends: its
// grants are told as open.
void follow_end(rpc::Context& context, const rpc::End& end);

}  // namespace muster::access
