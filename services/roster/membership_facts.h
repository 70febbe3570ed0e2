// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of who belonged where: rows of membership_fact, one record for each
// affiliation. They are appended, never changed; the latest row of a record is the one that holds.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/call.h"

namespace muster::roster {

// Appends the fact of an affiliation that was just created under `id`, with the person's gender, category and
// nationality of now and the band of the affiliation's rank.
void append_membership(rpc::Call& call, long long id, const v1::Affiliation& affiliation);

// Appends a fact that differs from the affiliation's last one in its last day alone.
void append_membership_end(rpc::Call& call, long long affiliation, const std::string& last_day);

// Appends facts that correct those of every affiliation of the person to the person's gender of
// now. Category and nationality can change in a life: they are corrected in the affiliations that
// last today or later, and stay as they were in those that have ended.
void append_membership_corrections(rpc::Call& call, long long person);

}  // namespace muster::roster
