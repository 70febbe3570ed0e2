// SPDX-License-Identifier: EUPL-1.2
import type { Area } from "./routes";
import { allows, hasRole } from "../api/session";
import type { Session } from "../gen/muster/access/v1/access_pb";
import { Role } from "../gen/muster/platform/v1/options_pb";

// Where somebody starts: leadership at the figures, coordinators at training, the others at their
// work or the roster.
export function startPage(session: Session): Area {
  if (hasRole(session, [Role.LEADERSHIP, Role.ANALYST])) return "/statistics";
  if (allows(session, "workOnNominations")) return "/work";
  if (hasRole(session, [Role.TRAINING_COORDINATOR])) return "/training";
  if (allows(session, "seePeople")) return "/people";
  return "/missions";
}
