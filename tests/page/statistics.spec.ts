// SPDX-License-Identifier: EUPL-1.2
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { Topic } from "../gen/muster/platform/v1/terms_pb";
import { Dimension, StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { Population, TrainingService } from "../gen/muster/training/v1/training_pb";
import { percent } from "../../services/web/src/ui/numbers";
import { firstOfMonth, shown, typed } from "./support/dates.ts";
import { changeFigures, withoutNumber } from "./support/figures.ts";
import { expect, settled, test } from "./support/page_test.ts";

// A date of some months ago, and the same one a year before.
const DAY = firstOfMonth(8);
const YEAR_BEFORE = firstOfMonth(20);

function tileOf(page: Page, title: string) {
  return page.locator(".tile").filter({ has: page.getByRole("heading", { name: title }) });
}

// The rows of the file that a button offers, each by the names of its columns.
async function downloaded(page: Page, press: () => Promise<void>): Promise<Record<string, string>[]> {
  const waiting = page.waitForEvent("download");
  await press();
  const text = await readFile(await (await waiting).path(), "utf8");
  const [head = [], ...rows] = text.replace("\ufeff", "").trim().split("\r\n").map((line) => line.slice(1, -1).split('","'));
  return rows.map((row) => Object.fromEntries(row.map((value, index) => [head[index]!, value])));
}

test("a number is the server's, and opens the records that add up to it", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "desk");
  const query = { indicator: "S1", asOf: DAY };
  const { totals: [whole] } = await statistics.queryIndicator(query);
  await signIn("desk");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  const tile = page.locator(".tile").filter({ has: page.getByRole("heading", { name: "Women among deployed" }) });
  await expect(tile.locator(".figure")).toContainText(percent(whole!.share, "en-GB"));
  const women = tile.locator(".figure a").first();
  await expect(women).toContainText(whole!.women.toLocaleString("en-GB"));
  await women.click();
  // A body that releases no names is one record for several women of a month, as its report has them.
  const { records } = await statistics.listCellRecords({ query, gender: "WOMAN", pageSize: 100 });
  const counting = records.length === whole!.women ? "" : ` that count ${whole!.women}`;
  await expect(page.getByText(`${records.length} records${counting}`, { exact: true })).toBeVisible();
  const rows = page.locator(".rows tbody tr");
  await expect(rows).toHaveCount(records.length);
  if (counting === "") return;  // each is one, and no column says so
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
  await expect(trend.locator("tbody tr").last()).toContainText(percent(last.share, "en-GB"));
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
  await expect(figures.first()).toContainText(percent(covered.share, "en-GB"));
  await expect(figures.nth(1)).toHaveText(new RegExp(`^${count(uncovered.total)}( \\(|$)`));
});

test("vacant seats are the server's, by mission too", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const { totals, cells } = await statistics.queryIndicator({ indicator: "V1", asOf: DAY, groupBy: [Dimension.MISSION] });
  const whole = totals[0]!;
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  const tile = tileOf(page, "Vacant seats");
  const count = (value: number) => value.toLocaleString("en-GB");
  await expect(tile.locator(".figure")).toContainText(`of ${count(whole.denominator)}`);
  await expect(tile.locator(".figure-beside")).toHaveText(percent(whole.share, "en-GB"));
  await tile.getByRole("button", { name: "By mission" }).click();
  await expect(tile.locator("tbody tr")).toHaveCount(cells.length + 1);
  await expect(tile.locator("tbody tr").last().locator("td").nth(1)).toHaveText(count(whole.denominator));
});

