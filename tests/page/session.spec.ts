// SPDX-License-Identifier: EUPL-1.2
import { accounts, password } from "./support/accounts.ts";
import { expect, refused, test } from "./support/page_test.ts";

test("signs in, starts leadership at the figures, says that people are made up, signs out", async ({ page, context }) => {
  await page.goto("/");
  await expect(page.getByRole("note")).toContainText("made-up people");
  await page.getByLabel("Account name").fill(accounts.leader.name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/statistics$/);
  await expect(page.getByRole("note")).toContainText("made-up people");
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "People" })).toHaveCount(0);
  const cookies = await context.cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("asks for what is missing before it asks the server", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Must be filled in")).toHaveCount(2);
});

test("keeps the address through the sign-in", async ({ page }) => {
  await page.goto("/missions");
  await page.getByLabel("Account name").fill(accounts.desk.name);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Missions & posts" })).toBeVisible();
});

test.describe("refused", () => {
  test.use({ allowed: [refused(401, 403)] });
  test("a wrong password is refused in words that tell nothing else", async ({ page }) => {
    await page.goto("/");
    await page.getByLabel("Account name").fill(accounts.desk.name);
    await page.getByLabel("Password").fill("not the password at all");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("is wrong, or the account is disabled");
  });
});

test("speaks the browser's language and remembers another choice", async ({ browser }) => {
  const context = await browser.newContext({ locale: "nb-NO" });
  const page = await context.newPage();
  await page.goto(`${process.env.MUSTER_URL}/`);
  await expect(page.getByRole("heading", { name: "Logg inn" })).toBeVisible();
  await page.getByLabel("Språk").selectOption("en");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await context.close();
});

test("sends the policy that the page is built for", async ({ page }) => {
  const response = await page.goto("/");
  const policy = response?.headers()["content-security-policy"] ?? "";
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).not.toContain("unsafe");
});
