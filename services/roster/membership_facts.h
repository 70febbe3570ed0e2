// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of who belonged where: MembershipFact, one record for each affiliation. Facts
// are appended, never changed; the latest of a record is the one that holds.
#pragma once

#include <string>

#include "muster/facts/v1/facts.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// What `affiliation` counts as, which has the row `id`. `rank_band`: unspecified without a rank.
facts::v1::MembershipFact membership_of(const v1::Affiliation& affiliation, long long id, long long subject,
                                        platform::v1::RankBand rank_band);

// Appends a fact that differs from the affiliation's last one in its last day alone.
void append_membership_end(rpc::Context& context, long long affiliation, const std::string& last_day);

}  // namespace muster::roster