test("the records of a figure say of which day they are, and lead back to the same view", async ({ page, signIn }) => {
  await signIn("desk");
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

for (const { locale, form, words } of [
  { locale: "en-GB", form: /\((\d+\.\d %)\)/, words: "Women among deployed" },
  { locale: "nb-NO", form: /\((\d+,\d %)\)/, words: "Kvinner blant utsendte" },
]) {
  test.describe(locale, () => {
    test.use({ locale });
    test("sentence and tile tell one number in one form", async ({ page, signIn }) => {
      await signIn("leader");
      await page.goto(`/statistics?as_of=${DAY}`);
      await settled(page);
      const sentence = (await page.locator(".sentence").textContent())!.replace(/\s/g, " ");
      const share = form.exec(sentence)![1]!;
      await expect(tileOf(page, words).locator(".figure-beside")).toHaveText(share);
    });
  });
}

test("a day to come is refused in words, and has no figures", async ({ page, signIn }) => {
  await signIn("leader");
  await page.goto("/statistics?as_of=2199-01-01");
  await settled(page);
  await expect(page.getByText(/^Not later than /)).toBeVisible();
  await expect(page.locator(".tile")).toHaveCount(0);
  await expect(page.locator(".as-of-banner")).toHaveCount(0);
  await page.getByLabel("As of").fill(typed(DAY));
  await expect(page.locator(".tile").first()).toBeVisible();
  await page.getByLabel("As of").fill("01.01.2199");
  await page.getByLabel("As of").blur();
  await expect(page.getByText(/^Not later than /)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`as_of=${DAY}`));
});

test("the file of a table has its cells, and a column means one thing", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  const { cells } = await statistics.queryIndicator({ indicator: "S1", asOf: DAY, groupBy: [Dimension.CATEGORY] });
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}&split=CATEGORY&months=12`);
  await settled(page);
  const rows = await downloaded(page, () => page.getByRole("button", { name: "Download (CSV)" }).last().click());
  expect(Object.keys(rows[0]!).slice(0, 7)).toEqual(["category", "women", "men", "other", "unknown", "total", "share"]);
  expect(rows.map(({ category, women, total, date }) => [category, women, total, date]))
    .toEqual(cells.map((cell) => [cell.group[0], `${cell.women}`, `${cell.total}`, DAY]));
  const trend = page.locator("figure").first();
  await trend.getByText("As a table").click();
  const months = await downloaded(page, () => trend.getByRole("button", { name: "Download (CSV)" }).click());
  expect(months.map(({ month }) => month)).toHaveLength(await trend.locator("tbody tr").count());
  expect(months.every(({ month, date, indicator }) => date!.startsWith(month!) && indicator === "S1")).toBe(true);
});

test("a number of an earlier day says so wherever it stands", async ({ page, signIn }) => {
  await changeFigures(page, (answer, { asOf }) => {
    if (asOf === DAY) answer.totals.forEach((whole) => (whole.lastReported = "2025-07-31"));
  });
  await signIn("desk");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  const words = "As of 31 July 2025: the last report";
  await expect(tileOf(page, "Women among deployed")).toContainText(words);
  await expect(tileOf(page, "Women among leaders")).toContainText(words);
  // Compared, if it is, with the same month's end a year before.
  await expect(tileOf(page, "Women among deployed")).toContainText("31 Jul 2024");
  await expect(page.getByRole("region", { name: words })).toBeVisible();
  await expect(page.locator("figure").last().locator("figcaption")).toContainText(words);
  const [row] = await downloaded(page, () => page.getByRole("button", { name: "Download (CSV)" }).last().click());
  expect(row!["last_reported"]).toBe("2025-07-31");
  await tileOf(page, "Women among deployed").locator(".figure a").first().click();
  await expect(page.locator(".lead")).toContainText(words);
});

test("a month without a report has no number anywhere, and none is zero", async ({ page, signIn }) => {
  await changeFigures(page, (answer, request) => {
    if (request.indicator !== "S1" && request.indicator !== "L1") return;
    const last = answer.totals.at(-1)!.date;
    withoutNumber(answer, last, { absentSources: ["UN"] });
  });
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}&months=12`);
  await settled(page);
  for (const title of ["Women among deployed", "Women among leaders"]) {
    await expect(tileOf(page, title)).toContainText("There is no report of the month");
  }
  for (const figure of [page.locator("figure").first(), page.locator("figure").nth(1)]) {
    await expect(figure.locator("svg")).toContainText("no report");
    await expect(figure.locator(".notes")).toContainText("No report: ");
  }
  await page.locator("figure").first().getByText("As a table").click();
  await expect(page.locator("figure").first().locator("tbody tr").last().locator("td")).toHaveText("no report");
  await expect(page.locator(".empty")).toContainText("There is no report of the month");
  await expect(page.getByText(/Nobody is counted|0 of 0/)).toHaveCount(0);
});

