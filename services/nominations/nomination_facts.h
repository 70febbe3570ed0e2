// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of nominations: NominationFact, one record for each event that entered a
// state. Facts are appended, never changed; the latest of a record holds.
//
// Reopening takes the outcome back: its fact becomes void and the state that is open again keeps the
// fact of the day it was first entered, so nobody is counted twice. Void nominations have no facts
// that count.
#pragma once

#include <string>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/consequences.h"

namespace muster::nominations {

// `event` entered `state` on `day` (civil date): a fact with the nomination's frozen facts and the
// mission and personnel type of its post.
void append_entered(rpc::Context& context, long long event, v1::NominationState state, const std::string& day);

// Takes the fact of one event out of every figure known from now on.
void append_void_event(rpc::Context& context, long long event);

// The same for all events of the nomination.
void append_void(rpc::Context& context, long long nomination);

// Shows the person's gender of now in all their nominations: no former one stays beside a name. To be
// called in the transaction that corrects the person.
void show_corrected_gender(rpc::Context& context, long long person);

// The person's category is another on these days: nominations that were frozen on one of them show it, and their events
// are counted by it.
void show_restated_category(rpc::Context& context, const rpc::Restatement& restatement);

// The same of the unit, where it was recorded wrongly.
void show_restated_unit(rpc::Context& context, const rpc::Restatement& restatement);

}  // namespace muster::nominations
