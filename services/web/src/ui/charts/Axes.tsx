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
