// SPDX-License-Identifier: EUPL-1.2
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { expect, refused, settled, test } from "./support/page_test.ts";

test.use({ allowed: [refused(400)] });

test("records a pasted list, and a second time changes nothing", async ({ page, signIn, api }) => {
  await signIn("coordinator");
  const roster = await api(RosterService, "coordinator");
  const { persons } = await roster.listPersons({ pageSize: 3, orderBy: "number" });
  const paste = [...persons.map(({ number }) => number), persons[0]!.number, "NOBODY-000"].join("\n");
  const record = async () => {
    await page.goto("/training/record");
    await settled(page);
    await page.getByLabel("Course and version").selectOption({ index: 1 });
    await page.getByLabel("Completed on").fill("02.11.2026");
    await page.getByLabel("People", { exact: true }).fill(paste);
    await page.getByRole("button", { name: "Check the list" }).click();
    await expect(page.getByRole("heading", { name: "Matched (3)" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Not found (1)" })).toBeVisible();
    await expect(page.getByText("1 line repeats somebody")).toBeVisible();
    await page.getByRole("button", { name: "Record for 3 people" }).click();
  };
  await record();
  await expect(page.getByRole("heading", { name: /recorded/ })).toBeVisible();
  await record();
  await expect(page.getByRole("heading", { name: "0 recorded, 3 already had it and are unchanged." })).toBeVisible();
});

test("puts what the server refuses at its field", async ({ page, signIn, api }) => {
  await signIn("coordinator");
  const roster = await api(RosterService, "coordinator");
  const { persons: [person] } = await roster.listPersons({ pageSize: 1 });
  await page.goto("/training/record");
  await settled(page);
  await page.getByLabel("People", { exact: true }).fill(person!.number);
  await page.getByRole("button", { name: "Check the list" }).click();
  await page.getByRole("button", { name: "Record for 1 person" }).click();
  await expect(page.getByLabel("Course and version")).toHaveAttribute("aria-invalid", "true");
});

test("shows requirements as sentences and courses with their validity", async ({ page, signIn }) => {
  await signIn("coordinator");
  await page.goto("/");
  await expect(page).toHaveURL(/\/training$/);
  await settled(page);
  await expect(page.getByRole("region", { name: "Requirements" }).locator("tbody tr").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Courses" })).toContainText(/valid \d+ months|does not expire/);
});
