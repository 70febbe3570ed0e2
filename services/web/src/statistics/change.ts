// SPDX-License-Identifier: EUPL-1.2
// How a share stands to the same a year before.
import { addDays, addMonths, shortDate } from "../api/dates";
import { points } from "../ui/numbers";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import type { Texts } from "../texts/texts";
import { leftOut, noNumber } from "./words";

// The day to compare with: a year before the day that the number is of. A last report is of a month's end, and so is
// that of a year before.
export function yearBefore(day: string, lastReported: string): string {
  return lastReported ? addDays(addMonths(addDays(lastReported, 1), -12), -1) : addMonths(day, -12);
}

// `day`: the earlier number's. Two numbers are comparable when both are there, the same bodies had reported, else the
// change would be theirs, and neither is known to be wrong.
export function changeText(indicator: string, cell: Cell, earlier: Cell | undefined, day: string, texts: Texts): string {
  if (!earlier) return "";
  const t = texts.statistics;
  const date = shortDate(earlier.lastReported || day, texts.locale);
  const missing = noNumber(indicator, earlier, texts);
  if (missing) return t.notComparedNone(date, missing);
  if (cell.share === undefined || earlier.share === undefined) return "";
  const [absentNow, absentThen] = [absent(cell), absent(earlier)];
  const differing = [...absentNow.filter((body) => !absentThen.includes(body)), ...absentThen.filter((body) => !absentNow.includes(body))];
  if (differing.length > 0) return t.notCompared(date, differing.join(", "));
  if (cell.anomalies.length > 0 || earlier.anomalies.length > 0) return t.notComparedWrong(date);
  const difference = cell.share - earlier.share;
  const size = points(difference, texts.locale);
  if (Math.abs(difference) < 0.0005) return t.changeNone(date);
  return difference > 0 ? t.changeUp(size, date) : t.changeDown(size, date);
}

function absent(cell: Cell): string[] {
  return [...cell.missingReports, ...leftOut(cell)];
}
