// SPDX-License-Identifier: EUPL-1.2
import type { Colours } from "./colours";

export const FONT = "Source Sans 3, Arial, sans-serif";
export const FONT_SIZE = 14;

interface ValueAxisProperties {
  ticks: { y: number; text: string }[];
  left: number;
  right: number;
  colours: Colours;
}

// Faint lines at round values, each with its value at the left.
export function ValueAxis({ ticks, left, right, colours }: ValueAxisProperties) {
  return ticks.map(({ y, text }) => (
    <g key={y}>
      <line x1={left} x2={right} y1={y} y2={y} stroke={colours.grid} strokeWidth={1} />
      <text x={left - 6} y={y} dy="0.32em" textAnchor="end" fill={colours.quiet}>{text}</text>
    </g>
  ));
}

interface MonthAxisProperties {
  months: { x: number; text: string }[];
  y: number;
  colours: Colours;
}

interface GapsProperties {
  gaps: Gap[];
  top: number;
  bottom: number;
  colours: Colours;
}

// Where there is no number, from x to x, and what it says there.
export interface Gap {
  from: number;
  to: number;
  text: string;
}

// About the width of a character, and the height of a line.
const CHARACTER = 7;
const LINE = 16;

// A frame in place of numbers with the reason in words, upright where it is narrow: never to be taken for zero.
export function Gaps({ gaps, top, bottom, colours }: GapsProperties) {
  return gaps.map(({ from, to, text }) => {
    const [x, y] = [(from + to) / 2, (top + bottom) / 2];
    const lying = to - from > text.length * CHARACTER;
    return (
      <g key={from}>
        <rect x={from} y={top} width={to - from} height={bottom - top} fill={colours.grid} fillOpacity={0.3}
              stroke={colours.quiet} strokeWidth={1} strokeDasharray="3 3" />
        {(lying || to - from >= LINE) && (
          <text x={x} y={y} dy="0.32em" textAnchor="middle" fill={colours.text} transform={lying ? undefined : `rotate(-90 ${x} ${y})`}>{text}</text>
        )}
      </g>
    );
  });
}

// Neighbours without a number for one reason are one gap; `edges` of each column.
export function gapsOf(columns: { from: number; to: number; text: string | undefined }[]): Gap[] {
  const gaps: Gap[] = [];
  columns.forEach(({ from, to, text }, index) => {
    if (!text) return;
    const last = gaps.at(-1);
    if (last && columns[index - 1]?.text === text) last.to = to;
    else gaps.push({ from, to, text });
  });
  return gaps;
}

// How many pixels a month's name takes with room around it.
const MONTH_WIDTH = 58;

// As many months' names as have room, always with the last one.
export function MonthAxis({ months, y, colours }: MonthAxisProperties) {
  const width = (months.at(-1)?.x ?? 0) - (months[0]?.x ?? 0);
  const step = Math.max(1, Math.ceil((months.length * MONTH_WIDTH) / Math.max(width, 1)));
  return months.filter((_, index) => (months.length - 1 - index) % step === 0).map(({ x, text }) => (
    <text key={text + x} x={x} y={y} textAnchor="middle" fill={colours.quiet}>{text}</text>
  ));
}
