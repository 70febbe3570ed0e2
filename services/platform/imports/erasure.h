// SPDX-License-Identifier: EUPL-1.2
// What files brought in of somebody who is erased: the texts of rows go, in quarantine too; what is not finished stands
// against it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/rpc/erasure.h"

namespace muster::imports {

rpc::ErasureRule erasure_rule();

// The rows whose number, in the layout's `column`, was of somebody who is erased.
std::vector<const Row*> rows_of_erased(rpc::Context& context, std::span<const Row> rows, std::string_view column);

// Whatever is found of those rows, their texts are not kept. Before anything is found.
void keep_no_erased(rpc::Context& context, std::span<const Row> rows, std::string_view column, Findings& findings);

}  // namespace muster::imports
