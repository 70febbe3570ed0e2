// SPDX-License-Identifier: EUPL-1.2
// What stands beside numbers that would mislead alone, in both languages.
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { CellSchema, Dimension, type Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { catalogues } from "../texts/texts";
import { changeText, yearBefore } from "./change";
import { elsewhereNote, marksOf, seriesNotes, symbolsOf } from "./notes";
import { countsConclusion, gapOf, shareConclusion } from "./trendWords";
import { dormant, incomplete, known, lastReported, monthsText, noNumber, noNumberSentence, share, titled, unstatedHead, warnings } from "./words";

const { en, nb } = catalogues;
const DEPLOYED = { indicator: "S1" };
const LEADING = { indicator: "L1", tier: 2 };

function cell(parts: MessageInitShape<typeof CellSchema>): Cell {
  return create(CellSchema, { date: "2026-11-30", ...parts });
}

// One of four women, one more of whom the gender is not stated.
function counted(parts: MessageInitShape<typeof CellSchema> = {}): Cell {
  return cell({ women: 1, men: 3, unknown: 1, total: 5, numerator: 1, denominator: 4, share: 0.25, completeness: 0.8, boundLow: 0.2, boundHigh: 0.4, ...parts });
}

const ANOMALY = { source: "UN", month: "2020-08", text: "Half are printed as women.", textNb: "Halvparten er trykt som kvinner." };

test("a number that is there needs no reason", () => {
  expect(noNumber("S1", counted(), en)).toBeUndefined();
  expect(noNumberSentence("S1", counted(), en)).toBeUndefined();
});

test("a month without a report says so and is never zero", () => {
  const none = cell({ noReport: true, absentSources: ["UN"] });
  expect(noNumber("S1", none, en)).toBe("no report");
  expect(noNumber("S1", none, nb)).toBe("ingen rapport");
  expect(noNumberSentence("S1", none, en)).toBe("There is no report of the month, so nobody knows.");
  expect(warnings("S1", none, en)).toEqual([]);
});

test("what nobody states is named", () => {
  const none = cell({ noReport: true, notStated: [Dimension.MISSION] });
  expect(noNumber("S1", none, en)).toBe("no number: nobody's mission is stated");
  expect(noNumberSentence("S1", none, en)).toBe("No number: nobody's mission is stated.");
  expect(noNumber("S1", none, nb)).toBe("ikke noe tall: operasjon er ikke oppgitt for noen");
  const more = cell({ noReport: true, notStated: [Dimension.TIER, Dimension.RANK_BAND] });
  expect(noNumber("L1", more, en)).toBe("no number: nobody's tier or rank band is stated");
  const kind = cell({ noReport: true, notStated: [Dimension.MISSION, Dimension.MISSION_KIND] });
  expect(noNumber("S1", kind, en)).toBe("no number: nobody's mission is stated");
  expect(noNumber("L1", more, nb)).toBe("ikke noe tall: ledernivå eller gradsnivå er ikke oppgitt for noen");
});

test("stocks of people without names tell no departures", () => {
  expect(noNumber("S3", cell({ noReport: true, absentSources: ["UN"] }), en)).toBe("no number: reports of people without names do not tell departures");
  expect(warnings("S3", counted({ absentSources: ["UN"] }), en)).toEqual(["Without UN: reports of people without names do not tell departures."]);
  expect(warnings("S3", counted({ absentSources: ["UN"] }), nb)).toEqual(["Uten UN: rapporter om personer uten navn viser ikke utreiser."]);
});

test("the last number is told with its day", () => {
  const last = counted({ lastReported: "2025-07-31" });
  expect(lastReported(last, en)).toBe("As of 31 July 2025: the last report");
  expect(lastReported(counted({ lastReported: "2025-07-31", lastReportedBy: ["UN"] }), nb)).toBe("Per 31. juli 2025: siste rapport fra UN");
  expect(warnings("S1", counted({ lastReported: "2025-07-31", lastReportedBy: ["UN"] }), en)).toEqual([]);
  expect(lastReported(last, nb)).toBe("Per 31. juli 2025: siste rapport");
  expect(lastReported(counted(), en)).toBe("");
  expect(lastReported(undefined, en)).toBe("");
});

test("whoever may belong to a number stands beside it with the bounds", () => {
  const open = counted({ unknown: 0, unstated: 4 });
  expect(known(open, LEADING, en)).toBe("4 more whose tier is not stated: between 20.0\u00a0% and 40.0\u00a0%");
  expect(known(open, LEADING, nb)).toBe("4 til uten oppgitt ledernivå: mellom 20,0\u00a0% og 40,0\u00a0%");
  expect(known(counted({ unstated: 4 }), { ...LEADING, kind: "EXERCISE" }, en))
    .toBe("1 with gender not stated; 4 more whose tier or mission is not stated: between 20.0\u00a0% and 40.0\u00a0%");
  expect(known(open, DEPLOYED, en)).toMatch(/^4 more who may belong here: /);
  expect(known(open, { ...DEPLOYED, kind: "ANY" }, en)).toMatch(/^4 more who may belong here: /);
  expect(known(counted({ unknown: 0 }), DEPLOYED, en)).toBe("Gender known for all");
  expect(unstatedHead(LEADING, en)).toBe("More, tier not stated");
});

test("a share of which too much is unknown is marked with what is", () => {
  expect(incomplete(counted(), DEPLOYED, en)).toBe("Gender known for 80.0\u00a0% only");
  expect(incomplete(counted({ unstated: 4 }), LEADING, en)).toBe("Gender and tier known for 80.0\u00a0% only");
  expect(incomplete(counted({ unstated: 4 }), LEADING, nb)).toBe("Kjønn og ledernivå er kjent for bare 80,0\u00a0%");
  expect(incomplete(counted({ completeness: 0.95 }), DEPLOYED, en)).toBe("");
});

test("a share of nobody is said in words", () => {
  expect(share(counted(), en)).toBe("1 of 4");
  expect(share(cell({ unknown: 12, total: 12 }), en)).toBe("12 with gender not stated");
  expect(share(cell({ unknown: 12, total: 12 }), nb)).toBe("12 uten oppgitt kjønn");
  expect(share(cell({}), en)).toBe("0");
});

test("whom a number leaves out, and what is wrong in it, are sentences", () => {
  expect(warnings("S1", counted({ absentSources: ["UN", "EU"] }), en)).toEqual(["Without the people of UN and EU: there is no report of the month."]);
  const period = counted({ absentSources: ["UN"], absentMonths: ["UN 2026-02", "UN 2026-03", "UN 2026-06"] });
  expect(warnings("S2", period, en)).toEqual(["Without months of which there is no report. UN: February 2026 to March 2026, June 2026."]);
  expect(warnings("S2", period, nb)).toEqual(["Uten måneder det ikke finnes rapport for. UN: februar 2026 til mars 2026, juni 2026."]);
  expect(warnings("S1", counted({ anomalies: [ANOMALY] }), nb))
    .toEqual(["Kjent feil i det som er publisert: Halvparten er trykt som kvinner."]);
  expect(warnings("S1", counted(), en)).toEqual([]);
});

test("months that follow each other are one, also over a year's end", () => {
  expect(monthsText(["2026-02", "2025-12", "2026-01", "2026-06"], en)).toBe("December 2025 to February 2026, June 2026");
  expect(monthsText([], en)).toBe("");
});

test("a title names the kind of mission that is chosen", () => {
  expect(titled("Women", "", en)).toBe("Women");
  expect(titled("Women", "NATIONAL", en)).toBe("Women (National operation)");
  expect(titled("Kvinner", "ANY", nb)).toBe("Kvinner (Alle typer)");
});

test("marks have a character and words, and a line that explains them", () => {
  const mission = counted({ group: ["UNMISS"], countedElsewhere: 2 });
  expect(marksOf(mission, en)).toEqual([{ symbol: "†", spoken: "some are counted in another group" }]);
  expect(symbolsOf(counted({ absentSources: ["UN"], anomalies: [ANOMALY] }), en)).toBe("*‡");
  expect(symbolsOf(cell({ noReport: true, absentSources: ["UN"] }), en)).toBe("");
  const name = (one: Cell) => one.group[0]!;
  expect(elsewhereNote([mission, counted({ group: ["MINUSCA"] })], name, en)).toBe(
    "† Somebody with two tours at once counts once. Also on a tour in a group, but counted in another one: UNMISS 2. " +
    "A filter by one of these groups alone counts them too.",
  );
  expect(elsewhereNote([counted({ group: ["MINUSCA"] })], name, en)).toBe("");
});

const YEAR = [
  counted({ date: "2020-07-31" }),
  counted({ date: "2020-08-31", anomalies: [ANOMALY], women: 2, numerator: 2, share: 0.5 }),
  counted({ date: "2020-09-30", absentSources: ["UN"] }),
  cell({ date: "2020-10-31", noReport: true, absentSources: ["UN"] }),
  cell({ date: "2020-11-30", noReport: true, absentSources: ["UN"] }),
];

test("a series says which months have no number, lack a source or are known to be wrong", () => {
  expect(seriesNotes("S1", YEAR, en)).toEqual([
    "No report: October 2020 to November 2020.",
    "* Without the people of UN, for want of a report: September 2020.",
    "‡ Known to be wrong as published: Half are printed as women.",
  ]);
  expect(seriesNotes("S1", YEAR, nb)[0]).toBe("Ingen rapport: oktober 2020 til november 2020.");
  expect(seriesNotes("S1", [counted()], en)).toEqual([]);
});

test("a series that ends without a report concludes with the last month that has one", () => {
  expect(countsConclusion("S1", YEAR, en)).toBe(
    "At the end of November 2020: no report. At the end of September 2020, 1 of 4 deployed were women; the gender of 1 more is not stated.",
  );
  expect(countsConclusion("S1", YEAR.slice(3), nb)).toBe("Ved utgangen av november 2020: ingen rapport.");
  expect(countsConclusion("S1", [cell({ unknown: 12, total: 12 })], en))
    .toBe("At the end of November 2026, 12 were deployed; the gender of none of them is stated.");
  expect(countsConclusion("S1", [cell({})], en)).toBe("At the end of November 2026, nobody was deployed.");
  expect(shareConclusion(YEAR, en)).toBe("Women were 25.0\u00a0% of deployed at the end of July 2020 and 25.0\u00a0% at the end of September 2020.");
  expect(shareConclusion(YEAR.slice(3), en)).toBe("There is no share in these months.");
});

test("every gap of a chart has words", () => {
  expect(gapOf(counted(), en)).toBeUndefined();
  expect(gapOf(YEAR[3]!, en)).toBe("no report");
  expect(gapOf(cell({ noReport: true, notStated: [Dimension.MISSION] }), nb)).toBe("ikke noe tall");
  expect(gapOf(cell({ unknown: 12, total: 12 }), en)).toBe("gender not stated");
  expect(gapOf(cell({}), en)).toBe("nobody");
});

test("a year before a last report is the same month's end", () => {
  expect(yearBefore("2026-11-30", "")).toBe("2025-11-30");
  expect(yearBefore("2024-02-29", "")).toBe("2023-02-28");
  expect(yearBefore("2026-11-30", "2025-07-31")).toBe("2024-07-31");
  expect(yearBefore("2026-11-30", "2025-02-28")).toBe("2024-02-29");
});

test("two numbers are compared when both are of what they say", () => {
  const change = (now: Cell, then: Cell | undefined) => changeText("S1", now, then, "2025-11-30", en);
  expect(change(counted({ share: 0.5 }), counted())).toBe("Up 25.0 points since 30 Nov 2025");
  expect(change(counted(), counted())).toBe("Unchanged since 30 Nov 2025");
  expect(change(counted(), counted({ lastReported: "2025-07-31" }))).toBe("Unchanged since 31 Jul 2025");
  expect(change(counted(), cell({ noReport: true, absentSources: ["UN"] }))).toBe("Not compared with 30 Nov 2025: no report");
  expect(change(counted(), counted({ absentSources: ["UN"] }))).toBe("Not compared with 30 Nov 2025: one of the two days lacks a report of UN");
  expect(change(counted(), counted({ anomalies: [ANOMALY] })))
    .toBe("Not compared with 30 Nov 2025: the published data of one of the two days are known to be wrong");
  expect(change(counted(), undefined)).toBe("");
  expect(change(counted(), cell({}))).toBe("");
});

test("dormant members of the roster are told where there are some", () => {
  expect(dormant(counted({ dormant: 3 }), en)).toBe("3 of them dormant members of the roster");
  expect(dormant(counted({ dormant: 3 }), nb)).toBe("3 av dem hvilende i beredskapsgruppen");
  expect(dormant(counted({ dormant: 0 }), en)).toBe("");
  expect(dormant(counted({}), en)).toBe("");
});
