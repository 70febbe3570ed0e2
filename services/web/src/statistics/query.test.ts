// SPDX-License-Identifier: EUPL-1.2
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { Dimension } from "../gen/muster/statistics/v1/statistics_pb";
import { cellOf, dimensionName, dimensionOf, figureRequest, recordsAddress, type CellOfQuery } from "./query";

function parametersOf(cell: CellOfQuery): URLSearchParams {
  return new URLSearchParams(recordsAddress(cell).split("?")[1]);
}

test("the address of a cell's records says all of the cell", () => {
  const cell: CellOfQuery = {
    indicator: "S1", asOf: "2026-11-30", from: "2026-01-01", to: "2026-11-30", everyMonth: true, tier: 2,
    stage: "ENDORSED", requirement: "requirements/7", kind: "EXERCISE", groupBy: Dimension.MISSION, knownThen: true,
    group: "A & B = ÆØÅ", date: "2026-05-31", gender: "WOMAN",
  };
  expect(cellOf(parametersOf(cell))).toEqual(cell);
});

test("the group of those without one is said too, and nothing else that is empty", () => {
  const address = recordsAddress({ indicator: "S1", groupBy: Dimension.COUNTRY, group: "", asOf: "", gender: "" });
  expect(address).toBe("/statistics/records?indicator=S1&by=COUNTRY&group=");
  expect(recordsAddress({ indicator: "S1" })).toBe("/statistics/records?indicator=S1");
});

test("an address by hand asks for nothing that does not exist", () => {
  const cell = cellOf(new URLSearchParams("as_of=2026-02-30&from=x&to=2026-11-30&tier=two&by=NOTHING&every_month=yes&kind=WAR"));
  expect(cell).toMatchObject({ asOf: "", from: "", to: "2026-11-30", tier: 0, groupBy: Dimension.UNSPECIFIED, kind: "", everyMonth: false });
});

test("every dimension has a name that leads back to it", () => {
  for (const dimension of [Dimension.MONTH, Dimension.COUNTRY, Dimension.RANK_BAND, Dimension.GENDER]) {
    expect(dimensionOf(dimensionName(dimension))).toBe(dimension);
  }
});

test("what was known then is what was known at the end of the last day asked for", () => {
  const knownAt = (query: CellOfQuery) => {
    const time = figureRequest(query).knownAt;
    return time && timestampDate(time).toISOString();
  };
  expect(knownAt({ indicator: "S1", asOf: "2026-10-25", knownThen: true })).toBe("2026-10-25T23:59:59.999Z");
  expect(knownAt({ indicator: "S1", from: "2026-01-01", to: "2026-03-29", knownThen: true })).toBe("2026-03-29T23:59:59.999Z");
  expect(knownAt({ indicator: "S1", asOf: "2026-10-25" })).toBeUndefined();
  expect(knownAt({ indicator: "S1", knownThen: true })).toBeUndefined();
});

test("empty days are left out, so that the server takes its own today", () => {
  expect(figureRequest({ indicator: "S1", asOf: "", from: "", to: "" })).toMatchObject({
    asOf: undefined, from: undefined, to: undefined, tier: 0, groupBy: [], where: [], everyMonth: false,
  });
});

test("a kind of mission is a filter, by the name that the API has", () => {
  const { where } = figureRequest({ indicator: "S1", kind: "EXERCISE" });
  expect(where).toEqual([{ dimension: Dimension.MISSION_KIND, values: ["MISSION_KIND_EXERCISE"] }]);
  expect(figureRequest({ indicator: "S1", kind: "ANY" }).where[0]!.values).toEqual(
    ["MISSION_KIND_INTERNATIONAL", "MISSION_KIND_NATIONAL", "MISSION_KIND_EXERCISE", ""],
  );
});
