// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { BodyLong, BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { refresh } from "../api/api";
import { ErrorNotice, fieldError } from "../ui/errors";
import { FreeText } from "../ui/FreeText";
import { useSave } from "../ui/useSave";
import { NominationsService, type Call } from "../gen/muster/nominations/v1/nominations_pb";
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { useTexts } from "../texts/texts";
import { actOnCall } from "./act";
import { fieldsOf, type CallMove } from "./states";

interface Properties {
  call: Call;
  action: Action;
  move: CallMove;
  onClose: () => void;
}

// Names the call and how many nominations it concerns, and takes the reason where one is needed.
export function CallMoveDialog({ call, action, move, onClose }: Properties) {
  const texts = useTexts();
  const t = texts.nominations;
  const [reason, setReason] = useState("");
  const { form, save, onKeyDown, saving, error, found } = useSave<HTMLDivElement, Call>({
    content: { move, reason, etag: call.etag },
    send: (requestId) => actOnCall(action.verb, { name: call.name, etag: call.etag, reason, requestId }),
    onSaved: async () => {
      await refresh(NominationsService);
      onClose();
    },
    onOvertaken: () => refresh(NominationsService),
  });
  const waiting = call.slate?.notSubmitted ?? 0;
  return (
    <Modal open onClose={onClose} header={{ heading: t.moves[move] }} onKeyDown={onKeyDown}>
      <Modal.Body>
        <BodyShort weight="semibold" spacing>{call.displayName}</BodyShort>
        <BodyLong spacing>{t.moveMeans[move]}</BodyLong>
        {(move === "close" || move === "cancel") && <BodyShort spacing>{t.notSubmitted(waiting)}</BodyShort>}
        <div ref={form} className="form">
          {fieldsOf(action).includes("reason") && (
            <FreeText label={t.reason} value={reason} maxLength={200} minRows={2} error={fieldError(found, "reason", texts)}
                      onChange={(event) => setReason(event.target.value)} />
          )}
          {error && <ErrorNotice error={error} shown={["reason"]} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button data-color={move === "cancel" ? "danger" : undefined} loading={saving} onClick={() => save()}>{t.moves[move]}</Button>
        <Button variant="tertiary" onClick={onClose}>{t.keepCall}</Button>
      </Modal.Footer>
    </Modal>
  );
}
