// SPDX-License-Identifier: EUPL-1.2
// Ranks and grades: the rows of schema/0007_ranks.sql.
#pragma once

#include <optional>

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Most senior first within each scheme. Errors: those of db::list.
proto::Encoded<v1::ListRanksResponse> list_ranks(rpc::Context& context, const v1::ListRanksRequest& request);

// The rank that an affiliation names; nothing without one. Refuses one that does not exist or was not in use on
// the affiliation's first day, as the import of persons does.
// Errors: INVALID_ARGUMENT naming affiliation.rank.
std::optional<v1::Rank> rank_in_use(rpc::Context& context, const v1::Affiliation& affiliation);

}  // namespace muster::roster
