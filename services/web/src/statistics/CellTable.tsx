// SPDX-License-Identifier: EUPL-1.2
import { Table } from "@navikt/ds-react/Table";
import { HeadCells, Rows } from "../ui/blocks";
import { integer, percent } from "../ui/numbers";
import type { Cell, QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { DownloadButton } from "./DownloadButton";
import type { CellOfQuery, FigureQuery } from "./query";
import { Count } from "./Tile";
import { Marks } from "./Warnings";
import { noNumber, unstatedHead } from "./words";

interface Properties {
  label: string;
  // What the first column holds.
  first: string;
  answer: QueryIndicatorResponse;
  // Those of the answer, in the order in which they are shown.
  cells: Cell[];
  query: FigureQuery;
  nameOf: (cell: Cell) => string;
  // All of them together, and what asks for its records.
  total?: { cell: Cell; of: FigureQuery } | undefined;
}

// Cells as rows; each count opens its records. All of it is offered as a file.
export function CellTable({ label, first, answer, cells, query, nameOf, total }: Properties) {
  const texts = useTexts();
  const t = texts.statistics;
  const of = (cell: Cell): CellOfQuery => ({ ...query, group: cell.group[0] ?? "", date: cell.date });
  const open = [...cells, ...(total ? [total.cell] : [])].some(({ unstated }) => unstated > 0);
  const head = [first, t.women, t.men, t.other, t.unknown, t.total, t.share, ...(open ? [unstatedHead(query, texts)] : [])];
  return (
    <>
      <Rows label={label} head={<HeadCells texts={head} />} className="numbers">
        {cells.map((cell) => (
          <CellRow key={cell.date + cell.group.join()} name={nameOf(cell)} marked cell={cell} of={of(cell)} open={open} />
        ))}
        {total && <CellRow name={t.total} cell={total.cell} of={{ ...total.of, date: total.cell.date }} open={open} />}
      </Rows>
      <DownloadButton answer={answer} query={query} />
    </>
  );
}

interface RowProperties {
  name: string;
  // Of all together it is said beneath the table what the marks would say.
  marked?: boolean;
  cell: Cell;
  of: CellOfQuery;
  // Whether there is a column of those who may belong here.
  open: boolean;
}

function CellRow({ name, marked = false, cell, of, open }: RowProperties) {
  const texts = useTexts();
  const t = texts.statistics;
  const parts: [string, number, string][] = [
    [t.women, cell.women, "WOMAN"], [t.men, cell.men, "MAN"], [t.other, cell.other, "OTHER"],
    [t.unknown, cell.unknown, "NOT_STATED"], [t.total, cell.total, ""],
  ];
  const missing = noNumber(of.indicator, cell, texts);
  return (
    <Table.Row>
      <Table.HeaderCell scope="row" className="plain">{name}{marked && <Marks cell={cell} />}</Table.HeaderCell>
      {missing ? <Table.DataCell colSpan={parts.length + 1}>{missing}</Table.DataCell> : (
        <>
          {parts.map(([part, value, gender]) => (
            <Table.DataCell key={part} align="right">
              <Count value={value} what={`${name}, ${part}`} cell={{ ...of, gender }} />
            </Table.DataCell>
          ))}
          <Table.DataCell align="right">{percent(cell.share, texts.locale)}</Table.DataCell>
        </>
      )}
      {open && <Table.DataCell align="right">{integer(cell.unstated, texts.locale)}</Table.DataCell>}
    </Table.Row>
  );
}
