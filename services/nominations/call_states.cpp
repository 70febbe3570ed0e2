// SPDX-License-Identifier: EUPL-1.2
#include "nominations/call_states.h"

#include "muster/platform/v1/reasons.pb.h"
#include "nominations/calls.h"

namespace muster::nominations {
namespace {

constexpr auto draft = v1::CALL_STATE_DRAFT;
constexpr auto open = v1::CALL_STATE_OPEN;
constexpr auto closed = v1::CALL_STATE_CLOSED;
constexpr auto cancelled = v1::CALL_STATE_CANCELLED;

const rpc::Need why = {"reason", "why"};

rpc::Refusal deadline_ahead(const CallSituation& situation) {
  if (!is_past_deadline(situation.context, situation.call)) return {};
  return {.reason = platform::v1::REASON_CALL_DEADLINE_PASSED,
          .text = "the call's deadline has passed; give it a later one first"};
}

const CallMachine table = {
    "call",
    {
        {.verb = "OpenCall", .from = {draft}, .to = open, .guards = {deadline_ahead}},
        {.verb = "OpenCall", .from = {closed}, .to = open, .needed = {why}, .guards = {deadline_ahead}},
        {.verb = "CloseCall", .from = {open}, .to = closed},
        {.verb = "CancelCall", .from = {draft, open, closed}, .to = cancelled, .needed = {why}},
    }};

}  // namespace

const CallMachine& call_machine() { return table; }

}  // namespace muster::nominations
