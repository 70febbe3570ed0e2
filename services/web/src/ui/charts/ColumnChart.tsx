// SPDX-License-Identifier: EUPL-1.2
import { scaleBand, scaleLinear } from "d3-scale";
import { FONT, FONT_SIZE, MonthAxis, ValueAxis } from "./Axes";
import { useColours, type Colours } from "./colours";

type Group = "women" | "men" | "other" | "unknown";
const GROUPS: Group[] = ["women", "men", "other", "unknown"];

export type Column = { date: string; label: string } & Record<Group, number>;

interface Properties {
  width: number;
  label: string;
  columns: Column[];
  names: Record<Group, string>;
  format: (value: number) => string;
}

const HEIGHT = 240;
const MARGIN = { top: 14, right: 104, bottom: 26, left: 46 };
const LINE_HEIGHT = 17;

// People of each gender on top of each other, always in the same order; the last column's parts
// are named beside it.
export function ColumnChart({ width, label, columns, names, format }: Properties) {
  const colours = useColours();
  const total = (column: Column) => GROUPS.reduce((sum, group) => sum + column[group], 0);
  const y = scaleLinear([0, Math.max(4, ...columns.map(total))], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = scaleBand(columns.map(({ date }) => date), [MARGIN.left, width - MARGIN.right]).padding(0.25);
  const last = columns.at(-1);
  return (
    <svg role="img" aria-label={label} width="100%" viewBox={`0 0 ${width} ${HEIGHT}`} fontFamily={FONT} fontSize={FONT_SIZE}>
      <ValueAxis ticks={y.ticks(4).filter(Number.isInteger).map((tick) => ({ y: y(tick), text: format(tick) }))}
                 left={MARGIN.left} right={width - MARGIN.right} colours={colours} />
      <MonthAxis months={columns.map((column) => ({ x: (x(column.date) ?? 0) + x.bandwidth() / 2, text: column.label }))}
                 y={HEIGHT - 6} colours={colours} />
      {columns.map((column) => stacked(column).map(({ group, from, to }) => (
        <rect key={column.date + group} x={x(column.date)} width={x.bandwidth()} y={y(to)} height={Math.max(0, y(from) - y(to) - 0.75)}
              fill={colours[group]} />
      )))}
      {last && namesBeside(last, y).map(({ group, at }) => (
        <NameBeside key={group} x={width - MARGIN.right + 6} y={at} colours={colours} group={group}
                    text={`${names[group]} ${format(last[group])}`} />
      ))}
    </svg>
  );
}

function stacked(column: Column): { group: Group; from: number; to: number }[] {
  let from = 0;
  return GROUPS.filter((group) => column[group] > 0).map((group) => {
    const part = { group, from, to: from + column[group] };
    from = part.to;
    return part;
  });
}

// Beside the middle of each part, but never on top of each other.
function namesBeside(column: Column, y: (value: number) => number): { group: Group; at: number }[] {
  let lowest = HEIGHT - MARGIN.bottom + LINE_HEIGHT / 2;
  return stacked(column).map(({ group, from, to }) => {
    lowest = Math.min(y((from + to) / 2), lowest - LINE_HEIGHT);
    return { group, at: lowest };
  });
}

function NameBeside({ x, y, text, group, colours }: { x: number; y: number; text: string; group: Group; colours: Colours }) {
  return <text x={x} y={y} dy="0.32em" fill={colours[group]} fontWeight={600}>{text}</text>;
}
