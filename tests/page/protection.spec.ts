// SPDX-License-Identifier: EUPL-1.2
// What the page shows to those who may not read the persons, and what stands as "other".
import { MissionKind, MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { Disclosure, Organisation } from "../gen/muster/platform/v1/terms_pb";
import { RosterService, UnitKind } from "../gen/muster/roster/v1/roster_pb";
import { typed } from "./support/dates.ts";
import { expect, settled, test } from "./support/page_test.ts";

test("leadership opens names where it decides, and says why", async ({ page, signIn }) => {
  await signIn("leader");
  await page.goto("/statistics");
  await settled(page);
  const training = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Valid WPS training" }) });
  await expect(training.locator(".figure").first().locator("a")).toHaveCount(0);
  await expect(page.locator(".tile").first().locator(".figure a")).toHaveCount(0);
  await training.locator(".figure").nth(1).locator("a").click();
  await expect(page.locator(".rows")).toHaveCount(0);
  await page.getByLabel("Why do you need the names?").fill("To ask their commanders");
  await page.getByRole("button", { name: "Show the names" }).click();
  await expect(page.locator(".rows tbody tr").first()).toBeVisible();
});

test("an analyst is told that training is protected, and no number opens a list", async ({ page, signIn }) => {
  await signIn("analyst");
  await page.goto("/statistics");
  await settled(page);
  const training = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Valid WPS training" }) });
  await expect(training).toContainText(/rounded at random to multiples of 3|fewer than 30 are asked about/);
  await expect(page.locator(".figure a")).toHaveCount(0);
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a mission is grouped from its page, and is there for its own readers alone", async ({ page, signIn, api }) => {
  const missions = await api(MissionsService, "desk");
  const acronym = `PAGE-${Date.now()}`;
  const mission = await missions.createMission({
    mission: { acronym, displayName: "Not told", organisation: Organisation.UN, kind: MissionKind.INTERNATIONAL },
    requestId: acronym,
  });
  await signIn("desk");
  await page.goto(`/${mission.name}`);
  await page.getByRole("button", { name: "Show as “other”" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From").fill(typed("2026-01-01"));
  await expect(dialog).toContainText("Not for graded information.");
  await dialog.getByLabel("Reason").fill("Its people would be known");
  await dialog.getByRole("button", { name: "Show as “other”" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("As “other”, outside its own readers")).toBeVisible();
  await page.getByText("What it was before").click();
  await expect(page.locator(".rows").filter({ hasText: "Its people would be known" })).toContainText("As “other”");
  await expect(page.getByText("HR (central) with a grant for all units changes this.")).toBeVisible();
  const others = await api(MissionsService, "leader");
  const { missions: seen } = await others.listMissions({ filter: `acronym = "${acronym}"` });
  expect(seen).toEqual([]);
});

test("a unit is grouped from the list of units, with what it was before, in both languages", async ({ page, signIn, api }) => {
  const roster = await api(RosterService, "desk");
  const code = `PAGE-${Date.now()}`;
  const unit = await roster.createUnit({ unit: { code, displayName: `Not told ${code}`, kind: UnitKind.UNIT }, requestId: code });
  await signIn("desk");
  await page.goto("/units");
  await page.getByRole("button", { name: `Show as “other”: ${code}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From").fill(typed("2026-01-01"));
  await dialog.getByLabel("Reason").fill("Its people would be known");
  await dialog.getByRole("button", { name: "Show as “other”" }).click();
  await expect(dialog).toHaveCount(0);
  const row = page.getByRole("row").filter({ hasText: code });
  await expect(row).toContainText("As “other”, outside its own readers");
  await row.getByText("What it was before").click();
  await expect(row).toContainText("Its people would be known");
  const others = await api(RosterService, "leader");
  expect((await others.listUnits({ filter: `code = "${code}"` })).units).toEqual([]);
  await page.getByRole("banner").getByLabel("Language").selectOption("nb");
  await expect(row).toContainText("Som «andre», for alle utenom egne lesere");
  await roster.changeUnitDisclosure({ unit: unit.name, disclosure: Disclosure.NAMED, validFrom: "2026-01-01", reason: "Told again", requestId: `${code}-2` });
});

test("leadership is told why a figure is not of the chosen kind of mission", async ({ page, signIn }) => {
  await signIn("leader");
  await page.goto("/statistics?kind=EXERCISE");
  await settled(page);
  const training = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Valid WPS training" }) });
  await expect(training).toContainText("Not of the chosen mission kind: with your roles this figure is shown by organisation, category and leadership tier only.");
  await expect(page.locator(".tile").first()).not.toContainText("Not of the chosen mission kind");
  await expect(page.getByRole("alert")).toHaveCount(0);
});
