// SPDX-License-Identifier: EUPL-1.2
// Records of their own for tests that change something.
import type { Client } from "@connectrpc/connect";
import {
  CallKind, NominationsService, SupervisorAgreement, type Call, type Nomination,
} from "../../gen/muster/nominations/v1/nominations_pb";
import { MissionsService } from "../../gen/muster/missions/v1/missions_pb";
import { Organisation } from "../../gen/muster/platform/v1/terms_pb";
import { RosterService, type Person } from "../../gen/muster/roster/v1/roster_pb";
import { civil } from "./dates.ts";

let calls = 0;

// A call of two posts that have no last day.
export async function draftCall(
  missions: Client<typeof MissionsService>, nominations: Client<typeof NominationsService>, displayName: string,
  deadlineDate: string,
): Promise<Call> {
  const all = await missions.listPosts({ pageSize: 1000, orderBy: "code" });
  const posts = all.posts.filter((post) => !post.validTo).slice(0, 2);
  return nominations.createCall({ call: {
    reference: `PAGE-${process.pid}-${++calls}`, displayName, organisation: Organisation.UN, kind: CallKind.VACANCY,
    posts: posts.map(({ name }) => name), deadlineDate, timeZone: "Europe/Oslo",
  } });
}

// The same, open for a month and a half.
export async function openCall(
  missions: Client<typeof MissionsService>, nominations: Client<typeof NominationsService>, displayName: string,
): Promise<Call> {
  const call = await draftCall(missions, nominations, displayName, civil(45));
  return nominations.openCall({ name: call.name, etag: call.etag });
}

export async function activePersons(roster: Client<typeof RosterService>, pageSize: number): Promise<Person[]> {
  // Dormant members of the roster take a word, which is another test's matter.
  const { memberships } = await roster.listMemberships({ dormant: true, pageSize: 500 });
  const dormant = new Set(memberships.map(({ person }) => person));
  const { persons } = await roster.listPersons({ pageSize: pageSize + dormant.size, filter: "status = PERSON_STATUS_ACTIVE" });
  return persons.filter(({ name }) => !dormant.has(name)).slice(0, pageSize);
}

export function nominate(nominations: Client<typeof NominationsService>, call: Call, person: Person): Promise<Nomination> {
  return nominations.createNomination({ nomination: {
    call: call.name, post: call.posts[0]!, person: person.name, plannedFrom: civil(120), plannedTo: civil(480),
    supervisorAgreement: SupervisorAgreement.YES,
  } });
}
