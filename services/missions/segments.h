// SPDX-License-Identifier: EUPL-1.2
// Segments are stretches of a tour with one post, band, tier, personnel type and category: what changes on a day within
// one cuts it in two.
#pragma once

#include <string>
#include <vector>

#include "platform/rpc/context.h"

namespace muster::missions {

// Cuts each segment of `segments` (a SELECT of ids) that runs across `day` in two: the first ends the day before, the
// second begins on `day` and is its like. Facts follow. Answers the ids of the new ones.
std::vector<long long> cut_segments(rpc::Context& context, const db::Query& segments, const std::string& day);

// Appends the facts of the segments (a SELECT of ids) anew, as their rows, deployments and missions say now, where that
// is not what the last fact says; of those without actual days, or of a void deployment, nothing. Days are theirs:
// they follow by deployment_facts.h.
void append_restated(rpc::Context& context, const db::Query& segments);

// Deletes the segments (a SELECT of ids), which never came, and has their facts count no more.
void take_out_segments(rpc::Context& context, const db::Query& segments);

}  // namespace muster::missions
