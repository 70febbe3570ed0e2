// SPDX-License-Identifier: EUPL-1.2
// What is asked of the statistics, as it stands in an address: a figure can be sent to somebody.
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { endOfDay, isCivil } from "../api/dates";
import { MissionKindSchema } from "../gen/muster/missions/v1/missions_pb";
import { Dimension, DimensionSchema } from "../gen/muster/statistics/v1/statistics_pb";

// What a mission can be, by the names of the API without their prefix.
const STATED_KINDS = MissionKindSchema.values.filter(({ number }) => number > 0).map(({ name }) => name.replace("MISSION_KIND_", ""));
// Of whatever kind, stated or not.
export const ANY_KIND = "ANY";
export const KINDS = [...STATED_KINDS, ANY_KIND];

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
  // One of KINDS; "": what the indicator counts of itself.
  kind?: string;
  // As the ledger stood at the end of the day asked for.
  knownThen?: boolean;
}

export interface CellOfQuery extends FigureQuery {
  group?: string;
  date?: string;
  gender?: string;
}

// The moment that "as known then" means.
export function knownAt(query: FigureQuery): Date | undefined {
  const day = query.to || query.asOf;
  return query.knownThen && day ? endOfDay(day) : undefined;
}

export function figureRequest(query: FigureQuery) {
  const known = knownAt(query);
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
    where: query.kind ? [{ dimension: Dimension.MISSION_KIND, values: kindValues(query.kind) }] : [],
    knownAt: known && timestampFromDate(known),
  };
}

function kindValues(kind: string): string[] {
  return kind === ANY_KIND ? [...STATED_KINDS.map((stated) => `MISSION_KIND_${stated}`), ""] : [`MISSION_KIND_${kind}`];
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
  set("kind", cell.kind);
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
    kind: kindOf(text("kind")),
    knownThen: text("known") === "then",
    groupBy: dimensionOf(text("by")),
    group: text("group"),
    date: day("date"),
    gender: text("gender"),
  };
}

// "" for what is no kind of mission.
export function kindOf(text: string): string {
  return KINDS.includes(text) ? text : "";
}

export function dimensionName(dimension: Dimension): string {
  return (DimensionSchema.value[dimension]?.name ?? "").replace("DIMENSION_", "");
}

export function dimensionOf(name: string): Dimension {
  return DimensionSchema.values.find((value) => value.name === `DIMENSION_${name}`)?.number ?? Dimension.UNSPECIFIED;
}
