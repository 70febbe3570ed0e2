// SPDX-License-Identifier: EUPL-1.2
// How a unit or mission stands in figures and lists: by its name, or as "other".
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { ReadMore } from "@navikt/ds-react/ReadMore";
import { Table } from "@navikt/ds-react/Table";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { everyPage, missions, queries, refresh, roster } from "../api/api";
import { latestDay, shortDate, today } from "../api/dates";
import { useMay } from "../api/session";
import { MissionsService, type Mission, type MissionDisclosure } from "../gen/muster/missions/v1/missions_pb";
import { Disclosure as Stands } from "../gen/muster/platform/v1/terms_pb";
import { RosterService, type Unit, type UnitDisclosure } from "../gen/muster/roster/v1/roster_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { Empty, HeadCells, Loaded, Rows } from "./blocks";
import { DateField } from "./DateField";
import { ErrorNotice, fieldError } from "./errors";
import { FreeText } from "./FreeText";
import { useSave } from "./useSave";

const FIELDS = ["valid_from", "reason"];
const pageSize = 500;

interface Properties {
  of: Unit | Mission;
  // What it is called, for who hears the buttons read out.
  called: string;
}

const isUnit = (of: Unit | Mission): of is Unit => of.$typeName === "muster.roster.v1.Unit";

// With a dialog to change it for who may, and what it was before for its readers.
export function Disclosure({ of, called }: Properties) {
  const t = useTexts().disclosure;
  const may = useMay("changeDisclosure");
  const sees = useMay("seeDisclosures");
  const [asking, setAsking] = useState(false);
  const grouped = of.disclosure === Stands.GROUPED;
  const change = grouped ? t.nameIt : t.groupIt;
  return (
    <>
      {grouped ? t.grouped : t.named}{" "}
      {may && <Button size="xsmall" variant="secondary" aria-label={`${change}: ${called}`} onClick={() => setAsking(true)}>{change}</Button>}
      {asking && <Dialog of={of} onClose={() => setAsking(false)} />}
      {sees && <History of={of} called={called} />}
    </>
  );
}

function Dialog({ of, onClose }: { of: Unit | Mission; onClose: () => void }) {
  const texts = useTexts();
  const t = texts.disclosure;
  const grouped = of.disclosure === Stands.GROUPED;
  const [values, setValues] = useState({ validFrom: today(), reason: "" });
  const { form, save, onKeyDown, saving, error, found } = useSave<HTMLDivElement, Unit | Mission>({
    content: { ...values, etag: of.etag },
    send: (requestId) => {
      const change = { disclosure: grouped ? Stands.NAMED : Stands.GROUPED, etag: of.etag, requestId, ...values };
      return isUnit(of) ? roster.changeUnitDisclosure({ unit: of.name, ...change })
        : missions.changeMissionDisclosure({ mission: of.name, ...change });
    },
    onSaved: async () => {
      await refresh(MissionsService, RosterService, StatisticsService);
      await Promise.all([["missions"], ["units"], ["disclosures", of.name]].map((queryKey) => queries.invalidateQueries({ queryKey })));
      onClose();
    },
    onOvertaken: async () => {
      await refresh(MissionsService, RosterService);
      await queries.invalidateQueries({ queryKey: ["units"] });
    },
  });
  const heading = grouped ? t.nameIt : t.groupIt;
  const means = isUnit(of) ? t.ofUnit : t.ofMission;
  return (
    <Modal open onClose={onClose} header={{ heading }}>
      <Modal.Body>
        <BodyLong spacing>{grouped ? means.nameMeans : means.groupMeans}</BodyLong>
        <div ref={form} role="group" aria-label={heading} className="form" onKeyDown={onKeyDown}>
          <DateField label={t.from} value={values.validFrom} latest={latestDay()} error={fieldError(found, "valid_from", texts)}
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

function History({ of, called }: Properties) {
  const t = useTexts().disclosure;
  const [open, setOpen] = useState(false);
  return (
    <ReadMore size="small" header={t.history} open={open} onOpenChange={setOpen}>
      {open && <Changes of={of} called={called} />}
    </ReadMore>
  );
}

function Changes({ of, called }: Properties) {
  const texts = useTexts();
  const t = texts.disclosure;
  const changes = useQuery({
    queryKey: ["disclosures", of.name],
    queryFn: async ({ signal }): Promise<(UnitDisclosure | MissionDisclosure)[]> => isUnit(of)
      ? everyPage((pageToken) => roster.listUnitDisclosures({ unit: of.name, pageSize, pageToken }, { signal }), (page) => page.unitDisclosures)
      : everyPage((pageToken) => missions.listMissionDisclosures({ mission: of.name, pageSize, pageToken }, { signal }), (page) => page.missionDisclosures),
  });
  return (
    <>
      <BodyLong size="small">{t.whoMay}</BodyLong>
      <Loaded of={changes}>
        {(data) => data.length === 0 ? <Empty text={t.always} /> : (
          <Rows label={`${t.history}: ${called}`} head={<HeadCells texts={[t.from, t.stands, t.reason]} />}>
            {data.map((change) => (
              <Table.Row key={change.name}>
                <Table.DataCell className="date">{shortDate(change.validFrom, texts.locale)}</Table.DataCell>
                <Table.DataCell>{change.disclosure === Stands.GROUPED ? t.grouped : t.named}</Table.DataCell>
                <Table.DataCell>{change.reason}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </>
  );
}
