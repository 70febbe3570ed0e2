// SPDX-License-Identifier: EUPL-1.2
// Days counted from today, so that the tests hold on any date. Tests keep a day or two away from
// today itself: the server's day ends at another hour than the browser's.
export function civil(daysFromToday: number): string {
  return new Date(Date.now() + daysFromToday * 86_400_000).toISOString().slice(0, 10);
}

// The first day of the month so many months ago.
export function firstOfMonth(monthsAgo: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, 1)).toISOString().slice(0, 10);
}

// As one types it into a field: "01.03.2026".
export function typed(day: string): string {
  return day.split("-").reverse().join(".");
}

// As a page in English shows it: "1 March 2026".
export function shown(day: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
    .format(new Date(`${day}T00:00:00Z`));
}
