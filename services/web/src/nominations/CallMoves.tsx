// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { useMutation } from "@tanstack/react-query";
import { newRequestId, nominations, queries } from "../app/api";
import { ErrorNotice } from "../app/errors";
import { useMay } from "../app/session";
import { CallState, type Call } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";

// Opens a drafted call, closes an open one.
export function CallMoves({ call }: { call: Call }) {
  const t = useTexts().nominations;
  const may = useMay("moveCalls");
  const opens = call.state === CallState.DRAFT;
  const move = useMutation({
    mutationFn: () => {
      const request = { name: call.name, etag: call.etag, requestId: newRequestId() };
      return opens ? nominations.openCall(request) : nominations.closeCall(request);
    },
    onSettled: () => queries.invalidateQueries(),
  });
  if (!may || !(opens || call.state === CallState.OPEN)) return null;
  return (
    <>
      <Button size="small" variant="secondary" loading={move.isPending} onClick={() => move.mutate()}>{opens ? t.openCall : t.closeCall}</Button>
      {move.isError && <ErrorNotice error={move.error} />}
    </>
  );
}
