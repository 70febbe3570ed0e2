// SPDX-License-Identifier: EUPL-1.2
// What asks for the password anew: it must have been given within the last ten minutes, in this session.
#pragma once

#include "platform/rpc/context.h"

namespace muster::rpc {

constexpr int fresh_factor_minutes = 10;

// Whether the caller gave the password within the last ten minutes. The command line on the database passes; a token
// never does by itself.
bool has_fresh_factor(const Context& context);

// Throws PERMISSION_DENIED (FRESH_FACTOR_NEEDED), saying how to go on, unless has_fresh_factor().
void require_fresh_factor(const Context& context);

}  // namespace muster::rpc
