// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { Select } from "@navikt/ds-react/Select";
import { Textarea } from "@navikt/ds-react/Textarea";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { missions, refresh } from "../api/api";
import { latestDay, shortDate } from "../api/dates";
import { Loaded } from "../ui/blocks";
import { DateField } from "../ui/DateField";
import { ErrorNotice, fieldError, refusalText } from "../ui/errors";
import { FreeText } from "../ui/FreeText";
import { PlausibleReason } from "../ui/PlausibleReason";
import { useSave } from "../ui/useSave";
import { MissionsService, type Deployment } from "../gen/muster/missions/v1/missions_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { TrainingService } from "../gen/muster/training/v1/training_pb";
import { useTexts } from "../texts/texts";

const FIELDS = ["segment", "actual_from", "actual_to", "reason", "overlap_reason", "handover_reason", "plausible_reason"];

// A button, and the dialog that it opens: actual days that were recorded wrongly.
export function CorrectDays({ deployment }: { deployment: string }) {
  const t = useTexts().people;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="xsmall" variant="secondary" onClick={() => setAsking(true)}>{t.correctDays}</Button>
      {asking && <Dialog deployment={deployment} onClose={() => setAsking(false)} />}
    </>
  );
}

function Dialog({ deployment, onClose }: { deployment: string; onClose: () => void }) {
  const texts = useTexts();
  const found = useQuery(MissionsService.method.getDeployment, { name: deployment });
  return (
    <Modal open onClose={onClose} header={{ heading: texts.people.correctDays }}>
      <Loaded of={found}>
        {(data) => {
          const action = data.actions.find(({ verb }) => verb === "CorrectDeploymentDays");
          if (action?.possible) return <Form deployment={data} onClose={onClose} />;
          return (
            <Modal.Body>
              <BodyLong>
                {action ? refusalText({ ...action, description: action.explanation }, texts) : texts.people.noDaysToCorrect}
              </BodyLong>
            </Modal.Body>
          );
        }}
      </Loaded>
    </Modal>
  );
}

// The days as they are recorded: of a segment, or of the deployment. Without a last one it runs, and gets none here.
function daysOf(deployment: Deployment, segment: string) {
  const one = deployment.segments.find(({ name }) => name === segment);
  return one
    ? { actual_from: one.validFrom ?? "", actual_to: one.validTo ?? "" }
    : { actual_from: deployment.actualFrom ?? "", actual_to: deployment.actualTo ?? "" };
}

function Form({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const texts = useTexts();
  const t = texts.people;
  const [values, setValues] = useState({ segment: "", ...daysOf(deployment, ""), reason: "", overlap_reason: "", handover_reason: "", plausible_reason: "" });
  const runs = daysOf(deployment, values.segment).actual_to === "";
  const { form, save, onKeyDown, saving, error, found } = useSave<HTMLDivElement, Deployment>({
    content: { ...values, etag: deployment.etag },
    send: (requestId) => missions.correctDeploymentDays({
      name: deployment.name, etag: deployment.etag, requestId, segment: values.segment, reason: values.reason,
      overlapReason: values.overlap_reason, handoverReason: values.handover_reason, plausibleReason: values.plausible_reason, actualFrom: values.actual_from || undefined,
      actualTo: (!runs && values.actual_to) || undefined,
    }),
    onSaved: async () => {
      await refresh(MissionsService, StatisticsService, TrainingService);
      onClose();
    },
    onOvertaken: () => refresh(MissionsService),
  });
  const common = (field: "actual_from" | "actual_to" | "reason" | "overlap_reason" | "handover_reason") => ({
    value: values[field], error: fieldError(found, field, texts),
  });
  const change = (changed: Partial<typeof values>) => setValues({ ...values, ...changed });
  return (
    <>
      <Modal.Body>
        <BodyLong spacing>{t.correctDaysHelp}</BodyLong>
        <div ref={form} role="group" aria-label={t.correctDays} className="form" onKeyDown={onKeyDown}>
          {deployment.segments.length > 1 && (
            <Select label={t.part} value={values.segment} error={fieldError(found, "segment", texts)}
                    onChange={({ target: { value } }) => change({ segment: value, ...daysOf(deployment, value) })}>
              <option value="">{t.wholeDeployment}</option>
              {deployment.segments.map(({ name, title, validFrom }) => (
                <option key={name} value={name}>{title}, {validFrom && shortDate(validFrom, texts.locale)}</option>
              ))}
            </Select>
          )}
          <DateField label={t.from} {...common("actual_from")} latest={latestDay()} onChange={(day) => change({ actual_from: day })} />
          {!runs && <DateField label={t.to} {...common("actual_to")} latest={latestDay()} onChange={(day) => change({ actual_to: day })} />}
          <FreeText label={t.reason} {...common("reason")} maxLength={200} minRows={2} onChange={({ target }) => change({ reason: target.value })} />
          <Textarea label={t.overlapReason} {...common("overlap_reason")} maxLength={200} minRows={1} onChange={({ target }) => change({ overlap_reason: target.value })} />
          <Textarea label={t.handoverReason} {...common("handover_reason")} maxLength={200} minRows={1} onChange={({ target }) => change({ handover_reason: target.value })} />
          <PlausibleReason value={values.plausible_reason} found={found} onChange={(word) => change({ plausible_reason: word })} />
          {error && <ErrorNotice error={error} shown={FIELDS} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button loading={saving} onClick={() => save()}>{t.correctDays}</Button>
        <Button variant="tertiary" onClick={onClose}>{texts.app.cancel}</Button>
      </Modal.Footer>
    </>
  );
}
