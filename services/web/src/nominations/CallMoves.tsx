// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { useState } from "react";
import type { Call } from "../gen/muster/nominations/v1/nominations_pb";
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { useTexts } from "../texts/texts";
import { CallMoveDialog } from "./CallMoveDialog";
import { moveOf, type CallMove } from "./states";

// What may be done with the call itself. Each asks before it does it: nominations depend on it.
export function CallMoves({ call }: { call: Call }) {
  const t = useTexts().nominations;
  const [asked, setAsked] = useState<{ action: Action; move: CallMove }>();
  const moves = call.actions.filter(({ possible }) => possible).flatMap((action) => {
    const move = moveOf(action.verb, call.state);
    return move ? [{ action, move }] : [];
  });
  return (
    <>
      {moves.map(({ action, move }) => (
        <Button key={move} size="small" variant={move === "cancel" ? "tertiary" : "secondary"} onClick={() => setAsked({ action, move })}>{t.moves[move]}</Button>
      ))}
      {asked && <CallMoveDialog call={call} {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
