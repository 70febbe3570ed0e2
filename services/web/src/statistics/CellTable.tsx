// SPDX-License-Identifier: EUPL-1.2
import { Table } from "@navikt/ds-react/Table";
import { HeadCells, Rows } from "../ui/blocks";
import { percent } from "../ui/numbers";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import type { CellOfQuery, FigureQuery } from "./query";
import { Count } from "./Tile";

interface Properties {
  label: string;
  // What the first column holds.
  first: string;
  cells: Cell[];
  query: FigureQuery;
  nameOf: (cell: Cell) => string;
  total?: Cell | undefined;
}

// Cells as rows; each count opens its records.
export function CellTable({ label, first, cells, query, nameOf, total }: Properties) {
  const texts = useTexts();
  const t = texts.statistics;
  const of = (cell: Cell): CellOfQuery => ({ ...query, group: cell.group[0] ?? "", date: cell.date });
  return (
    <Rows label={label} head={<HeadCells texts={[first, t.women, t.men, t.other, t.unknown, t.total, t.share]} />} className="numbers">
      {cells.map((cell) => (
        <CellRow key={cell.date + cell.group.join()} name={nameOf(cell)} cell={cell} of={of(cell)} />
      ))}
      {total && <CellRow name={t.total} cell={total} of={{ ...query, groupBy: undefined }} />}
    </Rows>
  );
}

function CellRow({ name, cell, of }: { name: string; cell: Cell; of: CellOfQuery }) {
  const texts = useTexts();
  const t = texts.statistics;
  const parts: [string, number, string][] = [
    [t.women, cell.women, "WOMAN"], [t.men, cell.men, "MAN"], [t.other, cell.other, "OTHER"],
    [t.unknown, cell.unknown, "NOT_STATED"], [t.total, cell.total, ""],
  ];
  return (
    <Table.Row>
      <Table.HeaderCell scope="row" className="plain">{name}</Table.HeaderCell>
      {parts.map(([part, value, gender]) => (
        <Table.DataCell key={part} align="right">
          {cell.noReport ? t.noReport : <Count value={value} what={`${name}, ${part}`} cell={{ ...of, gender }} />}
        </Table.DataCell>
      ))}
      <Table.DataCell align="right">{percent(cell.share, texts.locale)}</Table.DataCell>
    </Table.Row>
  );
}
