// SPDX-License-Identifier: EUPL-1.2
import { scaleLinear } from "d3-scale";
import { FONT, FONT_SIZE } from "./Axes";
import { useColours } from "./colours";

interface Bar {
  name: string;
  // From 0 to 1; undefined: there is none, and no bar.
  value: number | undefined;
  // What stands beside the bar: "3 of 7 · 42.9 %".
  text: string;
}

interface Properties {
  width: number;
  label: string;
  bars: Bar[];
  // All together: a dashed line.
  reference?: { value: number; text: string } | undefined;
}

const ROW = 44;
const TOP = 22;
const TEXT_WIDTH = 128;

// Shares, one bar a group on a track that is the whole of it, its name above and its numbers beside it, so that
// a narrow window holds them too.
export function BarChart({ width, label, bars, reference }: Properties) {
  const colours = useColours();
  const whole = width - TEXT_WIDTH;
  const x = scaleLinear([0, 1], [0, whole]);
  const height = TOP + bars.length * ROW;
  return (
    <svg role="img" aria-label={label} width="100%" viewBox={`0 0 ${width} ${height}`} fontFamily={FONT} fontSize={FONT_SIZE}>
      {bars.map(({ name, value, text }, index) => (
        <g key={name} transform={`translate(0 ${TOP + index * ROW})`}>
          <text x={0} y={12} fill={colours.text}>{name}</text>
          {value !== undefined && (
            <>
              <rect x={0} y={18} width={whole} height={16} fill={colours.grid} opacity={0.45} />
              <rect x={0} y={18} width={x(value)} height={16} fill={colours.women} />
            </>
          )}
          <text x={value === undefined ? 0 : whole + 8} y={26} dy="0.32em" fill={colours.text} fontWeight={600}>{text}</text>
        </g>
      ))}
      {reference && (
        <>
          <line x1={x(reference.value)} x2={x(reference.value)} y1={TOP - 4} y2={height - 6} stroke={colours.text} strokeWidth={1.25} strokeDasharray="4 3" />
          <text x={x(reference.value)} y={12} textAnchor={reference.value > 0.5 ? "end" : "start"} fill={colours.quiet}>{reference.text}</text>
        </>
      )}
    </svg>
  );
}
