// SPDX-License-Identifier: EUPL-1.2
// Every page of the desk, with one real person, mission, call and nomination.
import type { Client } from "@connectrpc/connect";
import { MissionsService } from "../../gen/muster/missions/v1/missions_pb";
import { NominationsService } from "../../gen/muster/nominations/v1/nominations_pb";
import { RosterService } from "../../gen/muster/roster/v1/roster_pb";
import { firstOfMonth } from "./dates.ts";

interface Clients {
  roster: Client<typeof RosterService>;
  missions: Client<typeof MissionsService>;
  nominations: Client<typeof NominationsService>;
}

function id(name: string | undefined): string {
  if (!name) throw new Error("The demonstration lacks a record that the pages need.");
  return name.slice(name.indexOf("/") + 1);
}

export async function places({ roster, missions, nominations }: Clients): Promise<string[]> {
  const { persons } = await roster.listPersons({ pageSize: 1 });
  const { missions: [mission] } = await missions.listMissions({ pageSize: 1 });
  const { nominations: [nomination] } = await nominations.listNominations({ pageSize: 1 });
  return [
    "/work", "/people", `/people/${id(persons[0]?.name)}`, "/training", "/training/record", "/missions", "/units",
    `/missions/${id(mission?.name)}`, "/nominations", `/nominations/calls/${id(nomination?.call)}`,
    `/nominations/${id(nomination?.name)}`, "/nominations/nominate", "/statistics", `/statistics?as_of=${firstOfMonth(8)}`,
    "/statistics/records?indicator=S1&gender=WOMAN", "/approvals",
  ];
}
