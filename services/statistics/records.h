// SPDX-License-Identifier: EUPL-1.2
// The records behind one cell.
#pragma once

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/context.h"
#include "statistics/grouping.h"
#include "statistics/ledger.h"
#include "statistics/names.h"

namespace muster::statistics {

// One page of what the cell counts, in the order of record; the counts of all pages, and not_listed_count of what only
// the caller's other grants count, add up to its number. Later pages see the ledger as the first one did. People outside
// the caller's units, erased ones, and those reported without a name stay pseudonymous: the record without the person.
// Errors: INVALID_ARGUMENT naming the field; those of QueryIndicator under "query."; PERMISSION_DENIED where leadership
// does not decide by the names (protection.h); rpc::WriteFirst before its names are read.
v1::ListCellRecordsResponse list_cell_records(Ledger& ledger, KeptNames& kept, Grouping& grouping,
                                              rpc::Context& context, const v1::ListCellRecordsRequest& request);

}  // namespace muster::statistics
