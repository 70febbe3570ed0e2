// SPDX-License-Identifier: EUPL-1.2
// Figures as a file: one meaning a column, whatever the indicator is.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { Dimension, QueryIndicatorResponseSchema } from "../gen/muster/statistics/v1/statistics_pb";
import { FILE_COLUMNS } from "./fileColumns";
import { fileName, fileRows } from "./file";
import type { FigureQuery } from "./query";

type Answer = MessageInitShape<typeof QueryIndicatorResponseSchema>;

function answerOf(answer: Answer) {
  return create(QueryIndicatorResponseSchema, answer);
}

// Each row by the names of its columns, without what is empty.
function records(answer: Answer, query: FigureQuery): Record<string, string>[] {
  const [head = [], ...rows] = fileRows(answerOf(answer), query);
  return rows.map((row) => {
    expect(row).toHaveLength(head.length);
    return Object.fromEntries(row.map((value, index) => [head[index]!, value] as const).filter(([, value]) => value !== ""));
  });
}

const COUNTS = { women: 1, men: 3, unknown: 1, total: 5 };
const COUNTED = { ...COUNTS, numerator: 1, denominator: 4, share: 0.25, completeness: 0.8, boundLow: 0.2, boundHigh: 0.4, womenLow: 0.2, womenHigh: 0.4 };
const ROW = {
  women: "1", men: "3", other: "0", unknown: "1", total: "5", share: "0.250000", unstated: "0", counted_elsewhere: "0",
  completeness: "0.800000", low_completeness: "yes", from_headcounts: "0", date: "2026-03-31", sequence: "7",
};

test("the columns of groups come first, of a series its months", () => {
  const head = (answer: Answer, query: FigureQuery) => fileRows(answerOf(answer), query)[0];
  expect(head({ indicator: "S1", groupBy: [Dimension.MISSION_KIND] }, { indicator: "S1" })).toEqual(["mission_kind", ...FILE_COLUMNS]);
  expect(head({ indicator: "S1" }, { indicator: "S1", everyMonth: true })).toEqual(["month", ...FILE_COLUMNS]);
});

test("a filter and the reader's units are told", () => {
  const [row] = records({ indicator: "S1", scope: ["ARMY", "NAVY"], totals: [{ date: "2026-03-31" }] }, { indicator: "S1", kind: "EXERCISE" });
  expect(row).toMatchObject({ filter: "mission_kind=MISSION_KIND_EXERCISE", scope: "ARMY; NAVY" });
});

test("the parts of a period end with their months, and the last one with it", () => {
  const totals = [{ date: "2026-02-10" }, { date: "2026-03-01" }];
  const query = { from: "2026-02-10", to: "2026-03-20", everyMonth: true };
  expect(records({ indicator: "N1", totals }, { indicator: "N1", ...query }).map(({ date_to }) => date_to)).toEqual(["2026-02-28", "2026-03-20"]);
  expect(records({ indicator: "S1", totals }, { indicator: "S1", ...query }).map(({ date_to }) => date_to)).toEqual([undefined, undefined]);
});

test("share is women's, with its bounds", () => {
  const cell = { ...COUNTED, date: "2026-03-31" };
  const whole = { ...cell, lastReported: "2026-02-28", anomalies: [{ source: "UN", month: "2026-02", text: "Is wrong.", textNb: "Er feil." }] };
  expect(records({ indicator: "S1", sequence: 7n, cells: [cell], totals: [whole] }, { indicator: "S1", asOf: "2026-03-31", knownThen: true })).toEqual([{
    ...ROW, share_low: "0.200000", share_high: "0.400000", numerator: "1", denominator: "4", indicator: "S1",
    known_at: "2026-03-31T23:59:59.999Z", last_reported: "2026-02-28", anomalies: "UN 2026-02",
  }]);
});

