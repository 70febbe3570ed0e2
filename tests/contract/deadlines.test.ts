// SPDX-License-Identifier: EUPL-1.2
// Time that runs out while the server works: the client is told so in time, even by a thread that is
// stuck, and of a write it is told what is known of it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { MissionKind, MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { Organisation } from "../gen/muster/platform/v1/terms_pb";
import { holdWrites } from "./support/locks.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";
import { ways } from "./support/transports.ts";

const backends: Backend[] = ["sqlite", "postgresql"];

for (const backend of backends) {
  describe(`deadlines on ${backend}`, () => {
    let server: Server;
    let headers: Record<string, string>;

    before(async () => {
      server = await startServer(backend);
      await server.createAccount("central", "hr-central");
      headers = { authorization: `Bearer ${await server.token("central")}` };
    });
    after(() => server?.stop());

    const mission = (acronym: string) => ({
      acronym, displayName: acronym, organisation: Organisation.UN, kind: MissionKind.INTERNATIONAL,
    });
    async function post(method: string, body: unknown, timeoutMs: number) {
      const begin = performance.now();
      const response = await fetch(`${server.url}/muster.${method}`, {
        method: "POST",
        headers: {
          ...headers,
          "content-type": "application/json",
          "connect-protocol-version": "1",
          "connect-timeout-ms": String(timeoutMs),
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as any, tookMs: performance.now() - begin };
    }
    function reasonOf(body: any): string {
      const detail = body.details.find((one: any) => one.type === "google.rpc.ErrorInfo");
      return fromBinary(ErrorInfoSchema, Buffer.from(detail.value, "base64")).reason;
    }

    test("while a write waits: 504 in time, with what is known of it", async () => {
      const release = await holdWrites(server.database);
      try {
        const request = { mission: { acronym: "WAITS", displayName: "Waits", organisation: 1, kind: 1 }, requestId: "waits" };
        const answer = await post("missions.v1.MissionsService/CreateMission", request, 300);
        assert.equal(answer.status, 504, JSON.stringify(answer.body));
        assert.equal(answer.body.code, "deadline_exceeded");
        assert.ok(answer.tookMs >= 290 && answer.tookMs < 1500, `${answer.tookMs} ms`);
        // PostgreSQL gives up the statement itself; SQLite's writer is stuck before its transaction.
        if (backend === "sqlite") {
          assert.equal(reasonOf(answer.body), "OUTCOME_UNKNOWN");
          assert.match(answer.body.message, /unknown; repeat it with the same request_id/);
        }
      } finally {
        await release();
      }
      // The retry that the answer asks for has one effect, whatever became of the first.
      const again = { mission: { acronym: "WAITS", displayName: "Waits", organisation: 1, kind: 1 }, requestId: "waits" };
      assert.equal((await post("missions.v1.MissionsService/CreateMission", again, 5000)).status, 200);
    });

    for (const [at, way] of ways.filter((one) => one.name.includes("POST")).entries()) {
      test(`${way.name}: the client sees deadline_exceeded, and the connection goes on`, async () => {
        const missions = createClient(MissionsService, way.open(server.url));
        const access = createClient(AccessService, way.open(server.url));
        const release = await holdWrites(server.database);
        try {
          await assert.rejects(
            // One of its own: the client's time may be up a moment before the server's, and then it can be written.
            missions.createMission({ mission: mission(`LATE-${at}`) }, { headers, timeoutMs: 200 }),
            (error) => error instanceof ConnectError && error.code === Code.DeadlineExceeded,
          );
        } finally {
          await release();
        }
        assert.match((await access.getSession({}, { headers })).account, /^accounts\/\d+$/);
      });
    }
  });
}
