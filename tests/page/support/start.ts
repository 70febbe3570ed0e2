// SPDX-License-Identifier: EUPL-1.2
// One server with the demonstration data for all tests of the page.
import { startServer } from "../../contract/support/server.ts";
import { accounts } from "./accounts.ts";

export default async function start() {
  if (process.env.MUSTER_URL) return undefined;
  const root = new URL("../../../services/web/dist", import.meta.url).pathname;
  const server = await startServer("sqlite", process.env.MUSTER_EMBEDDED_PAGE ? [] : ["--web-root", root]);
  await server.cli("demo");
  for (const { name, role } of Object.values(accounts)) await server.createAccount(name, role);
  process.env.MUSTER_URL = server.url;
  return () => server.stop();
}
