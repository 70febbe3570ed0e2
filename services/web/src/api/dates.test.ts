// SPDX-License-Identifier: EUPL-1.2
import { afterEach, describe, expect, test, vi } from "vitest";
import {
  addDays, addMonths, endOfDay, fromLocal, isCivil, latestDay, longDate, monthName, setClock, shortDate, toLocal, today,
} from "./dates";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  setClock("UTC", new Date());
});

describe.each(["Europe/Oslo", "America/New_York", "Asia/Tokyo"])("in a browser in %s", (zone) => {
  test.each([
    ["UTC", "2028-02-29T23:59:59.999Z", "2028-03-01T00:00:00Z"],
    ["Europe/Oslo", "2028-02-29T22:59:59.999Z", "2028-02-29T23:00:00Z"],
    ["Australia/Sydney", "2028-02-29T12:59:59.999Z", "2028-02-29T13:00:00Z"],
    ["America/New_York", "2028-03-01T04:59:59.999Z", "2028-03-01T05:00:00Z"],
  ])("today ends with the day of the roster in %s", (timeZone, last, first) => {
    vi.stubEnv("TZ", zone);
    vi.useFakeTimers();
    vi.setSystemTime(new Date(last));
    setClock(timeZone, new Date());
    expect(today()).toBe("2028-02-29");
    vi.setSystemTime(new Date(first));
    expect(today()).toBe("2028-03-01");
  });
});

test("the server's clock counts, also while the page stays open", () => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2020-01-01T00:00:00Z"));
  setClock("Europe/Oslo", new Date("2027-06-15T21:30:00Z"));
  expect(today()).toBe("2027-06-15");
  vi.setSystemTime(new Date("2020-01-01T01:00:00Z"));
  expect(today()).toBe("2027-06-16");
});

test("a day may be recorded once it has begun somewhere on earth", () => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2027-06-15T09:59:59Z"));
  setClock("America/New_York", new Date());
  expect(latestDay()).toBe("2027-06-15");
  vi.setSystemTime(new Date("2027-06-15T10:00:00Z"));
  expect(latestDay()).toBe("2027-06-16");
});

// 28 March and 31 October 2027 begin and end summer time in Oslo, 3 October and 4 April in Sydney.
test.each([
  ["UTC", "2027-06-15", "2027-06-15T23:59:59.999Z"],
  ["Europe/Oslo", "2027-03-27", "2027-03-27T22:59:59.999Z"],
  ["Europe/Oslo", "2027-03-28", "2027-03-28T21:59:59.999Z"],
  ["Europe/Oslo", "2027-10-31", "2027-10-31T22:59:59.999Z"],
  ["Australia/Sydney", "2027-10-02", "2027-10-02T13:59:59.999Z"],
  ["Australia/Sydney", "2027-10-03", "2027-10-03T12:59:59.999Z"],
  ["Australia/Sydney", "2027-04-04", "2027-04-04T13:59:59.999Z"],
  ["America/New_York", "2027-11-07", "2027-11-08T04:59:59.999Z"],
])("in %s %s ends at %s", (timeZone, day, end) => {
  setClock(timeZone, new Date());
  expect(endOfDay(day).toISOString()).toBe(end);
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
