// SPDX-License-Identifier: EUPL-1.2
// Who is signed in and what for. The cookie itself is HttpOnly: the page never sees it.
import { getOption, type DescMethod } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { AccessService, type Session } from "../gen/muster/access/v1/access_pb";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { access as accessOption, type Role } from "../gen/muster/platform/v1/options_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { TrainingService } from "../gen/muster/training/v1/training_pb";
import { access, SESSION_KEY } from "./api";
import { setClock, today } from "./dates";

export function useSessionQuery() {
  return useQuery({ queryKey: SESSION_KEY, queryFn: async () => received(await access.getSession({})), staleTime: Infinity });
}

// A session as the server has just answered it: the page's days follow its clock.
export function received(session: Session): Session {
  if (session.serverTime) setClock(session.timeZone, timestampDate(session.serverTime));
  return session;
}

const SessionContext = createContext<Session | undefined>(undefined);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession outside of SessionProvider");
  return session;
}

export function hasRole(session: Session, roles: readonly Role[]): boolean {
  const day = today();
  return session.grants.some(
    (grant) => roles.includes(grant.role) && grant.validFrom <= day && (!grant.validTo || grant.validTo >= day),
  );
}

// What the page offers, by the methods that it calls for it: one of them must be the caller's. Who may call
// a method is declared beside it in the proto, and the server decides; the page only leaves out what it
// would refuse.
const METHODS = {
  seePeople: [RosterService.method.listPersons],
  seeLanguages: [RosterService.method.listLanguageSkills],
  seeDeployments: [MissionsService.method.listDeployments],
  changeDisclosure: [MissionsService.method.changeMissionDisclosure, RosterService.method.changeUnitDisclosure],
  seeDisclosures: [RosterService.method.listUnitDisclosures],
  correctDays: [MissionsService.method.correctDeploymentDays],
  seeNominations: [NominationsService.method.listNominations],
  seeReaders: [AccessService.method.listMyReaders],
  readDetails: [RosterService.method.readPersonDetails],
  record: [TrainingService.method.recordCompletions,
    TrainingService.method.createWaiver],
  nominate: [NominationsService.method.createNomination],
  // A person nominates nobody but themselves, and sends nothing to review.
  nominateOthers: [NominationsService.method.submitNominationForReview],
  workOnNominations: [NominationsService.method.submitNominationForReview, NominationsService.method.endorseNomination],
  seeFigures: [StatisticsService.method.queryIndicator],
  seeRecordsOfFigures: [StatisticsService.method.listCellRecords],
  // Whoever does what takes a second person may be one; a person's own doings take none.
  approve: [AccessService.method.createGrant, RosterService.method.updatePerson, TrainingService.method.recordCompletions],
  administer: [AccessService.method.createGrant],
} satisfies Record<string, DescMethod[]>;

export type Right = keyof typeof METHODS;

export function allows(session: Session, right: Right): boolean {
  return METHODS[right].some((method) => {
    const { anyone, signedIn, anyGrant, roles } = getOption(method, accessOption);
    return anyone || signedIn || (anyGrant && session.grants.length > 0) || hasRole(session, roles);
  });
}

// Who may, by role, in the order of the roles.
export function rolesOf(right: Right): Role[] {
  const roles = METHODS[right].flatMap((method) => getOption(method, accessOption).roles);
  return [...new Set(roles)].sort((one, other) => one - other);
}

export function useMay(right: Right): boolean {
  return allows(useSession(), right);
}
