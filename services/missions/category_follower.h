// SPDX-License-Identifier: EUPL-1.2
// Tours are counted by the category of the person, which can change on the way: their segments follow it. A tour that was
// entered with another category than the person's keeps its own.
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::missions {

// The person's category is another on these days: running and past tours have another segment where they begin or end,
// and tours that have not begun take what holds when they do. Their facts follow.
void follow_category(rpc::Context& context, const rpc::Restatement& restatement);

// The days of the tour, which has departed, are others: it has the categories that the person had on them. A category
// that never was the person's was meant, and stays.
void follow_person(rpc::Context& context, long long deployment);

// A deployment says the category of its last segment; its etag changes with its segments.
void follow_last_segment(rpc::Context& context, long long deployment);

}  // namespace muster::missions
