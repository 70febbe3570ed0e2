// SPDX-License-Identifier: EUPL-1.2
// How the real server ends: SIGTERM lets what runs be answered and leaves everything in the
// database's file; a second one ends it at once, and nothing that was saved is lost.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, test } from "node:test";
import { holdWrites } from "./support/locks.ts";
import { end, waitUntil } from "./support/processes.ts";
import { type Backend, launch, type Server, startServer } from "./support/server.ts";

// So many that the import is at work for longer than the server goes on answering.
const rowsOfImport = 150_000;

const backends: Backend[] = ["sqlite", "postgresql"];

for (const backend of backends) {
  describe(`the end of a server on ${backend}`, () => {
    let server: Server;
    let token: string;

    beforeEach(async () => {
      server = await startServer(backend);
      await server.createAccount("central", "hr-central");
      token = await server.token("central");
    });
    afterEach(() => server?.stop());

    const headers = () => ({
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "connect-protocol-version": "1",
    });
    async function ask(method: string, request: unknown, url = server.url): Promise<{ status: number; body: any }> {
      const response = await fetch(`${url}/muster.${method}`, { method: "POST", headers: headers(), body: JSON.stringify(request) });
      return { status: response.status, body: await response.json() };
    }
    const mission = (acronym: string) => ({
      mission: { acronym, displayName: acronym, organisation: "ORGANISATION_UN", kind: "MISSION_KIND_INTERNATIONAL" },
    });
    const saved = async (url: string) =>
      ((await ask("missions.v1.MissionsService/ListMissions", {}, url)).body.missions ?? []).map((one: any) => one.acronym);
    const draining = () =>
      waitUntil("draining", async () => (await fetch(`${server.url}/readyz`)).status === 503, server.child);
    const exited = () => once(server.child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;

    // A request of which the last byte is kept back; gives how to send it, for the whole answer.
    async function halfSent(method: string, body: string): Promise<() => Promise<string>> {
      const socket = connect(server.port, "127.0.0.1");
      await once(socket, "connect");
      const lines = Object.entries({ host: "a", "content-length": String(body.length), ...headers() });
      socket.write(`POST /muster.${method} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body.slice(0, -1)}`);
      return async () => {
        let answer = "";
        socket.on("data", (text) => (answer += text));
        socket.write(body.slice(-1));
        await once(socket, "close");
        return answer;
      };
    }

    async function startLongImport(): Promise<string> {
      const rows = Array.from({ length: rowsOfImport }, (_, i) => `N${i},Kari,Nordmann,woman,military,TOP,2020-01-01`);
      const file = Buffer.from(`number,given_name,family_name,gender,category,unit,valid_from\n${rows.join("\n")}\n`);
      await ask("roster.v1.RosterService/CreateUnit", { unit: { code: "TOP", displayName: "Top", kind: "UNIT_KIND_MINISTRY" } });
      const made = await ask("imports.v1.ImportService/CreateImport", {
        import: { kind: "IMPORT_KIND_PERSONS", fileName: "people.csv", sizeBytes: String(file.length) },
      });
      assert.equal(made.status, 200, JSON.stringify(made.body));
      const { name } = made.body;
      const sent = await ask("imports.v1.ImportService/UploadChunk", { name, data: file.toString("base64") });
      assert.equal(sent.status, 200, JSON.stringify(sent.body));
      const started = await ask("imports.v1.ImportService/StartImport", { name });
      assert.equal(started.status, 200, JSON.stringify(started.body));
      return name;
    }

    test("SIGTERM: what runs is answered, an import stops, everything is in the file", async () => {
      const imported = await startLongImport();
      const statistic = await halfSent("statistics.v1.StatisticsService/QueryIndicator", '{"indicator":"S1"}');
      const release = await holdWrites(server.database);
      const write = ask("missions.v1.MissionsService/CreateMission", mission("LAST"));
      const gone = exited();
      server.child.kill("SIGTERM");
      await draining();
      const answer = statistic();
      await release();
      assert.equal((await write).status, 200);
      assert.match(await answer, /^HTTP\/1\.1 200 [^]*connection: close/i);
      assert.deepEqual(await gone, [0, null]);
      if (backend === "sqlite") assert.ok(!existsSync(`${server.database.slice("sqlite:".length)}-wal`), "the log is left");

      const next = await launch(server.database);
      try {
        assert.deepEqual(await saved(next.url), ["LAST"]);
        // On PostgreSQL another server might be at work on it; it is taken back after 30 seconds.
        if (backend === "sqlite") {
          let body;
          do {  // what the stopped server left is taken back slice by slice
            ({ body } = await ask("imports.v1.ImportService/GetImport", { name: imported }, next.url));
          } while (["IMPORT_STATE_RUNNING", "IMPORT_STATE_TAKING_BACK"].includes(body.state));
          const people = await ask("roster.v1.RosterService/ListPersons", { pageSize: 1 }, next.url);
          const all = body.state === "IMPORT_STATE_APPLIED";  // on a machine that was faster
          assert.ok(all || body.state === "IMPORT_STATE_FAILED", JSON.stringify(body));
          assert.equal((people.body.persons ?? []).length, all ? 1 : 0, "all of it or nothing");
        }
      } finally {
        await end(next.child, "SIGKILL");
      }
    });

    test("a second SIGTERM ends it at once", async () => {
      assert.equal((await ask("missions.v1.MissionsService/CreateMission", mission("KEPT"))).status, 200);
      const release = await holdWrites(server.database);
      const write = ask("missions.v1.MissionsService/CreateMission", mission("LOST")).catch(() => undefined);
      const gone = exited();
      server.child.kill("SIGTERM");
      await draining();
      const begin = performance.now();
      server.child.kill("SIGTERM");
      assert.deepEqual(await gone, [143, null]);
      assert.ok(performance.now() - begin < 1000, "it took its time");
      assert.equal(await write, undefined, "the client was cut off");
      await release();
      const next = await launch(server.database);
      try {
        await waitUntil("the next server is ready", async () => (await fetch(`${next.url}/readyz`)).ok, next.child);
        assert.deepEqual(await saved(next.url), ["KEPT"]);
      } finally {
        await end(next.child, "SIGKILL");
      }
    });
  });
}
