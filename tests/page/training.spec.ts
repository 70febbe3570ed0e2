// SPDX-License-Identifier: EUPL-1.2
import type { Page } from "@playwright/test";
import { RosterService, type Person } from "../gen/muster/roster/v1/roster_pb";
import { civil, typed } from "./support/dates.ts";
import { expect, hold, refused, settled, test } from "./support/page_test.ts";

test.use({ allowed: [refused(400)] });

const people = (page: Page) => page.getByLabel("People", { exact: true });
const check = (page: Page) => page.getByRole("button", { name: "Check the list" }).click();

async function openRecord(page: Page) {
  await page.goto("/training/record");
  await settled(page);
}

async function expectFound(page: Page, { matched, unclear, missing }: { matched: number; unclear: number; missing: number }) {
  await expect(page.getByRole("heading", { name: `Matched (${matched})` })).toBeVisible();
  await expect(page.getByRole("heading", { name: `Which one? (${unclear})` })).toBeVisible();
  await expect(page.getByRole("heading", { name: `Not found (${missing})` })).toBeVisible();
}

// The addresses of what is sent to be recorded.
function recordings(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/RecordCompletions")) sent.push(request.url());
  });
  return sent;
}

test("records a pasted list, and a second time changes nothing", async ({ page, signIn, api }) => {
  await signIn("coordinator");
  const roster = await api(RosterService, "coordinator");
  const { persons } = await roster.listPersons({ pageSize: 3, orderBy: "number" });
  const paste = [...persons.map(({ number }) => number), persons[0]!.number, "NOBODY-000"].join("\n");
  const record = async () => {
    await page.getByLabel("Course and version").selectOption({ index: 1 });
    await page.getByLabel("Completed on").fill(typed(civil(-2)));
    await people(page).fill(paste);
    await check(page);
    await expectFound(page, { matched: 3, unclear: 0, missing: 1 });
    await expect(page.getByText("1 line repeats somebody")).toBeVisible();
    await page.getByRole("button", { name: "Record for 3 people" }).click();
  };
  await openRecord(page);
  await record();
  await expect(page.getByRole("heading", { name: /recorded/ })).toBeVisible();
  await expect(page.locator(".outcome")).toBeFocused();
  await page.getByRole("button", { name: "Record another list" }).click();
  await expect(page.getByLabel("Course and version")).toBeFocused();
  await record();
  await expect(page.getByRole("heading", { name: "0 recorded, 3 already had it and are unchanged." })).toBeVisible();
});

