// SPDX-License-Identifier: EUPL-1.2
import { Topic } from "../gen/muster/platform/v1/terms_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { Population, TrainingService } from "../gen/muster/training/v1/training_pb";
import { firstOfMonth, shown, typed } from "./support/dates.ts";
import { expect, settled, test } from "./support/page_test.ts";

// A date of some months ago, and the same one a year before.
const DAY = firstOfMonth(8);
const YEAR_BEFORE = firstOfMonth(20);

test("a number is the server's, and opens the records that add up to it", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const query = { indicator: "S1", asOf: DAY };
  const { totals: [whole] } = await statistics.queryIndicator(query);
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  const tile = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Women among deployed" }) });
  await expect(tile.locator(".figure")).toContainText(`${((whole!.share ?? 0) * 100).toFixed(1)}%`);
  const women = tile.locator(".figure a").first();
  await expect(women).toContainText(whole!.women.toLocaleString("en-GB"));
  await women.click();
  // A body that releases no names is one record for several women of a month, as its report has them.
  const { records } = await statistics.listCellRecords({ query, gender: "WOMAN", pageSize: 100 });
  await expect(page.getByText(`${records.length} records that count ${whole!.women}`)).toBeVisible();
  const rows = page.locator(".rows tbody tr");
  await expect(rows).toHaveCount(records.length);
  const counts = await rows.locator("td:last-child").allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(whole!.women);
});

test("days of which not the same bodies have reported are not compared", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const missing = async (asOf: string) => (await statistics.queryIndicator({ indicator: "S1", asOf })).totals[0]!.missingReports;
  const [thisMonth, yearBefore] = [firstOfMonth(0), firstOfMonth(12)];
  // A month's report comes after its end.
  expect(await missing(thisMonth)).toEqual(["INT"]);
  expect(await missing(yearBefore)).toEqual([]);
  await signIn("leader");
  await page.goto(`/statistics?as_of=${thisMonth}`);
  await settled(page);
  const tile = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Women among deployed" }) });
  await expect(tile).toContainText("Not compared with");
  await expect(tile).toContainText("lacks a report of INT");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  await expect(tile).toContainText(/Up|Down|Unchanged/);
});

test("another date tints the page, and today takes it away", async ({ page, signIn }) => {
  await signIn("leader");
  await page.goto("/statistics");
  await settled(page);
  await expect(page.locator(".as-of-banner")).toHaveCount(0);
  const date = page.getByLabel("As of");
  await date.fill(typed(DAY));
  await expect(page.locator(".as-of-banner")).toHaveText(`You are looking at ${shown(DAY)}, as known today.`);
  await expect(date).toBeFocused();
  await page.getByLabel("As known then").check();
  await expect(page.locator(".as-of-banner")).toHaveText(`You are looking at ${shown(DAY)}, as known then.`);
  await expect(page).toHaveURL(new RegExp(`as_of=${DAY}.*known=then`));
  await page.getByRole("button", { name: "Back to today" }).click();
  await expect(page.locator(".as-of-banner")).toHaveCount(0);
  await expect(date).toBeFocused();
  await expect(date).not.toHaveValue(typed(DAY));
  await date.fill("1.2.3.4");
  await date.blur();
  await expect(page.getByText("Write the date as dd.mm.yyyy.")).toBeVisible();
  await expect(page.locator(".as-of-banner")).toHaveCount(0);
});

test("every drawing has words, and those over time a table of the same numbers", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const { cells } = await statistics.queryIndicator({ indicator: "S1", from: YEAR_BEFORE, to: DAY, everyMonth: true });
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}&months=12`);
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
  await page.goto(`/statistics?as_of=${DAY}`);
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
  for (const text of [deployed.definition, deployed.numerator, deployed.denominator, deployed.dateRule, deployed.unknownRule]) {
    await expect(page.locator(".tile").first()).toContainText(text);
  }
});

test("training coverage is the server's", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const training = await api(TrainingService, "leader");
  const { requirements } = await training.listRequirements({ pageSize: 500, orderBy: "code" });
  const requirement = requirements.find(({ topics, population }) => topics.includes(Topic.WPS) && population === Population.DEPLOYED)!;
  const ask = async (indicator: string) =>
    (await statistics.queryIndicator({ indicator, requirement: requirement.code, asOf: DAY })).totals[0]!;
  const [covered, uncovered] = [await ask("T1"), await ask("T2")];
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  const figures = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Valid WPS training" }) }).locator(".figure");
  const count = (value: number) => value.toLocaleString("en-GB");
  await expect(figures.first()).toContainText(`${count(covered.numerator)} of ${count(covered.denominator)}`);
  await expect(figures.first()).toContainText(`${((covered.share ?? 0) * 100).toFixed(1)}%`);
  await expect(figures.nth(1)).toHaveText(new RegExp(`^${count(uncovered.total)}( \\(|$)`));
});

test("the records of a figure say of which day they are, and lead back to the same view", async ({ page, signIn }) => {
  await signIn("leader");
  const view = `/statistics?as_of=${DAY}&tier=2&months=12&split=MISSION&of=leaders`;
  await page.goto(view);
  await settled(page);
  const trend = page.locator("figure").first();
  await trend.getByText("As a table").click();
  const month = trend.locator("tbody tr").nth(3);
  const name = await month.locator("th").textContent();
  await month.locator("td a").last().click();
  await expect(page.locator(".as-of-banner")).toContainText(name!);
  await page.locator("a.back").click();
  await expect(page).toHaveURL(view);
  await page.goto(`/statistics/records?indicator=L1&as_of=${DAY}&tier=3&known=then`);
  await expect(page.locator(".as-of-banner")).toHaveText(`You are looking at ${shown(DAY)}, as known then.`);
  await expect(page.locator("a.back")).toHaveAttribute("href", `/statistics?as_of=${DAY}&known=then&tier=3`);
});
