// SPDX-License-Identifier: EUPL-1.2
// What an administrator does with accounts, grants and tokens, and who looks at what is done alone.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { expect, refused, settled, test } from "./support/page_test.ts";

test.use({ allowed: [refused(400, 401, 403)] });

async function expectAccessible(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect.soft(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`)), what).toEqual([]);
}

// The form whose button says `name`.
const formOf = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).locator("xpath=ancestor::form");

test("an account is made, its owner sets the password with the code, and it is disabled", async ({ page, signIn }) => {
  await signIn("administrator");
  await page.goto("/access");
  await settled(page);
  await expectAccessible(page, "access");
  const form = formOf(page, "Create account");
  await form.getByRole("button", { name: "Create account" }).click();
  await expect(form.getByLabel("Name to sign in with")).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("Name to sign in with").fill("newcomer");
  await form.getByLabel("Name shown").fill("New Comer");
  await form.getByRole("button", { name: "Create account" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The owner of New Comer (newcomer) sets the first password");
  await expectAccessible(page, "dialog");
  await dialog.getByRole("button", { name: "Code for the first password" }).click();
  const code = await dialog.locator("code").innerText();
  expect(code).toMatch(/^[0-9a-f]{32}$/);
  await expectAccessible(page, "code");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText(code)).toHaveCount(0);
  const row = page.getByRole("region", { name: "Accounts", exact: true }).getByRole("row", { name: /New Comer/ });
  await expect(row).toContainText("page-administrator");

  await page.context().clearCookies();
  await page.goto("/");
  await page.getByRole("button", { name: "I have a code for my first password" }).click();
  await page.getByLabel("Account").fill("newcomer");
  await page.getByLabel("Code").fill("0000");
  await page.getByLabel("New password").fill("mountains of the north");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("The password is set.")).toBeVisible();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Account").fill("newcomer");
  await page.getByLabel("Password").fill("mountains of the north");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();

  await signIn("administrator");
  await page.goto("/access");
  await settled(page);
  await row.getByRole("button", { name: /^Disable/ }).click();
  await expect(dialog).toContainText("is signed out at once");
  await dialog.getByRole("button", { name: "Disable" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toContainText("Disabled");
  await expect(row.getByRole("button")).toHaveCount(0);
});

test("a grant is taken away, and a program's token is shown once and ended", async ({ page, signIn, api }) => {
  const access = await api(AccessService, "administrator");
  const program = await access.createAccount({ account: { accountName: "page-program", service: true } });
  await access.createGrant({ grant: { account: program.name, role: 7, validFrom: "2024-01-01" } });
  await signIn("administrator");
  await page.goto("/access");
  await settled(page);
  const dialog = page.getByRole("dialog");
  const account = page.getByRole("region", { name: "Accounts", exact: true }).getByRole("row", { name: /page-program/ });
  await account.getByRole("button", { name: /^Make a token/ }).click();
  await dialog.getByLabel("What it is for").fill("Nightly figures");
  await dialog.getByRole("button", { name: "Make a token" }).click();
  await expect(dialog.locator("code")).toHaveText(/^[0-9a-f]{64}$/);
  await page.keyboard.press("Escape");
  const token = page.getByRole("region", { name: "Tokens", exact: true }).getByRole("row", { name: /Nightly figures/ });
  await token.getByRole("button", { name: /^End/ }).click();
  await dialog.getByRole("button", { name: "End" }).click();
  await expect(token).toHaveCount(0);
  const grant = page.getByRole("region", { name: "Who has access" }).getByRole("row", { name: /page-program.*Analyst/ });
  await grant.getByRole("button", { name: /^Revoke/ }).click();
  await expect(dialog).toContainText("page-program loses the role Analyst for all units at once.");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(grant.getByRole("button")).toHaveCount(0);
});

test("a reviewer is named, of those who see what they are to look at", async ({ page, signIn, api }) => {
  const access = await api(AccessService, "administrator");
  const { accounts } = await access.listAccounts({ filter: 'account_name = "page-endorser"' });
  const { accounts: [analyst] } = await access.listAccounts({ filter: 'account_name = "page-analyst"' });
  await signIn("administrator");
  await page.goto("/access");
  await settled(page);
  const form = formOf(page, "Name the reviewer");
  await form.getByLabel("Reviewer").selectOption(analyst!.name);
  await form.getByRole("button").last().click();
  await expect(form.getByLabel("Reviewer")).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("Reviewer").selectOption(accounts[0]!.name);
  await form.getByRole("button").last().click();
  await expect(form).toContainText("page-endorser looks at it within 14 days.");
});
