// SPDX-License-Identifier: EUPL-1.2
// Who works with the page in these tests. A server that runs already (MUSTER_URL) may name its own
// accounts in the environment; on our own server they are made with these names.
import { password as ownPassword } from "../../contract/support/server.ts";

export const password = process.env.MUSTER_PASSWORD ?? ownPassword;

export const accounts = {
  desk: { name: process.env.MUSTER_DESK ?? "page-desk", role: "hr-central" },
  endorser: { name: process.env.MUSTER_ENDORSER ?? "page-endorser", role: "endorser" },
  coordinator: { name: process.env.MUSTER_COORDINATOR ?? "page-coordinator", role: "training-coordinator" },
  // Of somebody active on the roster, whom it is.
  person: { name: process.env.MUSTER_PERSON ?? "page-person", role: "person" },
  administrator: { name: process.env.MUSTER_ADMINISTRATOR ?? "page-administrator", role: "administrator" },
  // The second hand of the one above.
  approver: { name: process.env.MUSTER_APPROVER ?? "page-approver", role: "administrator" },
  leader: { name: process.env.MUSTER_LEADER ?? "page-leader", role: "leadership" },
  analyst: { name: process.env.MUSTER_ANALYST ?? "page-analyst", role: "analyst" },
} as const;

export type AccountKey = keyof typeof accounts;
