// SPDX-License-Identifier: EUPL-1.2
// Takes the README's picture of the front page, on the demonstration: npm run picture.
import { chromium } from "@playwright/test";
import start from "./support/start.ts";
import { accounts, password } from "./support/accounts.ts";

const stop = await start();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1500 }, locale: "en-GB", reducedMotion: "reduce" });
await page.goto(process.env.MUSTER_URL!);
await page.getByLabel("Account name").fill(accounts.leader.name);
await page.getByLabel("Password").fill(password);
await page.getByRole("button", { name: "Sign in" }).click();
await page.getByRole("img").first().waitFor();
await page.waitForLoadState("networkidle");
await page.screenshot({ path: new URL("../../services/web/front_page.png", import.meta.url).pathname });
await browser.close();
await stop?.();