test("coverage has columns of its own, and share stays women's", () => {
  const cell = {
    ...COUNTED, date: "2026-03-31", share: 0.6, boundLow: 0.6, boundHigh: 0.8, numerator: 3, denominator: 5,
    statuses: { VALID: 2, SOON: 1, EXPIRED: 0, NEVER: 1, WAIVED: 0, UNKNOWN: 1 },
  };
  expect(records({ indicator: "T1", sequence: 7n, cells: [cell], totals: [cell] }, { indicator: "T1", requirement: "WPS" })).toEqual([{
    ...ROW, coverage: "0.600000", coverage_low: "0.600000", coverage_high: "0.800000", numerator: "3", denominator: "5", indicator: "T1",
    share_low: "0.200000", share_high: "0.400000", requirement: "WPS", valid: "2", soon: "1", expired: "0", never: "1", waived: "0", training_unknown: "1",
  }]);
});

test("vacant seats have no gender", () => {
  const cell = { date: "2026-03-31", total: 4, numerator: 1, denominator: 4, share: 0.25 };
  expect(records({ indicator: "V1", sequence: 7n, cells: [cell], totals: [cell] }, { indicator: "V1" })).toEqual([{
    total: "4", vacant: "1", vacancy: "0.250000", numerator: "1", denominator: "4", unstated: "0",
    date: "2026-03-31", indicator: "V1", sequence: "7",
  }]);
});

test("so have an index and a rate", () => {
  const index = { ...COUNTED, date: "2026-03-31", share: 1.5, boundLow: 0.5, boundHigh: 2, numerator: 0, denominator: 0 };
  expect(records({ indicator: "L2", sequence: 7n, cells: [index], totals: [index] }, { indicator: "L2" })).toEqual([{
    ...ROW, index: "1.500000", index_low: "0.500000", index_high: "2.000000", indicator: "L2", tier_min: "1",
    share_low: "0.200000", share_high: "0.400000",
  }]);
  const rate = { ...COUNTED, date: "2026-03-31", cohortSubmitted: 2, cohortSelected: 1, cohortRate: 0.5, intervalLow: 0.1, intervalHigh: 0.9 };
  expect(records({ indicator: "N1", sequence: 7n, cells: [rate], totals: [rate] }, { indicator: "N1", stage: "SELECTED", from: "2026-03-31", to: "2026-04-30" })).toEqual([{
    ...ROW, share_low: "0.200000", share_high: "0.400000", rate: "0.500000", rate_low: "0.100000", rate_high: "0.900000",
    numerator: "1", denominator: "4", indicator: "N1", stage: "SELECTED",
    cohort_submitted: "2", cohort_selected: "1", cohort_open: "0", date_to: "2026-04-30",
  }]);
});

test("a row without a number has no count, and says why", () => {
  const none = { date: "2026-03-31", noReport: true, absentSources: ["EU", "UN"] };
  expect(records({ indicator: "S1", sequence: 7n, groupBy: [Dimension.MISSION], cells: [], totals: [none] }, { indicator: "S1" })).toEqual([
    { date: "2026-03-31", indicator: "S1", sequence: "7", no_report: "yes", absent_sources: "EU; UN" },
  ]);
});

test("a series has its months as a group, each with what belongs to its date", () => {
  const february = { ...COUNTED, date: "2026-02-28" };
  const none = { date: "2026-03-31", noReport: true, absentSources: ["UN"] };
  const query = { indicator: "S1", from: "2026-02-01", to: "2026-03-31", everyMonth: true };
  const answer = { indicator: "S1", sequence: 7n, cells: [february, none], totals: [february, none] };
  expect(records(answer, query).map(({ month, women, no_report }) => [month, women, no_report])).toEqual([
    ["2026-02", "1", undefined], ["2026-03", undefined, "yes"],
  ]);
  expect(fileName(answerOf(answer), query)).toBe("S1_2026-02-28_2026-03-31.csv");
});

test("groups are told as the API names them", () => {
  const police = { ...COUNTED, date: "2026-03-31", group: ["CATEGORY_POLICE"], countedElsewhere: 2 };
  const rest = { ...COUNTED, date: "2026-03-31", group: [""] };
  const answer = { indicator: "S1", groupBy: [Dimension.CATEGORY], cells: [police, rest], totals: [{ ...COUNTED, date: "2026-03-31" }] };
  expect(records(answer, { indicator: "S1" }).map(({ category, counted_elsewhere }) => [category, counted_elsewhere])).toEqual([
    ["CATEGORY_POLICE", "2"], [undefined, "0"],
  ]);
  expect(fileName(answerOf(answer), { indicator: "S1" })).toBe("S1_by_category_2026-03-31.csv");
});
