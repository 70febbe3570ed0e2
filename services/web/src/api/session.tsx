// SPDX-License-Identifier: EUPL-1.2
// Who is signed in and what for. The cookie itself is HttpOnly: the page never sees it.
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { Session } from "../gen/muster/access/v1/access_pb";
import { Role } from "../gen/muster/platform/v1/options_pb";
import { access, SESSION_KEY } from "./api";
import { today } from "./dates";

export function useSessionQuery() {
  return useQuery({ queryKey: SESSION_KEY, queryFn: () => access.getSession({}), staleTime: Infinity });
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

// Who may call what: the roles that the API's methods declare. The server decides; the page only
// leaves out what it would refuse.
export const MAY = {
  seePeople: [Role.PERSON, Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER, Role.TRAINING_COORDINATOR],
  seeLanguages: [Role.PERSON, Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER],
  seeDeployments: [Role.PERSON, Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER],
  seeNominations: [Role.PERSON, Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER],
  readDetails: [Role.PERSON, Role.HR_UNIT, Role.HR_CENTRAL],
  record: [Role.TRAINING_COORDINATOR, Role.HR_CENTRAL],
  nominate: [Role.HR_UNIT, Role.HR_CENTRAL],
  workOnNominations: [Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER],
  seeFigures: [
    Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER, Role.TRAINING_COORDINATOR, Role.LEADERSHIP, Role.ANALYST,
  ],
  seeRecordsOfFigures: [Role.HR_UNIT, Role.HR_CENTRAL, Role.ENDORSER, Role.TRAINING_COORDINATOR, Role.LEADERSHIP],
} as const;

export function useMay(what: keyof typeof MAY): boolean {
  return hasRole(useSession(), MAY[what]);
}
