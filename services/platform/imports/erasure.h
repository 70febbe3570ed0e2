// SPDX-License-Identifier: EUPL-1.2
// What files brought in of somebody who is erased: the texts of rows go, in quarantine too; what is not finished stands
// against it.
#pragma once

#include <span>
#include <string_view>

#include "platform/imports/kind.h"
#include "platform/rpc/erasure.h"

namespace muster::imports {

rpc::ErasureRule erasure_rule();

// Refuses the rows whose number, in the layout's `column`, is of somebody who was erased; their texts are not kept.
// Before anything else is found.
void refuse_erased(rpc::Context& context, std::span<const Row> rows, std::string_view column, Findings& findings);

}  // namespace muster::imports
