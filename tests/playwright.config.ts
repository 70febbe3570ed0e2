// SPDX-License-Identifier: EUPL-1.2
// The page in a real browser, on the demonstration data. With MUSTER_URL the tests use a server
// that runs already; without it they start one of their own.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "page",
  testMatch: "*.spec.ts",
  outputDir: "page/results",
  globalSetup: "./page/support/start.ts",
  workers: 2,
  retries: 0,
  timeout: 60_000,
  reporter: "list",
  use: {
    trace: "on-first-retry",
    actionTimeout: 10_000,
    locale: "en-GB",
    timezoneId: "Europe/Oslo",
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
        "--force-color-profile=srgb", "--hide-scrollbars", "--disable-lcd-text",
      ],
    },
  },
});
