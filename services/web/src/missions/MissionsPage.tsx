// SPDX-License-Identifier: EUPL-1.2
import { Table } from "@navikt/ds-react/Table";
import { Empty, HeadCells, idOf, Loaded, Rows, TextLink } from "../ui/blocks";
import { PageHeading } from "../ui/PageHeading";
import { useMissions } from "../api/reference";
import { MissionKindSchema } from "../gen/muster/missions/v1/missions_pb";
import { OrganisationSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { mandate } from "./mandate";

export default function MissionsPage() {
  const texts = useTexts();
  const t = texts.missions;
  const missions = useMissions();
  return (
    <>
      <PageHeading title={t.title} />
      <Loaded of={missions}>
        {(data) => data.length === 0 ? <Empty text={t.none} /> : (
          <Rows label={t.title} head={<HeadCells texts={[t.acronym, t.name, t.organisation, t.kind, t.mandate]} />}>
            {data.map((mission) => (
              <Table.Row key={mission.name}>
                <Table.HeaderCell scope="row" className="plain">
                  <TextLink href={`/missions/${idOf(mission.name)}`}>{mission.acronym}</TextLink>
                </Table.HeaderCell>
                <Table.DataCell>{texts.name(mission.displayName, mission.displayNameNb)}</Table.DataCell>
                <Table.DataCell>{texts.value(OrganisationSchema, mission.organisation)}</Table.DataCell>
                <Table.DataCell>{texts.value(MissionKindSchema, mission.kind)}</Table.DataCell>
                <Table.DataCell className="date">{mandate(mission, texts)}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </>
  );
}
