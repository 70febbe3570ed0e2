// SPDX-License-Identifier: EUPL-1.2
import { useState } from "react";
import type { Call } from "../gen/muster/nominations/v1/nominations_pb";
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { useTexts } from "../texts/texts";
import { Section } from "../ui/blocks";
import { CallMoveDialog } from "./CallMoveDialog";
import { moveOf, type CallMove } from "./states";
import { Steps } from "./Steps";

// What may be done with the call itself. Each asks before it does it: nominations depend on it.
export function CallMoves({ call }: { call: Call }) {
  const t = useTexts().nominations;
  const [asked, setAsked] = useState<{ action: Action; move: CallMove }>();
  const steps = call.actions.flatMap((action) => {
    const move = moveOf(action.verb, call.state);
    return move ? [{ action, text: t.moves[move], ends: move === "cancel" }] : [];
  });
  const ask = (action: Action) => {
    const move = moveOf(action.verb, call.state);
    if (move) setAsked({ action, move });
  };
  return (
    <>
      {/* Everybody sees calls, and most may do nothing with them: then there is nothing to say. */}
      {steps.length > 0 && (
        <Section title={t.actions}>
          <Steps steps={steps} state={call.state} asking={asked !== undefined} onAsk={ask} />
        </Section>
      )}
      {asked && <CallMoveDialog call={call} {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
