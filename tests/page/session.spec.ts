// SPDX-License-Identifier: EUPL-1.2
import { create, toBinary } from "@bufbuild/protobuf";
import { ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { accounts, password } from "./support/accounts.ts";
import { expect, hold, refused, test } from "./support/page_test.ts";

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

test("shows nothing and reads nothing while it signs out", async ({ page }) => {
  const signOut = await hold(page, "**/SignOut");
  await page.goto("/statistics");
  await page.getByLabel("Account name").fill(accounts.leader.name);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Muster" })).toBeAttached();
  await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
  signOut.release();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("asks for what is missing before it asks the server", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Must be filled in")).toHaveCount(2);
  await expect(page.getByLabel("Account name")).toBeFocused();
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

test.describe("in trouble", () => {
  test.use({ allowed: [refused(401, 404, 429, 503)] });

  test("too many attempts are to be waited out, which is no busy server", async ({ page }) => {
    const reason = toBinary(ErrorInfoSchema, create(ErrorInfoSchema, { domain: "muster", reason: "TOO_MANY_ATTEMPTS" }));
    await page.goto("/");
    await page.route("**/SignIn", (route) => route.fulfill({
      status: 429, contentType: "application/json", body: JSON.stringify({
        code: "resource_exhausted", message: "too many attempts",
        details: [{ type: "google.rpc.ErrorInfo", value: Buffer.from(reason).toString("base64") }],
      }),
    }));
    await page.getByLabel("Account name").fill(accounts.desk.name);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toContainText("Too many attempts. Wait a minute, and try again.");
  });

  test("what somebody writes outlives a failed look at the session", async ({ page, signIn }) => {
    const fail = (status: number, code: string) => ({ status, contentType: "application/json", body: JSON.stringify({ code }) });
    await signIn("desk");
    await page.goto("/nominations/nominate");
    await page.getByLabel("Motivation").fill("Has led a battalion.");
    await page.route("**/GetSession", (route) => route.fulfill(fail(503, "unavailable")));
    await page.route("**/CreateNomination", (route) => route.fulfill(fail(401, "unauthenticated")));
    await page.getByRole("button", { name: "Save as draft" }).click();
    await expect(page.getByText("This may be out of date")).toBeVisible({ timeout: 15_000 });
    await expect(page.getByLabel("Motivation")).toHaveValue("Has led a battalion.");
  });

  test("a page that has no answer yet, or none at all, has its heading and title", async ({ page, signIn }) => {
    await signIn("desk");
    const person = await hold(page, "**/GetPerson");
    await page.goto("/people/999999999");
    await expect(page.getByRole("heading", { level: 1, name: "Person" })).toBeVisible();
    await expect(page).toHaveTitle("Person – Muster");
    person.release();
    await expect(page.getByRole("alert")).toContainText("Not found, or outside the units you work for.");
    await expect(page.getByRole("heading", { level: 1, name: "Person" })).toBeVisible();
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
