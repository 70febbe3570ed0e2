// SPDX-License-Identifier: EUPL-1.2
// What one sees in the charts over time, in words. `totals`: one a month, in their order.
import { monthName } from "../api/dates";
import { integer, percent } from "../ui/numbers";
import { NoNumber, type Cell } from "../gen/muster/statistics/v1/statistics_pb";
import type { Texts } from "../texts/texts";
import { noNumber } from "./words";

// The first and the last share that there is.
export function shareConclusion(totals: Cell[], texts: Texts): string {
  const t = texts.statistics;
  const shares = totals.filter((whole) => !whole.noReport && whole.share !== undefined);
  const [first, last] = [shares[0], shares.at(-1)];
  if (!first || !last) return t.noTrendShare;
  const month = (whole: Cell) => monthName(whole.date, texts.locale);
  return t.trendShareConclusion(month(first), percent(first.share, texts.locale), month(last), percent(last.share, texts.locale));
}

// The last month; when it has no number, why, and the last month that has one.
export function countsConclusion(indicator: string, totals: Cell[], texts: Texts): string {
  const end = totals.at(-1);
  const last = totals.findLast((whole) => !whole.noReport);
  const why = end && noNumber(indicator, end, texts);
  return [
    end && why && texts.statistics.trendNoNumber(monthName(end.date, texts.locale), why),
    last && counted(last, texts),
  ].filter(Boolean).join(" ");
}

function counted(whole: Cell, texts: Texts): string {
  const t = texts.statistics;
  const month = monthName(whole.date, texts.locale);
  const count = (value: number) => integer(value, texts.locale);
  if (whole.total === 0) return t.trendNobody(month);
  if (whole.denominator === 0) return t.trendGenderUnknown(count(whole.total), month);
  return t.trendCountsConclusion(count(whole.numerator), count(whole.denominator), month, whole.unknown > 0 ? count(whole.unknown) : "");
}

// Why a month has no share, in the few words that a chart has room for; undefined: it has one.
export function gapOf(whole: Cell, texts: Texts): string | undefined {
  const t = texts.statistics;
  const unreported = whole.noNumber === NoNumber.UNSPECIFIED || whole.noNumber === NoNumber.NO_REPORT || whole.noNumber === NoNumber.NO_TABLE;
  if (whole.noReport) return unreported && whole.notStated.length === 0 ? t.noReport : t.noNumber;
  if (whole.share !== undefined) return undefined;
  return whole.total > 0 ? t.genderNotStated : t.nobodyOut;
}
