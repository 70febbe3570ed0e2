// SPDX-License-Identifier: EUPL-1.2
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { expect, settled, test } from "./support/page_test.ts";

test("a number is the server's, and opens exactly as many records", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const { totals: [whole] } = await statistics.queryIndicator({ indicator: "S1", asOf: "2026-03-01" });
  await signIn("leader");
  await page.goto("/statistics?as_of=2026-03-01");
  await settled(page);
  const tile = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Women among deployed" }) });
  await expect(tile.locator(".figure")).toContainText(`${((whole!.share ?? 0) * 100).toFixed(1)}%`);
  const women = tile.locator(".figure a").first();
  await expect(women).toContainText(whole!.women.toLocaleString("en-GB"));
  await women.click();
  await expect(page.getByText(`${whole!.women.toLocaleString("en-GB")} records`)).toBeVisible();
  await expect(page.locator(".rows tbody tr")).toHaveCount(Math.min(whole!.women, 100));
});

test("another date tints the page, and today takes it away", async ({ page, signIn }) => {
  await signIn("leader");
  await page.goto("/statistics");
  await settled(page);
  await expect(page.locator(".as-of-banner")).toHaveCount(0);
  await page.getByLabel("As of").fill("01.03.2026");
  await expect(page.locator(".as-of-banner")).toHaveText("You are looking at 1 March 2026, as known today.");
  await page.getByLabel("As known then").check();
  await expect(page.locator(".as-of-banner")).toHaveText("You are looking at 1 March 2026, as known then.");
  await expect(page).toHaveURL(/as_of=2026-03-01.*known=then/);
  await page.getByRole("button", { name: "Back to today" }).click();
  await expect(page.locator(".as-of-banner")).toHaveCount(0);
});

test("every drawing has words, and those over time a table of the same numbers", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const { cells } = await statistics.queryIndicator({ indicator: "S1", from: "2025-03-01", to: "2026-03-01", everyMonth: true });
  await signIn("leader");
  await page.goto("/statistics?as_of=2026-03-01&months=12");
  await settled(page);
  const figures = page.locator("figure");
  await expect(figures).toHaveCount(3);
  for (const figure of await figures.all()) {
    await expect(figure.locator("figcaption")).not.toBeEmpty();
    await expect(figure.locator("svg[role=img]")).toHaveAttribute("aria-label", /.{20,}/);
  }
  const trend = figures.first();
  await trend.getByText("As a table").click();
  await expect(trend.locator("tbody tr")).toHaveCount(cells.length);
  const last = cells.at(-1)!;
  await expect(trend.locator("tbody tr").last()).toContainText(`${((last.share ?? 0) * 100).toFixed(1)}%`);
});

test("splits by every dimension, and the parts add up", async ({ page, signIn }) => {
  await signIn("leader");
  await page.goto("/statistics?as_of=2026-03-01");
  for (const dimension of ["Organisation", "Mission", "Category", "Rank band"]) {
    await page.getByLabel("Split by").selectOption({ label: dimension });
    const table = page.getByRole("region", { name: `Women among deployed: ${dimension}` });
    await expect(table.locator("thead th").first()).toHaveText(dimension);
    const columns = await table.locator("tbody tr").evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].slice(0, 5).map((cell) => parseInt(cell.textContent!.replace(/\D.*$/, "")) || 0)));
    const total = columns.pop()!;
    expect(total).toEqual(total.map((_, index) => columns.reduce((sum, column) => sum + column[index]!, 0)));
  }
});

test("the definition stands with the figure", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const { indicators } = await statistics.listIndicators({});
  const deployed = indicators.find(({ code }) => code === "S1")!;
  await signIn("leader");
  await page.goto("/statistics");
  await settled(page);
  await page.locator(".tile").first().getByRole("button", { name: "Definition" }).click();
  await expect(page.locator(".tile").first()).toContainText(deployed.definition);
});
