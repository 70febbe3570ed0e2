// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { refresh } from "../api/api";
import { ErrorNotice } from "../ui/errors";
import { useSave } from "../ui/useSave";
import { NominationsService, Reason, type Nomination } from "../gen/muster/nominations/v1/nominations_pb";
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { act } from "./act";
import { ActionFields, type ActionValues } from "./ActionFields";
import { ENDS, fieldsOf } from "./states";

interface Properties {
  nomination: Nomination;
  action: Action;
  onClose: () => void;
}

// Asks for what a step takes and does it. The nomination's etag guards against acting on what
// somebody else has changed since.
export function ActionDialog({ nomination, action, onClose }: Properties) {
  const texts = useTexts();
  const t = texts.nominations;
  const { verb } = action;
  const fields = fieldsOf(action);
  const [values, setValues] = useState<ActionValues>({
    reason: Reason.UNSPECIFIED, reason_text: "", effective_date: "", reference: "", reserve_until: "",
    planned_from: nomination.plannedFrom, planned_to: nomination.plannedTo,
  });
  const given = (field: "effective_date" | "planned_from" | "planned_to" | "reserve_until") =>
    (fields.includes(field) && values[field]) || undefined;
  const { form, save, onKeyDown, saving, error, found } = useSave<HTMLDivElement, Nomination>({
    content: { ...values, etag: nomination.etag },
    send: (requestId) => act(verb, {
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
    onSaved: async () => {
      await refresh(NominationsService, StatisticsService);
      onClose();
    },
    onOvertaken: () => refresh(NominationsService),
  });
  const title = t.verbs[verb] ?? verb;
  return (
    <Modal open onClose={onClose} header={{ heading: title }} onKeyDown={onKeyDown}>
      <Modal.Body>
        <BodyShort spacing>{nomination.personDisplayName}</BodyShort>
        <div ref={form} className="form">
          <ActionFields verb={verb} fields={fields} values={values} onChange={setValues} found={found} />
          {error && <ErrorNotice error={error} shown={fields} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button data-color={ENDS.includes(verb) ? "danger" : undefined} loading={saving} onClick={() => save()}>{title}</Button>
        <Button variant="tertiary" onClick={onClose}>{texts.app.cancel}</Button>
      </Modal.Footer>
    </Modal>
  );
}
