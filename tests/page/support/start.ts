// SPDX-License-Identifier: EUPL-1.2
// One server with the demonstration data for all tests of the page.
import { startServer } from "../../contract/support/server.ts";
import { accounts } from "./accounts.ts";

export default async function start() {
  if (process.env.MUSTER_URL) return undefined;
  const root = new URL("../../../services/web/dist", import.meta.url).pathname;
  const server = await startServer("sqlite", process.env.MUSTER_EMBEDDED_PAGE ? [] : ["--web-root", root]);
  await server.cli("demo");
  const { persons } = JSON.parse(await server.cli("call", "RosterService/ListPersons",
    '{"filter": "status = PERSON_STATUS_ACTIVE", "pageSize": 1}')) as { persons: { name: string }[] };
  for (const { name, role } of Object.values(accounts)) {
    await server.createAccount(name, role, role === "person" ? persons[0]!.name : undefined);
  }
  process.env.MUSTER_URL = server.url;
  return () => server.stop();
}
