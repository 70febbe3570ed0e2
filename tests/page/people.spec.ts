// SPDX-License-Identifier: EUPL-1.2
import { readFile } from "node:fs/promises";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { Gender } from "../gen/muster/platform/v1/terms_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { typed } from "./support/dates.ts";
import { expect, refused, settled, test } from "./support/page_test.ts";

test("finds a person by number and shows data, training and history", async ({ page, signIn, api }) => {
  await signIn("desk");
  const roster = await api(RosterService, "desk");
  const { persons: [person] } = await roster.listPersons({ pageSize: 1, orderBy: "number desc" });
  await page.goto("/people");
  await page.getByRole("searchbox").fill(person!.number);
  await expect(page.getByText("1 person", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: person!.displayName }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(person!.displayName);
  await settled(page);
  for (const title of ["Data", "Training requirements today", "Deployments", "Where the person belongs"]) {
    await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
  }
});

test("calls everybody by the preferred name, wherever one meets them", async ({ page, signIn, api }) => {
  await signIn("desk");
  const roster = await api(RosterService, "desk");
  const { persons: [, person] } = await roster.listPersons({ pageSize: 2, orderBy: "family_name, given_name" });
  const prefer = (preferredName: string) => roster.updatePerson({
    person: { name: person!.name, preferredName }, updateMask: { paths: ["preferred_name"] },
  });
  expect((await prefer("Kaia")).displayName).toBe(`Kaia ${person!.familyName}`);
  try {
    const { persons } = await roster.listPersons({ pageSize: 50, orderBy: "family_name, given_name" });
    await page.goto("/people");
    await settled(page);
    // In the order of family names, whatever stands first.
    await expect(page.locator(".rows tbody th")).toHaveText(persons.map(({ displayName }) => displayName));
    await page.locator(".rows tbody tr", { hasText: person!.number }).getByRole("link", { name: `Kaia ${person!.familyName}` }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Kaia ${person!.familyName}`);
    await page.goto(`/nominations/nominate?person=${person!.name}`);
    await expect(page.getByText(`${person!.number} · Kaia ${person!.familyName}`).first()).toBeVisible();
  } finally {
    await prefer(person!.preferredName);
  }
});

test.describe("a correction of days", () => {
  test.use({ allowed: [refused(400)] });

  test("takes a reason and shows the new days", async ({ page, signIn, api }) => {
    await signIn("desk");
    const missions = await api(MissionsService, "desk");
    const closed = await missions.listDeployments({ pageSize: 1, filter: "state = DEPLOYMENT_STATE_CLOSED" });
    const { name, person, actualFrom } = closed.deployments[0]!;
    const before = new Date(`${actualFrom}T00:00:00Z`);
    before.setUTCDate(before.getUTCDate() - 1);
    const dayBefore = before.toISOString().slice(0, 10);
    const inTable = (day: string) => new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
      .format(new Date(`${day}T00:00:00Z`));
    await page.goto(`/people/${person.slice("persons/".length)}`);
    const table = page.getByRole("region", { name: "Deployments" });
    await table.getByRole("row").filter({ hasText: inTable(actualFrom!) }).getByRole("button", { name: "Correct days" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "From" }).fill(typed(dayBefore));
    await dialog.getByRole("button", { name: "Correct days" }).click();
    const reason = dialog.getByRole("textbox", { name: "Reason", exact: true });
    await expect(reason).toHaveAttribute("aria-invalid", "true");
    await reason.fill("The ticket says so");
    // The demonstration may have the person elsewhere on that day.
    await dialog.getByRole("textbox", { name: "why they may overlap" }).fill("A handover");
    try {
      await dialog.getByRole("button", { name: "Correct days" }).click();
      await expect(dialog).toBeHidden();
      await expect(table).toContainText(inTable(dayBefore));
      const { deploymentEvents } = await missions.listDeploymentEvents({ deployment: name, pageSize: 500 });
      expect(deploymentEvents.at(-1)).toMatchObject({
        verb: "CorrectDeploymentDays", reason: "The ticket says so", fromBefore: actualFrom, fromAfter: dayBefore,
      });
    } finally {
      await missions.correctDeploymentDays({ name, actualFrom, reason: "As it was" });
    }
  });
});

test("counts, filters and sorts as the server does", async ({ page, signIn, api }) => {
  await signIn("desk");
  const roster = await api(RosterService, "desk");
  const women = await roster.listPersons({ filter: "gender = GENDER_WOMAN", showTotal: true, pageSize: 50, orderBy: "number desc" });
  await page.goto("/people");
  await page.getByLabel("Gender").selectOption({ label: "Woman" });
  await page.getByRole("button", { name: "Number" }).click();
  await page.getByRole("button", { name: "Number" }).click();
  await expect(page.getByText(`${women.totalSize.toLocaleString("en-GB")} people`)).toBeVisible();
  await expect(page.locator(".rows tbody tr").first()).toContainText(women.persons[0]!.number);
  await expect(page.locator(".rows tbody tr")).toHaveCount(women.persons.length);
  expect(women.persons.every(({ gender }) => gender === Gender.WOMAN)).toBe(true);
});

test("goes forward and back through the pages of the list", async ({ page, signIn }) => {
  await signIn("desk");
  await page.goto("/people");
  await settled(page);
  const first = await page.locator(".rows tbody tr").first().textContent();
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText(/^51–/)).toBeVisible();
  await expect(page.locator(".rows tbody tr").first()).not.toHaveText(first!);
  await page.getByRole("button", { name: "Previous" }).click();
  await expect(page.locator(".rows tbody tr").first()).toHaveText(first!);
});

test("exports everybody in the list, each cell quoted", async ({ page, signIn, api }) => {
  await signIn("desk");
  const roster = await api(RosterService, "desk");
  const { totalSize } = await roster.listPersons({ filter: "category = CATEGORY_POLICE", showTotal: true, pageSize: 1 });
  await page.goto("/people");
  await page.getByLabel("Category").selectOption({ label: "Police" });
  await expect(page.getByText(`${totalSize.toLocaleString("en-GB")} people`)).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export CSV" }).click()]);
  expect(download.suggestedFilename()).toBe("people.csv");
  const lines = (await readFile(await download.path(), "utf8")).replace(/^\ufeff/, "").trimEnd().split("\r\n");
  expect(lines).toHaveLength(totalSize + 1);
  expect(lines[0]).toContain('"Name","Family name","Given name"');
  for (const line of lines) expect(line).toMatch(/^"([^"]|"")*"(,"([^"]|"")*")*$/);
});

test("shows the birth date only for a purpose", async ({ page, signIn, api }) => {
  await signIn("desk");
  const roster = await api(RosterService, "desk");
  const { persons: [person] } = await roster.listPersons({ pageSize: 1 });
  await page.goto(`/people/${person!.name.split("/")[1]}`);
  await page.getByRole("button", { name: "Show birth date" }).click();
  const dialog = page.getByRole("dialog", { name: "Show birth date" });
  await dialog.getByLabel("Deployment").check();
  await dialog.getByRole("button", { name: "Show", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("dt", { hasText: "Birth date" }).locator("+ dd")).toHaveText(/^\d{1,2} \w+ \d{4}$|^Not given$/);
});

test("answers to the keyboard, and rests while somebody writes", async ({ page, signIn }) => {
  await signIn("desk");
  await page.goto("/statistics");
  await settled(page);
  await page.keyboard.press("/");
  await expect(page).toHaveURL(/\/people$/);
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("gt?");
  await expect(page.getByRole("searchbox")).toHaveValue("gt?");
  await page.getByRole("heading", { level: 1 }).click();
  for (const [key, place] of [["t", "training"], ["n", "nominations"], ["s", "statistics"], ["p", "people"]]) {
    await page.keyboard.press("g");
    await page.keyboard.press(key!);
    await expect(page).toHaveURL(new RegExp(`/${place}$`));
  }
  await page.keyboard.press("?");
  await page.getByLabel("Use shortcuts of single keys").uncheck();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page).toHaveURL(/\/people$/);
});
