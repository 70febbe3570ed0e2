// SPDX-License-Identifier: EUPL-1.2
// Ends that nobody decides for one nomination: the call is cancelled, or time has passed.
#pragma once

#include <string>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/db/session.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// Closes every open nomination of the cancelled call, in whichever unit, with `why` as the reason.
// Those that a deployment came of stay.
void close_nominations(rpc::Context& context, long long cancelled_call, const std::string& why);

// Whether time has passed over a nomination at `now`: over a reserve its last day; over one that the
// organisation has not got, the call's deadline. What somebody reopened after that lapses by hand only.
bool any_overdue(db::Session& session, rpc::TimePoint now);

// Lapses the nominations that are overdue at the call's moment, each on the day that it became so, up to
// two hundred of them: others are not kept waiting.
void lapse_overdue(rpc::Context& context);

}  // namespace muster::nominations
