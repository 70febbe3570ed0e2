// SPDX-License-Identifier: EUPL-1.2
// Ranks and grades: the rows of schema/0007_ranks.sql.
#pragma once

#include <optional>

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"
#include "platform/rpc/dispatch.h"

namespace muster::roster {

// Most senior first within each scheme. Errors: those of db::list.
proto::Encoded<v1::ListRanksResponse> list_ranks(rpc::Context& context, const v1::ListRanksRequest& request);

// The rank that an affiliation names; nothing without one. Refuses one that does not exist or was not in use on
// the affiliation's first day, as the import of persons does.
// Errors: INVALID_ARGUMENT naming affiliation.rank.
std::optional<v1::Rank> rank_in_use(rpc::Context& context, const v1::Affiliation& affiliation);

// Corrects the memberships of people whose rank was put into another band, in its table, since they were counted: from
// now on they count in that band, and what was known before stays. Whoever writes a membership with a rank calls it
// first, so that people of one rank are always in one band; nothing is done where no band was changed.
void follow_rank_bands(rpc::Context& context);
// The same at a program's start, in a write of its own.
void follow_rank_bands(rpc::Dispatcher& dispatcher);

}  // namespace muster::roster
