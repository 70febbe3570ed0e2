// SPDX-License-Identifier: EUPL-1.2
// One administrator asks for access for somebody, another one approves it.
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { TwoHandAct } from "../gen/muster/platform/v1/hands_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { TrainingService } from "../gen/muster/training/v1/training_pb";
import { expect, refused, settled, test } from "./support/page_test.ts";

test.use({ allowed: [refused(400)] });

test("access that opens personal data waits for a second person, who approves it in words", async ({ page, signIn, api }) => {
  const access = await api(AccessService, "administrator");
  const { accounts } = await access.listAccounts({ filter: 'account_name = "analyst"' });
  await signIn("administrator");
  await page.goto("/access");
  await settled(page);
  const form = page.getByRole("button", { name: "Give access" }).locator("xpath=ancestor::form");
  await form.getByLabel("Account").selectOption(accounts[0]!.name);
  await form.getByLabel("Role").selectOption({ label: "Endorser" });
  await page.getByRole("button", { name: "Give access" }).click();
  await expect(page.getByText(/Not done yet: this takes a second person/)).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.goto("/approvals");
  await settled(page);
  const mine = page.getByRole("region", { name: "Asked by you" });
  await expect(mine.getByRole("row", { name: /Give analyst the role Endorser for all units/ })).toContainText("Waiting");

  await signIn("approver");
  await page.goto("/approvals");
  await settled(page);
  await expect(page.getByRole("navigation").getByText(/requests? waits? for you/)).toHaveCount(1);
  const row = page.getByRole("region", { name: "Waiting for you" }).getByRole("row", { name: /the role Endorser for all units/ });
  await row.getByRole("button", { name: "Approve" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Give analyst the role Endorser for all units");
  await dialog.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("Approved, and done.")).toBeVisible();
  await page.goto("/access");
  await settled(page);
  const granted = page.getByRole("region", { name: "Who has access" }).getByRole("row", { name: /analyst.*Endorser/i });
  await expect(granted).toContainText("page-administrator");
  await expect(granted).toContainText("page-approver");
});

test("a refusal takes a reason", async ({ page, signIn, api }) => {
  const access = await api(AccessService, "administrator");
  const { accounts } = await access.listAccounts({ filter: 'account_name = "analyst"' });
  await expect(access.createGrant({ grant: { account: accounts[0]!.name, role: 5, validFrom: "2024-01-01" } })).rejects.toThrow(/second person/);
  await signIn("approver");
  await page.goto("/approvals");
  await settled(page);
  await page.getByRole("row", { name: /Training coordinator/ }).getByRole("button", { name: "Refuse" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Refuse" }).click();
  await expect(dialog.getByText("Must be filled in.")).toBeVisible();
  await dialog.getByLabel("Reason, for who asked").fill("Not part of the work");
  await dialog.getByRole("button", { name: "Refuse" }).click();
  await expect(page.getByRole("row", { name: /Training coordinator/ })).toHaveCount(0);
});

test("what is to be looked at is said once, with how much it is, and leads to the people", async ({ page, signIn, api }) => {
  const access = await api(AccessService, "administrator");
  const { accounts } = await access.listAccounts({ filter: 'account_name = "page-desk"' });
  await access.setReviewer({ act: TwoHandAct.WAIVER, account: accounts[0]!.name });
  const endorser = await api(TrainingService, "endorser");
  const { requirements } = await endorser.listRequirements({ pageSize: 1 });
  const roster = await api(RosterService, "endorser");
  const { persons } = await roster.listPersons({ pageSize: 2, filter: "status = PERSON_STATUS_ACTIVE" });
  for (const person of persons) {
    await endorser.createWaiver({ waiver: {
      person: person.name, requirement: requirements[0]!.name, reason: "Leaves tomorrow", validFrom: "2024-01-01", validTo: "2024-03-01",
    } });
  }
  await signIn("desk");
  await page.goto("/approvals");
  await settled(page);
  const notice = page.getByRole("banner").getByText(/\d+ things that others did are to be looked at by you/);
  await expect(notice).toHaveCount(1);
  const row = page.getByRole("region", { name: "Waiting for you" }).getByRole("row", { name: /was excused. Leaves tomorrow/ }).first();
  await expect(row.getByRole("link", { name: "See the person" })).toHaveAttribute("href", /^\/people\/\d+$/);
  await page.getByRole("button", { name: "I have seen this" }).click();
  await expect(notice).toHaveCount(0);
});