test.describe("a pasted line", () => {
  // Somebody whose two names nobody else of these has.
  function somebody(persons: Person[]): Person {
    const namesakes = (one: Person) =>
      persons.filter((other) => other.familyName === one.familyName && other.givenName === one.givenName).length;
    return persons.find((one) => namesakes(one) === 1)!;
  }

  test("that is nobody's number is nobody, however much it is like one", async ({ page, signIn, api }) => {
    const roster = await api(RosterService, "coordinator");
    const { persons } = await roster.listPersons({ pageSize: 1, orderBy: "number" });
    const typo = persons[0]!.number.slice(0, -1);
    expect((await roster.listPersons({ filter: `number = "${typo}"` })).persons).toHaveLength(0);
    expect((await roster.listPersons({ query: typo })).persons.length).toBeGreaterThan(0);
    await signIn("coordinator");
    await openRecord(page);
    await people(page).fill(typo);
    await check(page);
    await expectFound(page, { matched: 0, unclear: 0, missing: 1 });
    await expect(page.getByRole("button", { name: /^Record for/ })).toBeDisabled();
  });

  test("with both names of one person is that person", async ({ page, signIn, api }) => {
    const roster = await api(RosterService, "coordinator");
    const person = somebody((await roster.listPersons({ pageSize: 500 })).persons);
    await signIn("coordinator");
    await openRecord(page);
    for (const line of [`${person.familyName}, ${person.givenName}`, `${person.givenName}  ${person.familyName}`.toUpperCase()]) {
      await people(page).fill(line);
      await check(page);
      const { persons } = await roster.listPersons({ filter: `family_name = "${person.familyName}" AND given_name = "${person.givenName}"` });
      if (persons.length === 1) await expectFound(page, { matched: 1, unclear: 0, missing: 0 });
      else await expectFound(page, { matched: 0, unclear: 1, missing: 0 });
    }
  });

  test("with a part of the names is asked about, with number and unit, even when one person fits", async ({ page, signIn, api }) => {
    const roster = await api(RosterService, "coordinator");
    const { persons } = await roster.listPersons({ pageSize: 500 });
    let only: Person | undefined;
    let line = "";
    for (const person of persons.filter(({ familyName }) => familyName.length > 4)) {
      line = `${person.familyName.slice(0, -1)}, ${person.givenName}`;
      const found = await roster.listPersons({ query: line.replace(",", " ") });
      if (found.persons.length === 1) only = found.persons[0];
      if (only) break;
    }
    await signIn("coordinator");
    await openRecord(page);
    await people(page).fill(line);
    await check(page);
    await expectFound(page, { matched: 0, unclear: 1, missing: 0 });
    const which = page.getByLabel(`Which “${line}”?`);
    await which.selectOption({ label: `${only!.number} · ${only!.displayName} · ${only!.unitDisplayName}` });
    await expectFound(page, { matched: 1, unclear: 0, missing: 0 });
    await expect(page.getByRole("button", { name: "Record for 1 person" })).toBeEnabled();
  });

  test("that was changed while it was looked up is not answered by what stood there before", async ({ page, signIn, api }) => {
    const roster = await api(RosterService, "coordinator");
    const { persons } = await roster.listPersons({ pageSize: 2, orderBy: "number" });
    await signIn("coordinator");
    await openRecord(page);
    const list = await hold(page, "**/ListPersons");
    await people(page).fill(persons[0]!.number);
    await check(page);
    await list.arrived;
    await people(page).fill(persons[1]!.number);
    const answered = page.waitForResponse("**/ListPersons");
    list.release();
    await (await answered).finished();
    await page.unroute("**/ListPersons");
    await expect(page.locator(".matches")).toHaveCount(0);
    await check(page);
    await expectFound(page, { matched: 1, unclear: 0, missing: 0 });
    await expect(page.locator(".matches")).toContainText(persons[1]!.number);
  });
});

test("takes neither half a date nor one to come for today", async ({ page, signIn, api }) => {
  const roster = await api(RosterService, "coordinator");
  const { persons: [person] } = await roster.listPersons({ pageSize: 1 });
  const sent = recordings(page);
  await signIn("coordinator");
  await openRecord(page);
  await page.getByLabel("Course and version").selectOption({ index: 1 });
  await people(page).fill(person!.number);
  await check(page);
  const date = page.getByLabel("Completed on");
  const save = page.getByRole("button", { name: "Record for 1 person" });
  for (const [text, fault] of [["31.02.2026", "Write the date as dd.mm.yyyy."], ["3.", "Write the date as dd.mm.yyyy."], [typed(civil(40)), "Not later than"]]) {
    await date.fill(text!);
    await save.click();
    await expect(page.getByText(fault!)).toBeVisible();
    await expect(date).toHaveAttribute("aria-invalid", "true");
    await expect(date).toBeFocused();
  }
  await page.keyboard.press("Control+Enter");
  expect(sent).toEqual([]);
  await date.fill(typed(civil(-3)));
  await expect(date).not.toHaveAttribute("aria-invalid", "true");
  await save.click();
  await expect(page.locator(".outcome")).toBeFocused();
  expect(sent).toHaveLength(1);
});

test("puts what the server refuses at its field", async ({ page, signIn, api }) => {
  await signIn("coordinator");
  const roster = await api(RosterService, "coordinator");
  const { persons: [person] } = await roster.listPersons({ pageSize: 1 });
  await openRecord(page);
  await people(page).fill(person!.number);
  await check(page);
  await page.getByRole("button", { name: "Record for 1 person" }).click();
  await expect(page.getByLabel("Course and version")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Course and version")).toBeFocused();
});

test("shows requirements as sentences and courses with their validity", async ({ page, signIn }) => {
  await signIn("coordinator");
  await page.goto("/");
  await expect(page).toHaveURL(/\/training$/);
  await settled(page);
  await expect(page.getByRole("region", { name: "Requirements" }).locator("tbody tr").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Courses" })).toContainText(/valid \d+ months|does not expire/);
});
