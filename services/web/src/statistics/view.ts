// SPDX-License-Identifier: EUPL-1.2
// What the page of figures shows, kept in its address.
import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { isCivil, today } from "../api/dates";
import { useKept } from "../ui/useKept";
import { Dimension } from "../gen/muster/statistics/v1/statistics_pb";
import { dimensionName, dimensionOf, kindOf, type CellOfQuery } from "./query";

export interface View {
  // YYYY-MM-DD; "": today, as the server has it.
  asOf: string;
  knownThen: boolean;
  tier: number;
  // What kind of mission is counted alone; "": international ones and those not stated.
  kind: string;
  months: number;
  split: Dimension;
  splitLeaders: boolean;
}

export const SPLITS = [Dimension.ORGANISATION, Dimension.MISSION, Dimension.CATEGORY, Dimension.RANK_BAND, Dimension.MISSION_KIND] as const;
export const MONTHS = [12, 24, 60] as const;

// The address of the figures as they were looked at last in this window; as `cell` tells it when
// its records were opened from elsewhere, such as a link in a letter.
export function useFiguresAddress(cell: CellOfQuery): string {
  const [kept] = useKept("figures", "");
  const day = cell.to || cell.asOf || "";
  const told = new URLSearchParams();
  if (day && day !== today()) told.set("as_of", day);
  if (cell.knownThen) told.set("known", "then");
  if (cell.tier && cell.tier !== 1) told.set("tier", `${cell.tier}`);
  if (cell.kind) told.set("kind", cell.kind);
  const search = kept || `${told}`;
  return search ? `/statistics?${search}` : "/statistics";
}

export function useView() {
  const [parameters, setParameters] = useSearchParams();
  const [, keep] = useKept("figures", "");
  const search = `${parameters}`;
  // `keep` is another function each time.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => keep(search), [search]);
  const number = (key: string, allowed: readonly number[], otherwise: number) => {
    const value = Number(parameters.get(key));
    return allowed.includes(value) ? value : otherwise;
  };
  const given = parameters.get("as_of") ?? "";
  const asOf = isCivil(given) && given !== today() ? given : "";
  const split = dimensionOf(parameters.get("split") ?? "");
  const view: View = {
    asOf,
    // Of today nothing else is known then than now.
    knownThen: asOf !== "" && parameters.get("known") === "then",
    tier: number("tier", [1, 2, 3, 4], 1),
    kind: kindOf(parameters.get("kind") ?? ""),
    months: number("months", MONTHS, 24),
    split: SPLITS.some((allowed) => allowed === split) ? split : Dimension.ORGANISATION,
    splitLeaders: parameters.get("of") === "leaders",
  };
  const change = (part: Partial<View>) => {
    const next = { ...view, ...part };
    const kept = new URLSearchParams();
    if (next.asOf) kept.set("as_of", next.asOf);
    if (next.asOf && next.knownThen) kept.set("known", "then");
    if (next.tier !== 1) kept.set("tier", `${next.tier}`);
    if (next.kind) kept.set("kind", next.kind);
    if (next.months !== 24) kept.set("months", `${next.months}`);
    if (next.split !== Dimension.ORGANISATION) kept.set("split", dimensionName(next.split));
    if (next.splitLeaders) kept.set("of", "leaders");
    setParameters(kept, { replace: true });
  };
  return [view, change] as const;
}
