// SPDX-License-Identifier: EUPL-1.2
// Whom the findings of an import show: rows as they stood in the file, and what was said of them.
#pragma once

#include "muster/imports/v1/imports.pb.h"
#include "platform/rpc/context.h"

namespace muster::imports {

// Sets ImportRow.persons of a page: the people within the caller's units whose number, or an identifier of theirs, is a
// cell of the row, or whom its description names as "persons/7". Which column a cell was of is not known any more.
void add_people_shown(rpc::Context& context, v1::ListImportRowsResponse& page);

}  // namespace muster::imports