test("what is not stated is said beside the number, and where nobody states it there is none", async ({ page, signIn }) => {
  await changeFigures(page, (answer, { indicator, asOf }) => {
    const date = answer.totals.at(-1)!.date;
    if (indicator === "S1" && asOf === DAY) withoutNumber(answer, date, { notStated: [Dimension.MISSION] });
    if (indicator === "L1" && asOf === DAY) answer.totals.forEach((whole) => Object.assign(whole, { unstated: 4, completeness: 0.5 }));
  });
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  await expect(tileOf(page, "Women among deployed")).toContainText("No number: nobody's mission is stated.");
  await expect(tileOf(page, "Women among leaders")).toContainText(/4 more whose tier is not stated: between .+ and /);
  await expect(tileOf(page, "Women among leaders")).toContainText("Gender and tier known for 50.0 % only");
});

test("marks of a split and of a series have words and are explained", async ({ page, signIn }) => {
  const text = "Half are printed as women.";
  await changeFigures(page, (answer) => {
    const cell = answer.groupBy.length > 0 ? answer.cells[0] : undefined;
    if (cell) cell.countedElsewhere = 2;
    answer.totals.at(-1)!.anomalies.push({ $typeName: "muster.statistics.v1.Anomaly", source: "UN", month: "2020-08", text, textNb: "" });
  });
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}&split=MISSION&months=12`);
  await settled(page);
  await expect(tileOf(page, "Women among deployed")).toContainText(text);
  const marked = page.getByRole("rowheader").filter({ hasText: "some are counted in another group" });
  await expect(marked).toHaveCount(1);
  await expect(marked).toContainText("†");
  await expect(page.locator("figure").last().locator(".notes")).toContainText("A filter by one of these groups alone counts them too.");
  await expect(page.locator("figure").first().locator("svg")).toContainText("‡");
  await expect(page.locator("figure").first().locator(".notes")).toContainText(`‡ Known to be wrong as published: ${text}`);
});

test("exercises and national operations are counted when they are asked for", async ({ page, signIn, api }) => {
  const statistics = await api(StatisticsService, "leader");
  await signIn("leader");
  await page.goto(`/statistics?as_of=${DAY}`);
  await settled(page);
  const leftOut = page.getByText("Exercises and national operations are left out here");
  await expect(leftOut).toBeVisible();
  for (const [kind, name] of [["INTERNATIONAL", "International mission"], ["EXERCISE", "Exercise"]] as const) {
    const where = [{ dimension: Dimension.MISSION_KIND, values: [`MISSION_KIND_${kind}`] }];
    const { totals: [whole] } = await statistics.queryIndicator({ indicator: "S1", asOf: DAY, where });
    await page.getByLabel("Mission kind").selectOption({ label: name });
    await expect(page).toHaveURL(new RegExp(`kind=${kind}`));
    await expect(leftOut).toHaveCount(0);
    const women = whole!.numerator.toLocaleString("en-GB");
    await expect(tileOf(page, `Women among deployed (${name})`))
      .toContainText(whole!.noReport ? /report|number/ : whole!.denominator > 0 ? new RegExp(`${women}.* of `) : /Nobody is counted|gender not stated/);
  }
  await page.getByLabel("Mission kind").selectOption({ label: "International and not stated" });
  await page.getByLabel("Split by").selectOption({ label: "Mission kind" });
  await expect(page.getByRole("region", { name: "Women among deployed: Mission kind" })).toContainText("International mission");
  await expect(page.getByText("Exercises and national operations are counted here too")).toBeVisible();
});
