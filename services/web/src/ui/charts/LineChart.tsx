// SPDX-License-Identifier: EUPL-1.2
import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import { FONT, FONT_SIZE, Gaps, gapsOf, MonthAxis, ValueAxis } from "./Axes";
import { useColours } from "./colours";

export interface Point {
  date: string;
  label: string;
  // Undefined: there is none, and the line is broken.
  value: number | undefined;
  // Then in words why.
  gap?: string | undefined;
  // A character above the point, which a note explains.
  mark: string;
}

interface Properties {
  width: number;
  label: string;
  points: Point[];
  format: (value: number) => string;
  formatTick: (value: number) => string;
}

const HEIGHT = 220;
const MARGIN = { top: 14, right: 64, bottom: 26, left: 46 };

// One series from zero, with its last value written beside it.
export function LineChart({ width, label, points, format, formatTick }: Properties) {
  const colours = useColours();
  const highest = Math.max(0.1, ...points.map(({ value }) => value ?? 0));
  const y = scaleLinear([0, highest], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(4);
  const x = scalePoint(points.map(({ date }) => date), [MARGIN.left, width - MARGIN.right]);
  const at = (point: Point) => x(point.date) ?? 0;
  const step = points.length > 1 ? x.step() / 2 : 20;
  const gaps = gapsOf(points.map((point) => ({
    from: Math.max(MARGIN.left, at(point) - step), to: Math.min(width - MARGIN.right, at(point) + step), text: point.gap,
  })));
  const path = line<Point>().defined(({ value }) => value !== undefined).x(at).y(({ value }) => y(value ?? 0))(points);
  const last = points.findLast(({ value }) => value !== undefined);
  return (
    <svg role="img" aria-label={label} width="100%" viewBox={`0 0 ${width} ${HEIGHT}`} fontFamily={FONT} fontSize={FONT_SIZE}>
      <ValueAxis ticks={y.ticks(4).map((tick) => ({ y: y(tick), text: formatTick(tick) }))}
                 left={MARGIN.left} right={width - MARGIN.right} colours={colours} />
      <MonthAxis months={points.map((point) => ({ x: at(point), text: point.label }))} y={HEIGHT - 6} colours={colours} />
      <Gaps gaps={gaps} top={MARGIN.top} bottom={HEIGHT - MARGIN.bottom} colours={colours} />
      {path && <path d={path} fill="none" stroke={colours.women} strokeWidth={2.5} strokeLinejoin="round" />}
      {points.length <= 30 && points.map((point) => point.value !== undefined && (
        <circle key={point.date} cx={at(point)} cy={y(point.value)} r={2.5} fill={colours.women} />
      ))}
      {points.map((point) => point.mark && point.value !== undefined && (
        <text key={point.date} x={at(point)} y={y(point.value) - 7} textAnchor="middle" fill={colours.text}>{point.mark}</text>
      ))}
      {last?.value !== undefined && (
        <>
          <circle cx={at(last)} cy={y(last.value)} r={4.5} fill={colours.women} stroke={colours.background} strokeWidth={1.5} />
          <text x={at(last) + 9} y={y(last.value)} dy="0.32em" fontWeight={600} fontSize={15} fill={colours.women}>{format(last.value)}</text>
        </>
      )}
    </svg>
  );
}
