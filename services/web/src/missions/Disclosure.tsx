// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { missions, queries, refresh } from "../api/api";
import { latestDay, today } from "../api/dates";
import { useMay } from "../api/session";
import { DateField } from "../ui/DateField";
import { ErrorNotice, fieldError } from "../ui/errors";
import { FreeText } from "../ui/FreeText";
import { useSave } from "../ui/useSave";
import { MissionsService, type Mission } from "../gen/muster/missions/v1/missions_pb";
import { Disclosure as Stands } from "../gen/muster/platform/v1/terms_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";

const FIELDS = ["valid_from", "reason"];

// How the mission stands in figures and lists, and a dialog to change it for who may.
export function Disclosure({ mission }: { mission: Mission }) {
  const t = useTexts().missions;
  const may = useMay("changeDisclosure");
  const [asking, setAsking] = useState(false);
  const grouped = mission.disclosure === Stands.GROUPED;
  return (
    <>
      {grouped ? t.grouped : t.named}{" "}
      {may && <Button size="xsmall" variant="secondary" onClick={() => setAsking(true)}>{grouped ? t.nameIt : t.groupIt}</Button>}
      {asking && <Dialog mission={mission} onClose={() => setAsking(false)} />}
    </>
  );
}

function Dialog({ mission, onClose }: { mission: Mission; onClose: () => void }) {
  const texts = useTexts();
  const t = texts.missions;
  const grouped = mission.disclosure === Stands.GROUPED;
  const [values, setValues] = useState({ validFrom: today(), reason: "" });
  const { form, save, onKeyDown, saving, error, found } = useSave<HTMLDivElement, Mission>({
    content: { ...values, etag: mission.etag },
    send: (requestId) => missions.changeMissionDisclosure({
      mission: mission.name, disclosure: grouped ? Stands.NAMED : Stands.GROUPED, etag: mission.etag, requestId, ...values,
    }),
    onSaved: async () => {
      await refresh(MissionsService, StatisticsService);
      await queries.invalidateQueries({ queryKey: ["missions"] });
      onClose();
    },
    onOvertaken: () => refresh(MissionsService),
  });
  const heading = grouped ? t.nameIt : t.groupIt;
  return (
    <Modal open onClose={onClose} header={{ heading }}>
      <Modal.Body>
        <BodyLong spacing>{grouped ? t.nameMeans : t.groupMeans}</BodyLong>
        <div ref={form} role="group" aria-label={heading} className="form" onKeyDown={onKeyDown}>
          <DateField label={t.disclosedFrom} value={values.validFrom} latest={latestDay()} error={fieldError(found, "valid_from", texts)}
                     onChange={(validFrom) => setValues({ ...values, validFrom })} />
          <FreeText label={t.reason} value={values.reason} maxLength={200} minRows={2} error={fieldError(found, "reason", texts)}
                    onChange={({ target }) => setValues({ ...values, reason: target.value })} />
          {error && <ErrorNotice error={error} shown={FIELDS} />}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Button loading={saving} onClick={() => save()}>{heading}</Button>
        <Button variant="tertiary" onClick={onClose}>{texts.app.cancel}</Button>
      </Modal.Footer>
    </Modal>
  );
}
