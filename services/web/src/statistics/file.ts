// SPDX-License-Identifier: EUPL-1.2
// Figures as rows of a file. A column means one thing whatever the indicator is, and is empty where there is no number.
import { addDays, addMonths } from "../api/dates";
import { fixed } from "../ui/numbers";
import { Dimension, type Cell, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { FILE_COLUMNS } from "./fileColumns";
import { INDICATORS } from "./indicators";
import { dimensionName, figureRequest, knownAt, type FigureQuery } from "./query";
import { COMPLETE } from "./words";

type Values = Partial<Record<(typeof FILE_COLUMNS)[number], string>>;

const STATUSES = { valid: "VALID", soon: "SOON", expired: "EXPIRED", never: "NEVER", waived: "WAIVED", training_unknown: "UNKNOWN" };

export function fileRows(answer: QueryIndicatorResponse, query: FigureQuery): string[][] {
  // A series has its months as a group, though nobody asked for them.
  const byMonth = query.everyMonth && !answer.groupBy.includes(Dimension.MONTH);
  const groups = [...(byMonth ? [Dimension.MONTH] : []), ...answer.groupBy];
  const rows = answer.totals.flatMap((whole) => {
    const cells = answer.cells.filter(({ date }) => date === whole.date);
    // A date of which there is no number is a row too.
    const shown = answer.groupBy.length === 0 || (whole.noReport && cells.length === 0) ? [whole] : cells;
    return shown.map((cell) => {
      const group = cell.group.length > 0 ? cell.group : answer.groupBy.map(() => "");
      const values = valuesOf(cell, whole, answer, query);
      return [...(byMonth ? [cell.date.slice(0, 7)] : []), ...group, ...FILE_COLUMNS.map((column) => values[column] ?? "")];
    });
  });
  return [[...groups.map(word), ...FILE_COLUMNS], ...rows];
}

// "S1_by_mission_2026-11-30.csv"
export function fileName(answer: QueryIndicatorResponse, query: FigureQuery): string {
  const by = answer.groupBy.length > 0 ? ["by", ...answer.groupBy.map(word)] : [];
  const first = answer.totals.at(0)?.date ?? "";
  const last = answer.totals.at(-1)?.date ?? "";
  return `${[answer.indicator, ...by, ...(query.everyMonth && first !== last ? [first] : []), last].join("_")}.csv`;
}

function word(dimension: Dimension): string {
  return dimensionName(dimension).toLowerCase();
}

function list(texts: string[]): string {
  return texts.join("; ");
}

function mark(there: boolean): string {
  return there ? "yes" : "";
}

function fraction(value: number | undefined): string {
  return value === undefined ? "" : fixed(value, 6);
}

function part(value: number, of: number): string {
  return of === 0 ? "" : fraction(value / of);
}

// `whole`: all cells of the date, which tells what belongs to each of them.
function valuesOf(cell: Cell, whole: Cell, answer: QueryIndicatorResponse, query: FigureQuery): Values {
  return {
    ...(cell.noReport ? {} : { ...countsOf(cell, answer.indicator), ...sharesOf(cell, answer.indicator), ...cohortOf(cell, query) }),
    ...askedOf(answer.indicator, query),
    date: cell.date,
    date_to: lastDay(cell, answer, query),
    indicator: answer.indicator,
    scope: list(answer.scope),
    sequence: `${answer.sequence}`,
    completeness: fraction(cell.completeness),
    low_completeness: mark(cell.completeness !== undefined && cell.completeness < COMPLETE),
    no_report: mark(cell.noReport),
    not_stated: list(whole.notStated.map(word)),
    last_reported: whole.lastReported,
    last_reported_by: list(whole.lastReportedBy),
    absent_sources: list(whole.absentSources),
    absent_months: list(whole.absentMonths),
    missing_reports: list(whole.missingReports),
    headcount_units: list(whole.headcountUnits),
    anomalies: list(whole.anomalies.map(({ source, month }) => `${source} ${month}`)),
  };
}

function countsOf(cell: Cell, indicator: string): Values {
  const { base } = cell;
  // Of seats nothing is by gender.
  if (indicator === INDICATORS.vacant) return { total: `${cell.total}`, vacant: `${cell.numerator}`, unstated: `${cell.unstated}` };
  return {
    women: `${cell.women}`, men: `${cell.men}`, other: `${cell.other}`, unknown: `${cell.unknown}`, total: `${cell.total}`,
    ...Object.fromEntries(Object.entries(STATUSES).map(([column, status]) => [column, `${cell.statuses[status] ?? ""}`])),
    ...(base && {
      base_women: `${base.women}`, base_men: `${base.men}`, base_other: `${base.other}`, base_unknown: `${base.unknown}`,
      base_total: `${base.total}`,
    }),
    from_headcounts: `${cell.fromHeadcounts}`, unstated: `${cell.unstated}`, counted_elsewhere: `${cell.countedElsewhere}`,
    ...(cell.dormant !== undefined && { dormant: `${cell.dormant}` }),
  };
}

// The share of women whatever the indicator divides, and beside it what that is.
function sharesOf(cell: Cell, indicator: string): Values {
  const own = { value: fraction(cell.share), low: fraction(cell.boundLow), high: fraction(cell.boundHigh) };
  const counts = { numerator: `${cell.numerator}`, denominator: `${cell.denominator}` };
  const women = {
    share: part(cell.women, cell.total - cell.unknown),
    share_low: fraction(cell.womenLow),
    share_high: fraction(cell.womenHigh),
  };
  switch (indicator) {
    case INDICATORS.trained: return { ...women, ...counts, coverage: own.value, coverage_low: own.low, coverage_high: own.high };
    case INDICATORS.vacant: return { ...counts, vacancy: own.value };
    // It divides shares, not counts.
    case INDICATORS.parity: return { ...women, index: own.value, index_low: own.low, index_high: own.high };
    default: return { ...counts, share: own.value, share_low: own.low, share_high: own.high };
  }
}

function cohortOf(cell: Cell, { stage }: FigureQuery): Values {
  if (stage !== "SELECTED") return {};
  return {
    rate: fraction(cell.cohortRate), rate_low: fraction(cell.intervalLow), rate_high: fraction(cell.intervalHigh),
    cohort_submitted: `${cell.cohortSubmitted}`, cohort_selected: `${cell.cohortSelected}`, cohort_open: `${cell.cohortOpen}`,
  };
}

// What was asked, with what the server takes when nothing is given.
function askedOf(indicator: string, query: FigureQuery): Values {
  return {
    requirement: query.requirement ?? "",
    stage: indicator === INDICATORS.nominated ? query.stage || "SUBMITTED" : "",
    tier_min: indicator === INDICATORS.leading || indicator === INDICATORS.parity ? `${query.tier || 1}` : "",
    source: indicator === INDICATORS.published ? "UN" : "",
    filter: list(figureRequest(query).where.map(({ dimension, values }) => `${word(dimension)}=${values.join("|")}`)),
    known_at: knownAt(query)?.toISOString() ?? "",
  };
}

const OF_PERIODS: string[] = [INDICATORS.personDays, INDICATORS.departures, INDICATORS.nominated];

// Of what counts in a period, which ends with it or, as a part of it, with the month.
function lastDay(cell: Cell, { indicator, totals }: QueryIndicatorResponse, { to = "" }: FigureQuery): string {
  if (!OF_PERIODS.includes(indicator)) return "";
  const monthEnd = addDays(addMonths(`${cell.date.slice(0, 7)}-01`, 1), -1);
  return totals.length > 1 && monthEnd < to ? monthEnd : to;
}
