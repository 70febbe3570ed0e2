// SPDX-License-Identifier: EUPL-1.2
// What stands beside a number so that it misleads nobody, in words: of which day it is, why there is none, whom it
// leaves out, what is not known. Tile, chart, table and list take their words from here.
import { addMonths, longDate, monthName } from "../api/dates";
import { integer, percent } from "../ui/numbers";
import { Dimension, DimensionSchema, NoNumber, type Anomaly, type Cell } from "../gen/muster/statistics/v1/statistics_pb";
import type { Texts } from "../texts/texts";
import { INDICATORS } from "./indicators";
import { ANY_KIND, type FigureQuery } from "./query";

// Below this, a share carries a mark: too much is not known.
export const COMPLETE = 0.95;

function listed(words: string[], type: "conjunction" | "disjunction", texts: Texts): string {
  return new Intl.ListFormat(texts.locale, { type }).format(words);
}

function dimensionWord(dimension: Dimension, texts: Texts): string {
  // The kind is that of the mission: it is not stated where that is not.
  const stated = dimension === Dimension.MISSION_KIND ? Dimension.MISSION : dimension;
  return texts.value(DimensionSchema, stated).toLocaleLowerCase(texts.locale);
}

function sentenceOf(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

// Why `whole`, the total of a date, has no number, in a few words; undefined: it has one.
export function noNumber(indicator: string, whole: Cell, texts: Texts): string | undefined {
  if (!whole.noReport) return undefined;
  const t = texts.statistics;
  const what = [...new Set(whole.notStated.map((dimension) => dimensionWord(dimension, texts)))];
  if (what.length > 0) return t.noNumberStated(listed(what, "disjunction", texts));
  if (whole.noNumber === NoNumber.NOT_IN_FORCE) return t.notInForce;
  if (whole.noNumber === NoNumber.TRAINING_UNKNOWN) return t.trainingUnknown;
  if (whole.noNumber === NoNumber.TOO_FEW) return t.tooFew;
  if (indicator === INDICATORS.departures && whole.absentSources.length > 0) return t.noDepartures;
  return t.noReport;
}

// The same as a sentence.
export function noNumberSentence(indicator: string, whole: Cell, texts: Texts): string | undefined {
  const words = noNumber(indicator, whole, texts);
  return words === texts.statistics.noReport ? texts.statistics.noReportKnown : words && sentenceOf(words);
}

// A title of what is counted, with the kind of mission if one is chosen.
export function titled(title: string, kind: string, texts: Texts): string {
  return kind ? `${title} (${kindName(kind, texts)})` : title;
}

export function kindName(kind: string, texts: Texts): string {
  return kind === ANY_KIND ? texts.statistics.kindAny : texts.term("MissionKind", kind);
}

// Which earlier day the number is of; "" when it is of the day asked for.
export function lastReported(whole: Cell | undefined, texts: Texts): string {
  if (!whole?.lastReported) return "";
  return texts.statistics.lastReported(longDate(whole.lastReported, texts.locale), listed(whole.lastReportedBy, "conjunction", texts));
}

// What the question turns on that may not be stated of somebody.
function asked(query: FigureQuery): Dimension[] {
  return [
    ...(query.indicator === INDICATORS.leading || query.indicator === INDICATORS.parity ? [Dimension.TIER] : []),
    ...(query.kind && query.kind !== ANY_KIND ? [Dimension.MISSION_KIND] : []),
  ];
}

function unstatedWhat(query: FigureQuery, texts: Texts): string {
  return listed(asked(query).map((dimension) => dimensionWord(dimension, texts)), "disjunction", texts);
}

// Who may belong to the number and is not in it; "" when nobody is left open.
export function unstated(cell: Cell, query: FigureQuery, texts: Texts): string {
  if (cell.unstated === 0) return "";
  return texts.statistics.unstated(integer(cell.unstated, texts.locale), unstatedWhat(query, texts));
}

// The same as the head of a column of counts.
export function unstatedHead(query: FigureQuery, texts: Texts): string {
  return texts.statistics.unstatedHead(unstatedWhat(query, texts));
}

// Of people of the roster, how many of the number are dormant; "" when nobody is.
export function dormant(cell: Cell, texts: Texts): string {
  return cell.dormant ? texts.statistics.dormant(integer(cell.dormant, texts.locale)) : "";
}

// How much is known, and what the share could be whatever the rest is.
export function known(cell: Cell, query: FigureQuery, texts: Texts): string {
  const t = texts.statistics;
  const open = [cell.unknown > 0 ? t.genderUnknown(integer(cell.unknown, texts.locale)) : "", unstated(cell, query, texts)].filter(Boolean);
  if (open.length === 0) return t.complete;
  const bounded = cell.boundLow !== undefined && cell.boundHigh !== undefined;
  return open.join("; ") + (bounded ? t.between(percent(cell.boundLow, texts.locale), percent(cell.boundHigh, texts.locale)) : "");
}

// The mark of a share of which too much is not known; "" when it is complete enough.
export function incomplete(cell: Cell, query: FigureQuery, texts: Texts): string {
  if (cell.completeness === undefined || cell.completeness >= COMPLETE) return "";
  const dimensions = [Dimension.GENDER, ...(cell.unstated > 0 ? asked(query) : [])];
  const what = listed(dimensions.map((dimension) => dimensionWord(dimension, texts)), "conjunction", texts);
  return texts.statistics.lowCompleteness(what.charAt(0).toUpperCase() + what.slice(1), percent(cell.completeness, texts.locale));
}

// Women of those whose gender is known; in words where it is known of nobody, never "0 of 0".
export function share(cell: Cell, texts: Texts): string {
  const count = (value: number) => integer(value, texts.locale);
  if (cell.denominator > 0) return texts.statistics.of(count(cell.numerator), count(cell.denominator));
  return cell.total > 0 ? texts.statistics.genderUnknown(count(cell.total)) : count(0);
}

// The sources without whose people the number is.
export function leftOut(whole: Cell): string[] {
  return whole.noReport ? [] : whole.absentSources;
}

// Whom the number leaves out, and what is known to be wrong in it: sentences.
export function warnings(indicator: string, whole: Cell, texts: Texts): string[] {
  const t = texts.statistics;
  const lines: string[] = [];
  if (!whole.noReport) {
    const { absentMonths } = whole;
    const sources = leftOut(whole).filter((source) => !absentMonths.some((month) => month.startsWith(`${source} `)));
    const without = indicator === INDICATORS.departures ? t.withoutStocks : t.without;
    if (sources.length > 0) lines.push(without(listed(sources, "conjunction", texts)));
    if (absentMonths.length > 0) lines.push(t.withoutMonths(monthsBySource(absentMonths, texts)));
  }
  return [...lines, ...whole.anomalies.map((anomaly) => anomalyText(anomaly, texts))];
}

export function anomalyText(anomaly: Anomaly, texts: Texts): string {
  return texts.statistics.anomaly(texts.name(anomaly.text, anomaly.textNb));
}

// "UN 2026-02": by source, its months.
function monthsBySource(pairs: string[], texts: Texts): string {
  const bySource = new Map<string, string[]>();
  for (const pair of pairs) {
    const source = pair.slice(0, -8);
    bySource.set(source, [...(bySource.get(source) ?? []), pair.slice(-7)]);
  }
  return [...bySource].map(([source, months]) => `${source}: ${monthsText(months, texts)}`).join("; ");
}

// Months "2026-02" in their order, those that follow each other as one: "February 2026 to April 2026, June 2026".
export function monthsText(months: string[], texts: Texts): string {
  const runs: { first: string; last: string }[] = [];
  for (const month of months.toSorted()) {
    const run = runs.at(-1);
    if (run && addMonths(`${run.last}-01`, 1) === `${month}-01`) run.last = month;
    else runs.push({ first: month, last: month });
  }
  const name = (month: string) => monthName(`${month}-01`, texts.locale);
  return runs.map(({ first, last }) => (first === last ? name(first) : texts.statistics.fromTo(name(first), name(last)))).join(", ");
}
