// SPDX-License-Identifier: EUPL-1.2
// Figures as rows of a file. A column means one thing whatever the indicator is, and is empty where there is no
// number; the command line writes the same columns.
import { fixed } from "../ui/numbers";
import { Dimension, type Cell, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import type { Texts } from "../texts/texts";
import { INDICATORS } from "./indicators";
import { dimensionName, knownAt, type FigureQuery } from "./query";

const COLUMNS = [
  "women", "men", "other", "unknown", "total", "share", "share_low", "share_high",
  "coverage", "coverage_low", "coverage_high", "index", "index_low", "index_high", "rate", "rate_low", "rate_high",
  "valid", "soon", "expired", "never", "waived", "untold",
  "numerator", "denominator", "date", "indicator", "requirement", "stage", "tier", "source", "known_at", "sequence",
  "completeness", "no_report", "last_reported", "absent_sources", "unstated", "counted_elsewhere", "anomalies",
] as const;

// In the order of their columns; "unknown" is that of gender.
const STATUSES = { valid: "VALID", soon: "SOON", expired: "EXPIRED", never: "NEVER", waived: "WAIVED", untold: "UNKNOWN" };

export function fileRows(answer: QueryIndicatorResponse, query: FigureQuery, texts: Texts): string[][] {
  // A series has its months as a group, though nobody asked for them.
  const byMonth = query.everyMonth && !answer.groupBy.includes(Dimension.MONTH);
  const groups = [...(byMonth ? [Dimension.MONTH] : []), ...answer.groupBy];
  const head = [...groups.map((dimension) => dimensionName(dimension).toLowerCase()), ...COLUMNS];
  const rows = answer.totals.flatMap((whole) => {
    const cells = answer.cells.filter(({ date }) => date === whole.date);
    // A date of which there is no number is a row too.
    const shown = answer.groupBy.length === 0 || (whole.noReport && cells.length === 0) ? [whole] : cells;
    return shown.map((cell) => {
      const group = cell.group.length > 0 ? cell.group : answer.groupBy.map(() => "");
      const values = valuesOf(cell, whole, answer, query, texts);
      return [...(byMonth ? [cell.date.slice(0, 7)] : []), ...group, ...COLUMNS.map((column) => values[column] ?? "")];
    });
  });
  return [head, ...rows];
}

// "S1_by_mission_2026-11-30.csv"
export function fileName(answer: QueryIndicatorResponse, query: FigureQuery): string {
  const by = answer.groupBy.length > 0 ? ["by", ...answer.groupBy.map((dimension) => dimensionName(dimension).toLowerCase())] : [];
  const first = answer.totals.at(0)?.date ?? "";
  const last = answer.totals.at(-1)?.date ?? "";
  return `${[answer.indicator, ...by, ...(query.everyMonth && first !== last ? [first] : []), last].join("_")}.csv`;
}

type Values = Partial<Record<(typeof COLUMNS)[number], string>>;

function fraction(value: number | undefined): string {
  return value === undefined ? "" : fixed(value, 6);
}

// `whole`: all cells of the date, which tells what belongs to each of them.
function valuesOf(cell: Cell, whole: Cell, answer: QueryIndicatorResponse, query: FigureQuery, texts: Texts): Values {
  return {
    ...(cell.noReport ? {} : numbersOf(cell, answer.indicator)),
    date: cell.date,
    indicator: answer.indicator,
    ...parametersOf(answer.indicator, query),
    known_at: knownAt(query)?.toISOString() ?? "",
    sequence: `${answer.sequence}`,
    no_report: `${cell.noReport}`,
    last_reported: whole.lastReported,
    absent_sources: whole.absentSources.join("; "),
    anomalies: whole.anomalies.map(({ source, month, text, textNb }) => `${source} ${month}: ${texts.name(text, textNb)}`).join("; "),
  };
}

function numbersOf(cell: Cell, indicator: string): Values {
  const stated = cell.women + cell.men + cell.other;
  const main = { value: fraction(cell.share), low: fraction(cell.boundLow), high: fraction(cell.boundHigh) };
  const coverage = indicator === INDICATORS.trained;
  const index = indicator === INDICATORS.parity;
  return {
    women: `${cell.women}`, men: `${cell.men}`, other: `${cell.other}`, unknown: `${cell.unknown}`, total: `${cell.total}`,
    share: stated > 0 ? fraction(cell.women / stated) : "",
    ...(coverage ? { coverage: main.value, coverage_low: main.low, coverage_high: main.high }
      : index ? { index: main.value, index_low: main.low, index_high: main.high }
        : { share_low: main.low, share_high: main.high }),
    rate: fraction(cell.cohortRate), rate_low: fraction(cell.intervalLow), rate_high: fraction(cell.intervalHigh),
    ...Object.fromEntries(Object.entries(STATUSES).map(([column, status]) => [column, `${cell.statuses[status] ?? ""}`])),
    // An index divides shares, not counts.
    ...(index ? {} : { numerator: `${cell.numerator}`, denominator: `${cell.denominator}` }),
    completeness: fraction(cell.completeness),
    unstated: `${cell.unstated}`,
    counted_elsewhere: `${cell.countedElsewhere}`,
  };
}

// As the server took them: with what it takes when nothing is given.
function parametersOf(indicator: string, { requirement, stage, tier }: FigureQuery): Values {
  return {
    requirement: requirement ?? "",
    stage: indicator === INDICATORS.nominated ? stage || "SUBMITTED" : "",
    tier: indicator === INDICATORS.leading || indicator === INDICATORS.parity ? `${tier || 1}` : "",
    source: indicator === INDICATORS.published ? "UN" : "",
  };
}
