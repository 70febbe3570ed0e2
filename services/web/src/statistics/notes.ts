// SPDX-License-Identifier: EUPL-1.2
// Marks at single numbers of a chart or table, and the lines beneath that say what they mean. A mark is a character
// and never a colour alone; whoever listens hears its words.
import { integer } from "../ui/numbers";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import type { Texts } from "../texts/texts";
import { anomalyText, leftOut, monthsText, noNumber } from "./words";

export interface Mark {
  symbol: string;
  spoken: string;
}

const WITHOUT = "*";
const ELSEWHERE = "†";
const ANOMALY = "‡";

// The marks of one number: a group's, or a date's of a series.
export function marksOf(cell: Cell, texts: Texts): Mark[] {
  const t = texts.statistics;
  return [
    ...(leftOut(cell).length > 0 ? [{ symbol: WITHOUT, spoken: t.markWithout }] : []),
    ...(cell.countedElsewhere > 0 ? [{ symbol: ELSEWHERE, spoken: t.markElsewhere }] : []),
    ...(cell.anomalies.length > 0 ? [{ symbol: ANOMALY, spoken: t.markAnomaly }] : []),
  ];
}

export function symbolsOf(cell: Cell, texts: Texts): string {
  return marksOf(cell, texts).map(({ symbol }) => symbol).join("");
}

// What the marks of a series mean, and which of its months have no number. `totals`: one a date.
export function seriesNotes(indicator: string, totals: Cell[], texts: Texts): string[] {
  const t = texts.statistics;
  const without = monthsBy(totals, (whole) => leftOut(whole).join(", "));
  const none = monthsBy(totals, (whole) => noNumber(indicator, whole, texts) ?? "");
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return [
    ...[...none].map(([why, months]) => `${capital(why)}: ${monthsText(months, texts)}.`),
    ...[...without].map(([sources, months]) => `${WITHOUT} ${t.withoutIn(sources, monthsText(months, texts))}`),
    ...totals.flatMap((whole) => whole.anomalies.map((anomaly) => `${ANOMALY} ${anomalyText(anomaly, texts)}`)),
  ];
}

// The months of those dates that `word` has a word for, by it.
function monthsBy(totals: Cell[], word: (whole: Cell) => string): Map<string, string[]> {
  const months = new Map<string, string[]>();
  for (const whole of totals) {
    const key = word(whole);
    if (key) months.set(key, [...(months.get(key) ?? []), whole.date.slice(0, 7)]);
  }
  return months;
}

// What the mark of a split means: who is in a group and counted in another one.
export function elsewhereNote(cells: Cell[], nameOf: (cell: Cell) => string, texts: Texts): string {
  const groups = cells.filter(({ countedElsewhere }) => countedElsewhere > 0)
    .map((cell) => `${nameOf(cell)} ${integer(cell.countedElsewhere, texts.locale)}`);
  return groups.length === 0 ? "" : `${ELSEWHERE} ${texts.statistics.elsewhere(groups.join(", "))}`;
}
