// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newRequestId, queries } from "../app/api";
import { ErrorNotice, violations } from "../app/errors";
import { onSaveKey } from "../app/saveKey";
import { Reason, type Nomination } from "../gen/muster/nominations/v1/nominations_pb";
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
  const [requestId] = useState(newRequestId);
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
      requestId,
      reason: values.reason,
      reasonText: values.reason_text,
      reference: values.reference,
      effectiveDate: given("effective_date"),
      plannedFrom: given("planned_from"),
      plannedTo: given("planned_to"),
      reserveUntil: given("reserve_until"),
    }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  });
  const title = t.verbs[verb] ?? verb;
  return (
    <Modal open onClose={onClose} header={{ heading: title }} onKeyDown={onSaveKey(() => action.mutate())}>
      <Modal.Body>
        <BodyShort spacing>{nomination.personDisplayName}</BodyShort>
        <div className="form">
          <ActionFields verb={verb} fields={fields} values={values} onChange={setValues} found={violations(action.error)} />
          {action.isError && <ErrorNotice error={action.error} shown={fields} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button data-color={ends ? "danger" : undefined} loading={action.isPending} onClick={() => action.mutate()}>{title}</Button>
        <Button variant="tertiary" onClick={onClose}>{texts.app.cancel}</Button>
      </Modal.Footer>
    </Modal>
  );
}
