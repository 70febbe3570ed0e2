// SPDX-License-Identifier: EUPL-1.2
import { Code, ConnectError } from "@connectrpc/connect";
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { refresh } from "../api/api";
import { hasWrongDate } from "../ui/DateField";
import { ErrorNotice, violations } from "../ui/errors";
import { useFaultyFieldFocus } from "../ui/useFaultyFieldFocus";
import { useRequestId } from "../api/requestId";
import { onSaveKey } from "../ui/saveKey";
import { NominationsService, Reason, type Nomination } from "../gen/muster/nominations/v1/nominations_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { act } from "./act";
import { ActionFields, type ActionValues } from "./ActionFields";
import { verbOf } from "./states";

interface Properties {
  nomination: Nomination;
  verb: string;
  onClose: () => void;
}

// Asks for what a verb needs and does it. The nomination's etag guards against acting on what
// somebody else has changed since.
export function ActionDialog({ nomination, verb, onClose }: Properties) {
  const texts = useTexts();
  const t = texts.nominations;
  const { fields, ends } = verbOf(verb);
  const requestId = useRequestId();
  const [values, setValues] = useState<ActionValues>({
    reason: Reason.UNSPECIFIED, reason_text: "", effective_date: "", reference: "", reserve_until: "",
    planned_from: nomination.plannedFrom, planned_to: nomination.plannedTo,
  });
  const given = (field: "effective_date" | "planned_from" | "planned_to" | "reserve_until") =>
    (fields.includes(field) && values[field]) || undefined;
  const action = useMutation({
    mutationFn: () => act(verb, {
      name: nomination.name,
      etag: nomination.etag,
      requestId: requestId([values, nomination.etag]),
      reason: values.reason,
      reasonText: values.reason_text,
      reference: values.reference,
      effectiveDate: given("effective_date"),
      plannedFrom: given("planned_from"),
      plannedTo: given("planned_to"),
      reserveUntil: given("reserve_until"),
    }),
    onSuccess: async () => {
      await refresh(NominationsService, StatisticsService);
      onClose();
    },
    // Somebody may have been faster: what they did has to be on the page before anybody tries again.
    onError: async (error) => {
      if ([Code.Aborted, Code.FailedPrecondition].includes(ConnectError.from(error).code)) await refresh(NominationsService);
    },
  });
  const [refused, setRefused] = useState<object>();
  const form = useFaultyFieldFocus<HTMLDivElement>(action.error, refused);
  const save = () => {
    if (hasWrongDate(values)) setRefused({});
    else if (!action.isPending) action.mutate();
  };
  const title = t.verbs[verb] ?? verb;
  return (
    <Modal open onClose={onClose} header={{ heading: title }} onKeyDown={onSaveKey(save)}>
      <Modal.Body>
        <BodyShort spacing>{nomination.personDisplayName}</BodyShort>
        <div ref={form} className="form">
          <ActionFields verb={verb} fields={fields} values={values} onChange={setValues} found={violations(action.error)} />
          {action.isError && <ErrorNotice error={action.error} shown={fields} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button data-color={ends ? "danger" : undefined} loading={action.isPending} onClick={save}>{title}</Button>
        <Button variant="tertiary" onClick={onClose}>{texts.app.cancel}</Button>
      </Modal.Footer>
    </Modal>
  );
}
