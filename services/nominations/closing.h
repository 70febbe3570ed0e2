// SPDX-License-Identifier: EUPL-1.2
// Ends that nobody decides for one nomination: the call is cancelled, the post closed, the person gone, or time has passed.
#pragma once

#include <string>
#include <vector>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/db/session.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// Closes every open nomination of the call that `end` cancels, in whichever unit, with `why` as the reason.
// Those that a deployment came of stay.
void close_nominations(rpc::Context& context, const rpc::End& end, const std::string& why);

// Closes every open nomination of the person who died or left.
void close_of_person(rpc::Context& context, const rpc::End& end);

// Closes the open nominations for `posts`, a SELECT of ids, whose days begin after the last one.
void close_of_post(rpc::Context& context, const rpc::End& end, const db::Query& posts);

// Those that have no outcome and no deployment, of nomination_now those that `which` selects.
std::vector<long long> open_nominations(rpc::Context& context, const db::Query& which);

// Whether time has passed over a nomination at `now`: over a reserve its last day; over one that the
// organisation has not got, the call's deadline. What somebody reopened after that lapses by hand only.
bool any_overdue(db::Session& session, rpc::TimePoint now);

// Lapses the nominations that are overdue at the call's moment, each on the day that it became so, up to
// two hundred of them: others are not kept waiting.
void lapse_overdue(rpc::Context& context);

}  // namespace muster::nominations
