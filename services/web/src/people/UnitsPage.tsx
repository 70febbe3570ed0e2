// SPDX-License-Identifier: EUPL-1.2
// The units, and how each stands in figures and lists.
import { Table } from "@navikt/ds-react/Table";
import { useUnits } from "../api/reference";
import { Disclosure } from "../ui/Disclosure";
import { Empty, HeadCells, Loaded, Rows } from "../ui/blocks";
import { PageHeading } from "../ui/PageHeading";
import { useTexts } from "../texts/texts";
import { inForce, tree } from "./units";

export default function UnitsPage() {
  const texts = useTexts();
  const t = texts.people;
  const units = useUnits();
  return (
    <>
      <PageHeading title={t.units} />
      <Loaded of={units}>
        {(data) => data.length === 0 ? <Empty text={t.noUnits} /> : (
          <Rows label={t.units} head={<HeadCells texts={[t.unit, t.unitCode, texts.disclosure.label]} />}>
            {tree(inForce(data)).map(({ unit, depth }) => (
              <Table.Row key={unit.name}>
                <Table.HeaderCell scope="row" className="plain">
                  {"\u00a0".repeat(3 * depth) + texts.name(unit.displayName, unit.displayNameNb)}
                </Table.HeaderCell>
                <Table.DataCell className="number">{unit.code}</Table.DataCell>
                <Table.DataCell><Disclosure of={unit} called={unit.code} /></Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </>
  );
}
