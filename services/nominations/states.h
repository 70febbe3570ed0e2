// SPDX-License-Identifier: EUPL-1.2
// The state machine of a nomination: the table of its steps is in states.cpp. Who may take a step is the access
// option of the verb's method in the proto.
#pragma once

#include "muster/nominations/v1/nominations.pb.h"
#include "nominations/guards.h"
#include "platform/rpc/steps.h"

namespace muster::nominations {

using Machine = rpc::Machine<v1::NominationState, Situation>;
using Step = rpc::Step<v1::NominationState, Situation>;

const Machine& machine();

// Whether figures still follow today's facts of the person: the organisation has not got it yet.
bool is_before_submission(v1::NominationState state);

// Whether the step `verb` from the state froze today's facts of the person and the post anew: each until the organisation
// got the nomination, but for a change of its text.
bool freezes(std::string_view verb, v1::NominationState from);

// The process has ended, one way or another; an accepted nomination is not at its end.
bool is_terminal(v1::NominationState state);

// Takes a place of the call's max_nominees: endorsed or beyond. Those not selected or declined keep
// theirs, for they were put forward; those withdrawn, lapsed or closed leave it to others.
bool holds_place(v1::NominationState state);

}  // namespace muster::nominations
