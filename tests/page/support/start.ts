// SPDX-License-Identifier: EUPL-1.2
// One server with the demonstration data for all tests of the page.
import { startServer } from "../../contract/support/server.ts";
import { accounts } from "./accounts.ts";

export default async function start() {
  if (process.env.MUSTER_URL) return undefined;
  const server = await startServer("sqlite");
  await server.cli("demo");
  const { persons } = JSON.parse(await server.cli("call", "RosterService/ListPersons",
    '{"filter": "status = PERSON_STATUS_ACTIVE", "pageSize": 20}')) as { persons: { name: string }[] };
  // One person has one account, and the demonstration has made one already.
  const { accounts: made } = JSON.parse(await server.cli("call", "AccessService/ListAccounts", "{}")) as { accounts: { person?: string }[] };
  const free = persons.find(({ name }) => !made.some(({ person }) => person === name))!;
  for (const { name, role } of Object.values(accounts)) {
    await server.createAccount(name, role, role === "person" ? free.name : undefined);
  }
  process.env.MUSTER_URL = server.url;
  return () => server.stop();
}
