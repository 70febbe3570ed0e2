// SPDX-License-Identifier: EUPL-1.2
// What is asked of the statistics, as it stands in an address: a figure can be sent to somebody.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { isCivil } from "../api/dates";
import { Dimension, DimensionSchema } from "../gen/muster/statistics/v1/statistics_pb";

export interface FigureQuery {
  indicator: string;
  // "": today.
  asOf?: string;
  from?: string;
  to?: string;
  everyMonth?: boolean;
  tier?: number;
  stage?: string;
  requirement?: string;
  groupBy?: Dimension;
  // As the ledger stood at the end of the day asked for.
  knownThen?: boolean;
}

export interface CellOfQuery extends FigureQuery {
  group?: string;
  date?: string;
  gender?: string;
}

export function figureRequest(query: FigureQuery) {
  const day = query.to || query.asOf;
  return {
    indicator: query.indicator,
    asOf: query.asOf || undefined,
    from: query.from || undefined,
    to: query.to || undefined,
    everyMonth: query.everyMonth ?? false,
    tier: query.tier ?? 0,
    stage: query.stage ?? "",
    requirement: query.requirement ?? "",
    groupBy: query.groupBy ? [query.groupBy] : [],
    knownAt: query.knownThen && day ? timestampFromDate(new Date(`${day}T23:59:59.999Z`)) : undefined,
  };
}

// Where the records behind a cell are shown.
export function recordsAddress(cell: CellOfQuery): string {
  const parameters = new URLSearchParams({ indicator: cell.indicator });
  const set = (key: string, value: string | undefined) => value && parameters.set(key, value);
  set("as_of", cell.asOf);
  set("from", cell.from);
  set("to", cell.to);
  set("every_month", cell.everyMonth ? "1" : "");
  set("tier", cell.tier ? `${cell.tier}` : "");
  set("stage", cell.stage);
  set("requirement", cell.requirement);
  set("known", cell.knownThen ? "then" : "");
  set("date", cell.date);
  set("gender", cell.gender);
  if (cell.groupBy) {
    parameters.set("by", dimensionName(cell.groupBy));
    parameters.set("group", cell.group ?? "");
  }
  return `/statistics/records?${parameters}`;
}

export function cellOf(parameters: URLSearchParams): CellOfQuery {
  const text = (key: string) => parameters.get(key) ?? "";
  const day = (key: string) => (isCivil(text(key)) ? text(key) : "");
  return {
    indicator: text("indicator"),
    asOf: day("as_of"),
    from: day("from"),
    to: day("to"),
    everyMonth: text("every_month") === "1",
    tier: Number(text("tier")) || 0,
    stage: text("stage"),
    requirement: text("requirement"),
    knownThen: text("known") === "then",
    groupBy: dimensionOf(text("by")),
    group: text("group"),
    date: day("date"),
    gender: text("gender"),
  };
}

export function dimensionName(dimension: Dimension): string {
  return (DimensionSchema.value[dimension]?.name ?? "").replace("DIMENSION_", "");
}

export function dimensionOf(name: string): Dimension {
  return DimensionSchema.values.find((value) => value.name === `DIMENSION_${name}`)?.number ?? Dimension.UNSPECIFIED;
}
