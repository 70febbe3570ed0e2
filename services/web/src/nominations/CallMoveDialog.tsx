// SPDX-License-Identifier: EUPL-1.2
import { Code, ConnectError } from "@connectrpc/connect";
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { Textarea } from "@navikt/ds-react/Textarea";
import { BodyLong, BodyShort } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { nominations, refresh } from "../api/api";
import { ErrorNotice, fieldError, violations } from "../ui/errors";
import { useFaultyFieldFocus } from "../ui/useFaultyFieldFocus";
import { useRequestId } from "../api/requestId";
import { onSaveKey } from "../ui/saveKey";
import { NominationsService, type Call, type CallActionRequest } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";

export type CallMove = "open" | "close" | "reopen" | "cancel";

type Request = Pick<CallActionRequest, "name" | "etag" | "reason" | "requestId">;

const VERBS: Record<CallMove, (request: Request) => Promise<Call>> = {
  open: (request) => nominations.openCall(request),
  close: (request) => nominations.closeCall(request),
  reopen: (request) => nominations.openCall(request),
  cancel: (request) => nominations.cancelCall(request),
};
const WITH_REASON: CallMove[] = ["reopen", "cancel"];

// Names the call and how many nominations it concerns, and takes the reason where one is needed.
export function CallMoveDialog({ call, move, onClose }: { call: Call; move: CallMove; onClose: () => void }) {
  const texts = useTexts();
  const t = texts.nominations;
  const [reason, setReason] = useState("");
  const requestId = useRequestId();
  const action = useMutation({
    mutationFn: () => VERBS[move]({ name: call.name, etag: call.etag, reason, requestId: requestId([move, reason, call.etag]) }),
    onSuccess: async () => {
      await refresh(NominationsService);
      onClose();
    },
    onError: async (error) => {
      if ([Code.Aborted, Code.FailedPrecondition].includes(ConnectError.from(error).code)) await refresh(NominationsService);
    },
  });
  const form = useFaultyFieldFocus<HTMLDivElement>(action.error);
  const save = () => {
    if (!action.isPending) action.mutate();
  };
  const waiting = call.slate?.notSubmitted ?? 0;
  return (
    <Modal open onClose={onClose} header={{ heading: t.moves[move] }} onKeyDown={onSaveKey(save)}>
      <Modal.Body>
        <BodyShort weight="semibold" spacing>{call.displayName}</BodyShort>
        <BodyLong spacing>{t.moveMeans[move]}</BodyLong>
        {(move === "close" || move === "cancel") && <BodyShort spacing>{t.notSubmitted(waiting)}</BodyShort>}
        <div ref={form} className="form">
          {WITH_REASON.includes(move) && (
            <Textarea label={t.reason} value={reason} maxLength={200} minRows={2} error={fieldError(violations(action.error), "reason", texts)}
                      onChange={(event) => setReason(event.target.value)} />
          )}
          {action.isError && <ErrorNotice error={action.error} shown={["reason"]} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button data-color={move === "cancel" ? "danger" : undefined} loading={action.isPending} onClick={save}>{t.moves[move]}</Button>
        <Button variant="tertiary" onClick={onClose}>{t.keepCall}</Button>
      </Modal.Footer>
    </Modal>
  );
}
