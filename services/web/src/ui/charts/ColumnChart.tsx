// SPDX-License-Identifier: EUPL-1.2
import { scaleBand, scaleLinear } from "d3-scale";
import { FONT, FONT_SIZE, Gaps, gapsOf, MonthAxis, ValueAxis } from "./Axes";
import { useColours, type Colours } from "./colours";

type Group = "women" | "men" | "other" | "unknown";
const GROUPS: Group[] = ["women", "men", "other", "unknown"];

export interface Column extends Record<Group, number> {
  date: string;
  label: string;
  // Why there is no number, in words.
  gap?: string | undefined;
  // A character above the column, which a note explains.
  mark: string;
}

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

// People of each gender on top of each other, always in the same order; the parts of the last
// column that has any are named beside it, with their numbers if it is the last of all.
export function ColumnChart({ width, label, columns, names, format }: Properties) {
  const colours = useColours();
  const total = (column: Column) => GROUPS.reduce((sum, group) => sum + column[group], 0);
  const y = scaleLinear([0, Math.max(4, ...columns.map(total))], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = scaleBand(columns.map(({ date }) => date), [MARGIN.left, width - MARGIN.right]).padding(0.25);
  const last = columns.findLast((column) => total(column) > 0);
  const numbered = last === columns.at(-1);
  const left = (column: Column) => x(column.date) ?? 0;
  const gaps = gapsOf(columns.map((column) => ({ from: left(column), to: left(column) + x.bandwidth(), text: column.gap })));
  return (
    <svg role="img" aria-label={label} width="100%" viewBox={`0 0 ${width} ${HEIGHT}`} fontFamily={FONT} fontSize={FONT_SIZE}>
      <ValueAxis ticks={y.ticks(4).filter(Number.isInteger).map((tick) => ({ y: y(tick), text: format(tick) }))}
                 left={MARGIN.left} right={width - MARGIN.right} colours={colours} />
      <MonthAxis months={columns.map((column) => ({ x: left(column) + x.bandwidth() / 2, text: column.label }))}
                 y={HEIGHT - 6} colours={colours} />
      <Gaps gaps={gaps} top={MARGIN.top} bottom={HEIGHT - MARGIN.bottom} colours={colours} />
      {columns.map((column) => column.mark && total(column) > 0 && (
        <text key={column.date} x={left(column) + x.bandwidth() / 2} y={y(total(column)) - 3} textAnchor="middle" fill={colours.text}>{column.mark}</text>
      ))}
      {columns.map((column) => stacked(column).map(({ group, from, to }) => (
        <rect key={column.date + group} x={left(column)} width={x.bandwidth()} y={y(to)} height={Math.max(0, y(from) - y(to) - 0.75)}
              fill={colours[group]} />
      )))}
      {last && namesBeside(last, y).map(({ group, at }) => (
        <NameBeside key={group} x={width - MARGIN.right + 6} y={at} colours={colours} group={group}
                    text={numbered ? `${names[group]} ${format(last[group])}` : names[group]} />
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
