// SPDX-License-Identifier: EUPL-1.2
// What imports leave behind and nobody needs.
#pragma once

#include <functional>

#include "platform/rpc/dispatch.h"

namespace muster::imports {

// Deletes uploads that got no bytes for a day, and empties the texts of the rows of imports that were
// created 30 days ago, but for those in quarantine. Returns between two transactions when `stopping`.
void sweep(rpc::Dispatcher& dispatcher, const std::function<bool()>& stopping);

}  // namespace muster::imports
