// SPDX-License-Identifier: EUPL-1.2
// Lists of ISO codes for forms.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Every country or language, sorted by English name.
v1::ListCodesResponse list_codes(rpc::Context& context, const v1::ListCodesRequest& request);

}  // namespace muster::roster
