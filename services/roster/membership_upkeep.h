// SPDX-License-Identifier: EUPL-1.2
// What is recorded of members' upkeep, and the days on which they are dormant by it (rules/membership_upkeep.h): kept in
// the table dormancy and told to the facts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"
#include "rules/membership_upkeep.h"

namespace muster::roster {

// Of each of these memberships, by id, what the rule needs. A change of job is an affiliation with another unit or
// position than the one before it.
std::map<long long, rules::Upkeep> read_upkeep(rpc::Context& context, const std::vector<long long>& memberships);

v1::UpkeepItem upkeep_item(rules::UpkeepItem item);

// Brings the days on which the person's memberships are dormant to what is recorded now: stretches that changed are told
// to the facts anew. Whoever writes a membership, a letter, an affiliation or a passport calls it afterwards.
void follow_upkeep(rpc::Context& context, long long person);
// The same for all people of `people`, a SELECT of their ids.
void follow_upkeep(rpc::Context& context, const db::Query& people);
// The same of everybody, after a change of the settings.
void follow_upkeep(rpc::Context& context);

}  // namespace muster::roster
