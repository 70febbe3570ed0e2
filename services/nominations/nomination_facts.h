// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of nominations: rows of nomination_fact, one record for each event that
// entered a state. Rows are appended, never changed; the latest row of a record holds.
//
// Reopening takes the outcome back: its fact becomes void and the state that is open again keeps the
// fact of the day it was first entered, so nobody is counted twice. Void nominations have no facts
// that count.
#pragma once

#include <string>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/context.h"

namespace muster::nominations {

// `event` entered `state` on `day` (civil date): a fact with the nomination's frozen facts and the
// mission and personnel type of its post.
void append_entered(rpc::Context& context, long long event, v1::NominationState state, const std::string& day);

// Takes the fact of one event out of every figure known from now on.
void append_void_event(rpc::Context& context, long long event);

// The same for all events of the nomination.
void append_void(rpc::Context& context, long long nomination);

// Corrects the frozen gender of all nominations of the person, and their facts, to the person's
// gender of now: figures as known from now on count it on every date, figures as known before stay.
// To be called in the transaction that corrects the person.
void append_gender_correction(rpc::Context& context, long long person);

}  // namespace muster::nominations
