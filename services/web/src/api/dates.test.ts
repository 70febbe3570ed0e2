// SPDX-License-Identifier: EUPL-1.2
import { afterEach, describe, expect, test, vi } from "vitest";
import { addDays, addMonths, fromLocal, isCivil, longDate, monthName, shortDate, toLocal, today } from "./dates";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test.each(["Europe/Oslo", "America/New_York", "Asia/Tokyo"])("today ends with UTC in %s", (zone) => {
  vi.stubEnv("TZ", zone);
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2028-02-29T23:59:59.999Z"));
  expect(today()).toBe("2028-02-29");
  vi.setSystemTime(new Date("2028-03-01T00:00:00Z"));
  expect(today()).toBe("2028-03-01");
});

// In Santiago and Beirut summer time begins at midnight: that day has no hour 0.
describe.each(["Europe/Oslo", "America/Santiago", "Asia/Beirut", "Pacific/Auckland"])("the calendar of %s", (zone) => {
  test.each(["2026-01-01", "2026-03-29", "2026-09-06", "2026-10-25", "2026-12-31", "2028-02-29"])("keeps %s", (day) => {
    vi.stubEnv("TZ", zone);
    const local = toLocal(day);
    expect(local && fromLocal(local)).toBe(day);
  });
});

test("a text without a day has no date", () => {
  for (const text of ["", "2026", "2026-11", "wrong date"]) expect(toLocal(text)).toBeUndefined();
});

test.each(["2026-11-30", "2028-02-29", "2000-02-29"])("%s is a civil date", (day) => expect(isCivil(day)).toBe(true));

test.each([
  "2026-02-29", "1900-02-29", "2026-11-31", "2026-13-01", "2026-00-10", "2026-1-1", "26-11-30", "2026-11-30T00:00:00Z", "",
])("%j is none", (text) => expect(isCivil(text)).toBe(false));

test.each([
  ["2026-11-30", 1, "2026-12-30"],
  ["2026-12-31", 2, "2027-02-28"],
  ["2027-12-31", 2, "2028-02-29"],
  ["2028-02-29", 12, "2029-02-28"],
  ["2028-02-29", -48, "2024-02-29"],
  ["2026-01-15", -1, "2025-12-15"],
  ["2026-03-31", -1, "2026-02-28"],
])("%s and %i months is %s", (day, months, expected) => expect(addMonths(day, months)).toBe(expected));

test.each([
  ["2026-12-31", 1, "2027-01-01"],
  ["2028-02-28", 1, "2028-02-29"],
  ["2026-03-01", -1, "2026-02-28"],
  ["2026-03-29", 1, "2026-03-30"],
  ["2026-10-25", 1, "2026-10-26"],
])("%s and %i days is %s", (day, days, expected) => expect(addDays(day, days)).toBe(expected));

test("dates read in both languages, and what is none is shown as it is", () => {
  expect(shortDate("2026-05-17", "en-GB")).toBe("17 May 2026");
  expect(longDate("2026-05-17", "nb-NO")).toBe("17. mai 2026");
  expect(monthName("2026-05-17", "nb-NO")).toBe("mai 2026");
  expect(shortDate("soon", "en-GB")).toBe("soon");
});
