// SPDX-License-Identifier: EUPL-1.2
// Whose figures a caller may ask for.
#pragma once

#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"

namespace muster::statistics {

// Whose figures the caller may ask for: those of QueryIndicator, in whichever method of this service. Who may list
// records may list no more.
rpc::Scope scope_of_figures(const rpc::Context& context);

}  // namespace muster::statistics
