// SPDX-License-Identifier: EUPL-1.2
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { Button } from "@navikt/ds-react/Button";
import { useState } from "react";
import { useMay } from "../api/session";
import { CallState, type Call } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import { CallMoveDialog, type CallMove } from "./CallMoveDialog";

const MOVES: Partial<Record<CallState, CallMove[]>> = {
  [CallState.DRAFT]: ["open", "cancel"],
  [CallState.OPEN]: ["close", "cancel"],
  [CallState.CLOSED]: ["reopen", "cancel"],
};

// The server opens no call whose deadline has passed.
const OPENS: CallMove[] = ["open", "reopen"];

// What may be done with the call itself. Each asks before it does it: nominations depend on it.
export function CallMoves({ call }: { call: Call }) {
  const t = useTexts().nominations;
  const may = useMay("moveCalls");
  const [move, setMove] = useState<CallMove>();
  const passed = call.deadline !== undefined && timestampDate(call.deadline).getTime() < Date.now();
  if (!may) return null;
  return (
    <>
      {(MOVES[call.state] ?? []).filter((one) => !passed || !OPENS.includes(one)).map((one) => (
        <Button key={one} size="small" variant={one === "cancel" ? "tertiary" : "secondary"} onClick={() => setMove(one)}>{t.moves[one]}</Button>
      ))}
      {move && <CallMoveDialog call={call} move={move} onClose={() => setMove(undefined)} />}
    </>
  );
}
