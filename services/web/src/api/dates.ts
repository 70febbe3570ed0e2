// SPDX-License-Identifier: EUPL-1.2
// Civil dates are texts YYYY-MM-DD everywhere; only here they meet the calendar of the browser.

// The day that the server calls today: it ends with UTC. For an hour or two around midnight the
// browser's own is another one, and would ask for figures of a day that has not come.
export function today(): string {
  return new Date().toISOString().slice(0, 10);
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
