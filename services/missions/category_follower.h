// SPDX-License-Identifier: EUPL-1.2
// Tours are counted by the category of the person, which can change on the way: their segments follow it. A tour that was
// entered with another category than the person's keeps its own.
#pragma once

#include "platform/rpc/consequences.h"

namespace muster::missions {

// The person's category is another on these days: running and past tours have another segment where they begin or end,
// and tours that have not begun take what holds when they do. Their facts follow.
void follow_category(rpc::Context& context, const rpc::Restatement& restatement);

// The tour has departed, perhaps long ago: it has the categories that the person had from then on.
void follow_category_since_departure(rpc::Context& context, long long deployment);

}  // namespace muster::missions
