// SPDX-License-Identifier: EUPL-1.2
// What somebody gets of figures (services/statistics/protection.h), so that the page asks for no more. The server
// decides.
import { addDays, today } from "../api/dates";
import { hasRole, useSession } from "../api/session";
import { Role } from "../gen/muster/platform/v1/options_pb";
import { INDICATORS } from "./indicators";
import type { CellOfQuery } from "./query";

type Readership = "persons" | "leadership" | "analyst";

const READ_PERSONS = [Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER, Role.TRAINING_COORDINATOR];
// What of the page's figures is sensitive.
const SENSITIVE: string[] = [INDICATORS.trained, INDICATORS.untrained, INDICATORS.nominated];
// From here on leadership decides who leads.
const LEADING_TIER = 3;

export function useReadership(): Readership {
  const session = useSession();
  if (hasRole(session, READ_PERSONS)) return "persons";
  return hasRole(session, [Role.LEADERSHIP]) ? "leadership" : "analyst";
}

// Whether an indicator is told by kinds of missions: leadership gets sensitive figures by
// organisation, category and tier, and by nothing else (the page says so: useKindNote).
export function useToldByKind(): (indicator: string) => boolean {
  const readership = useReadership();
  return (indicator) => readership !== "leadership" || !SENSITIVE.includes(indicator);
}

// The day of which sensitive figures are told: for analysts the last month's end until then that has passed.
export function useToldDay(): (day: string) => string {
  const readership = useReadership();
  return (day) => (readership === "analyst" ? monthEnd(day || today()) : day);
}

function monthEnd(day: string): string {
  const next = addDays(day, 1);
  // A month's end that has passed, or the last day of the month before.
  return next.endsWith("-01") && day < today() ? day : addDays(`${day.slice(0, 8)}01`, -1);
}

// Whether the records behind a number may be opened, and whether that needs a reason.
export function useRecords(): (cell: CellOfQuery) => "open" | "reason" | "closed" {
  const readership = useReadership();
  return (cell) => {
    if (readership === "persons") return "open";
    const { indicator, tier = 0 } = cell;
    const decides = indicator === INDICATORS.untrained || indicator === INDICATORS.nominated
      || (indicator === INDICATORS.leading && tier >= LEADING_TIER);
    return readership === "leadership" && decides ? "reason" : "closed";
  };
}
