// SPDX-License-Identifier: EUPL-1.2
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { places } from "./support/places.ts";
import { expect, refused, settled, test } from "./support/page_test.ts";

async function expectAccessible(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
  expect.soft(found, what).toEqual([]);
}

// Each language and each theme: words have no colour of their own, so the two crosswise would find nothing more.
const LOOKS = [
  { language: "en", locale: "en-GB", theme: "light" },
  { language: "nb", locale: "nb-NO", theme: "dark" },
] as const;

for (const { language, locale, theme } of LOOKS) {
  test.describe(`${language}, ${theme}`, () => {
    test.use({ locale, colorScheme: theme });

    test("no page has a fault that axe finds", async ({ page, signIn, api }) => {
      test.setTimeout(240_000);
      await signIn("desk");
      const all = await places({
        roster: await api(RosterService, "desk"),
        missions: await api(MissionsService, "desk"),
        nominations: await api(NominationsService, "desk"),
      });
      for (const place of all) {
        await page.goto(place);
        await settled(page);
        await expect(page.locator("html")).toHaveAttribute("lang", language);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expect(page, place).toHaveTitle(/.+ – Muster$/);
        await expect(page.getByRole("note"), place).toContainText(/made-up people|oppdiktede personer/);
        await expectAccessible(page, place);
      }
    });

    test("no open dialog, calendar, list of options or error has one", async ({ page, signIn }) => {
      await signIn("desk");
      await page.goto("/nominations/nominate");
      await settled(page);
      await page.getByRole("combobox", { name: "Person" }).fill("an");
      await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();
      await expectAccessible(page, "options");
      await page.goto("/statistics");
      await settled(page);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectAccessible(page, "dialog");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /Open date picker|Åpne datovelger/ }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectAccessible(page, "calendar");
    });

    test.describe("with errors", () => {
      test.use({ allowed: [refused(400)] });
      test("no form with errors has one", async ({ page, signIn }) => {
        await signIn("desk");
        await page.goto("/nominations/nominate");
        await settled(page);
        await page.getByRole("button", { name: /Save as draft|Lagre som utkast/ }).click();
        await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
        await expectAccessible(page, "errors");
      });
    });

    test("the sign-in page has none", async ({ page }) => {
      await page.goto("/");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, "sign-in");
    });
  });
}

test("nothing but a table scrolls sideways in a window of 320 pixels", async ({ page, signIn, api }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn("desk");
  const all = await places({
    roster: await api(RosterService, "desk"),
    missions: await api(MissionsService, "desk"),
    nominations: await api(NominationsService, "desk"),
  });
  for (const place of all) {
    await page.goto(place);
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), place).toBeLessThanOrEqual(0);
  }
});
