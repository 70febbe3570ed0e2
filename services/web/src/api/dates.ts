// SPDX-License-Identifier: EUPL-1.2
// Civil dates are texts YYYY-MM-DD everywhere; only here they meet the calendar of the browser.

// The roster's time zone, and how far the server's clock is ahead of the browser's, both by the session. The browser's
// own day may be another one, and would ask for figures of a day that has not come.
const clock = { timeZone: "UTC", aheadMs: 0 };

export function setClock(timeZone: string, serverTime: Date) {
  clock.timeZone = timeZone;
  clock.aheadMs = serverTime.getTime() - Date.now();
}

// The present moment by the server's clock, in milliseconds since 1970.
export function now(): number {
  return Date.now() + clock.aheadMs;
}

// The roster's today: of figures and of what holds.
export function today(): string {
  return localTime(now()).slice(0, 10);
}

// The last day for which something that has happened may be recorded: it has begun somewhere on earth, at UTC+14.
export function latestDay(): string {
  return new Date(now() + 14 * 3_600_000).toISOString().slice(0, 10);
}

// The last moment of the day in the roster's time zone.
export function endOfDay(civil: string): Date {
  const next = Date.parse(`${addDays(civil, 1)}T00:00:00Z`);
  // The offset at that hour by UTC may be another than at midnight: then it is the one found next.
  let midnight = next;
  for (let round = 0; round < 2; round++) midnight = next - (Date.parse(`${localTime(midnight)}Z`) - midnight);
  return new Date(midnight - 1);
}

// What clocks in the roster's time zone show at a moment: "2026-11-30T23:59:59".
function localTime(milliseconds: number): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: clock.timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(milliseconds);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:${part("second")}`;
}

export function fromLocal(date: Date): string {
  const month = `${date.getMonth() + 1}`.padStart(2, "0");
  return `${date.getFullYear()}-${month}-${`${date.getDate()}`.padStart(2, "0")}`;
}

export function toLocal(civil: string): Date | undefined {
  const [year, month, day] = civil.split("-").map(Number);
  return year && month && day ? new Date(year, month - 1, day) : undefined;
}

export function isCivil(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

// The same day `months` later; the last day of the month when that has no such day.
export function addMonths(civil: string, months: number): string {
  const [year = 0, month = 1, day = 1] = civil.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

export function addDays(civil: string, days: number): string {
  const [year = 0, month = 1, day = 1] = civil.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

function format(civil: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  if (!isCivil(civil)) return civil;
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(new Date(`${civil}T00:00:00Z`));
}

export function shortDate(civil: string, locale: string): string {
  return format(civil, locale, { day: "numeric", month: "short", year: "numeric" });
}

export function longDate(civil: string, locale: string): string {
  return format(civil, locale, { day: "numeric", month: "long", year: "numeric" });
}

export function monthName(civil: string, locale: string): string {
  return format(civil, locale, { month: "long", year: "numeric" });
}

export function shortMonth(civil: string, locale: string): string {
  return format(civil, locale, { month: "short", year: "2-digit" });
}
