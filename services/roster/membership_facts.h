// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of who belonged where: rows of membership_fact, one record for each
// affiliation. They are appended, never changed; the latest row of a record is the one that holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// What a fact says of an affiliation when it begins.
struct Membership {
  long long affiliation = 0;
  long long subject = 0;  // the person's pseudonym
  std::string valid_from;
  std::optional<std::string> valid_to;
  // Of the person when it was recorded; the country is the nationality, if known.
  platform::v1::Gender gender{};
  platform::v1::Category category{};
  std::string country;
  platform::v1::RankBand rank_band{};  // unspecified without a rank
  long long unit = 0;
};

// Appends the facts of affiliations that were just created; returns their ids.
std::vector<long long> append_memberships(rpc::Context& context, const std::vector<Membership>& memberships);

// Appends a fact that differs from the affiliation's last one in its last day alone.
void append_membership_end(rpc::Context& context, long long affiliation, const std::string& last_day);

// Appends facts that correct those of every affiliation of the person to the person's gender of
// now. Category and nationality can change in a life: they are corrected in the affiliations that
// last today or later, and stay as they were in those that have ended.
void append_membership_corrections(rpc::Context& context, long long person);

}  // namespace muster::roster
