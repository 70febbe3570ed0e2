// SPDX-License-Identifier: EUPL-1.2
// Ranks and grades: the rows of schema/0007_ranks.sql.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/call.h"

namespace muster::roster {

// Most senior first within each scheme. Errors: those of db::list.
v1::ListRanksResponse list_ranks(rpc::Call& call, const v1::ListRanksRequest& request);

// Refuses an affiliation's rank that does not exist or was not in use on the affiliation's first day, as
// the import of persons does.
// Errors: INVALID_ARGUMENT naming affiliation.rank.
void require_rank_in_use(rpc::Call& call, const v1::Affiliation& affiliation);

}  // namespace muster::roster
