// SPDX-License-Identifier: EUPL-1.2
// What must hold besides the state before a nomination takes a step. A guard answers why not, for
// programs and in words with how to go on; an empty answer lets pass.
#pragma once

#include <optional>
#include <string>

#include "muster/nominations/v1/nominations.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/steps.h"
#include "platform/status/error.h"

namespace muster::nominations {

using rpc::Refusal;

// A step that somebody takes or asks about.
struct Situation {
  rpc::Context& context;
  const v1::Nomination& nomination;  // with the agreed days of the request, where there are some
  const v1::Call& call;              // the call that it answers; its posts may be left out
  v1::NominationState to;
  std::string effective_date;

  mutable std::optional<v1::Call::Slate> slate = {};  // of the call, once a guard has counted it
};

// In words, or coded: any reason at all.
inline constexpr rpc::Need any_reason = {"reason_text", "why", "reason"};

// Who proposed neither endorses nor voids: it takes two people, not two accounts. Who submitted for
// review counts as proposer.
Refusal not_proposer(const Situation& situation);
// Nothing goes on for somebody who has died or left; what ends a nomination does.
Refusal person_active(const Situation& situation);
// The person has died or left.
Refusal person_gone(const Situation& situation);
// Nobody decides on their own nomination; the person accepts, declines and withdraws.
Refusal not_own_case(const Situation& situation);
// The call is open; with a reason, also one that is closed.
Refusal call_open(const Situation& situation);
Refusal supervisor_agrees(const Situation& situation);
// Reopening: who decided the outcome does not take it back (the rule's "one level up").
Refusal not_decider(const Situation& situation);
// The call is not cancelled.
Refusal call_stands(const Situation& situation);
// The person has no other open nomination to the post of the call.
Refusal only_one(const Situation& situation);
// The call's deadline has not passed now, whatever day is named, unless a reason is given.
Refusal before_deadline(const Situation& situation);
Refusal deadline_over(const Situation& situation);
// The day until which the reserve holds has passed, unless a reason is given.
Refusal reserve_over(const Situation& situation);
// At most the call's max_nominees hold a place (states.h, holds_place).
Refusal room_on_slate(const Situation& situation);
// The share of women that the call asks for, over all open nominations from review on with a known
// gender, unless a reason is given.
Refusal composition(const Situation& situation);
// The post exists on the planned days.
Refusal post_there(const Situation& situation);
// The call is cancelled or the post is gone on the planned days; otherwise only with a reason: the
// organisation may have cancelled one post of a call by letter.
Refusal post_cancelled(const Situation& situation);
// No other accepted nomination and no deployment of the person on the same days; no leave either, unless
// a reason is given. Looked at only where the step leads to ACCEPTED.
Refusal person_free(const Situation& situation);
// The post has a seat on the planned days, or more holders than seats for no longer than a handover; no reason lifts it.
// Looked at only where the step leads to ACCEPTED.
Refusal seat_free(const Situation& situation);

// The agreed days look like no slip of the pen: not more than ten years ahead, and the tour at most twice as long as the
// months of its post; unless a reason is given. Looked at only where the step leads to ACCEPTED.
Refusal plausible_days(const Situation& situation);

}  // namespace muster::nominations
