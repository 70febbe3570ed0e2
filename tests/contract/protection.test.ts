// SPDX-License-Identifier: EUPL-1.2
// What figures tell whom, over HTTP on both databases: also the first question of a month, which has to be written
// before it can be answered, and what a browser keeps of it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Backend, type Server, startServer } from "./support/server.ts";

const FIGURES = "muster.statistics.v1.StatisticsService";
const ROLES = { desk: "hr-central", trainer: "training-coordinator", leader: "leadership", analyst: "analyst" } as const;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`who gets what of figures on ${backend}`, () => {
    let server: Server;
    const tokens: Record<string, string> = {};

    before(async () => {
      server = await startServer(backend);
      for (const [name, role] of Object.entries(ROLES)) {
        await server.createAccount(name, role);
        tokens[name] = await server.token(name);
      }
      await post("trainer", "muster.training.v1.TrainingService/CreateRequirement", {
        requirement: {
          code: "WPS", displayName: "WPS", population: "POPULATION_DEPLOYED", topics: ["TOPIC_WPS"],
          time: "REQUIREMENT_TIME_CONTINUOUS", validFrom: "2020-01-01",
        },
      });
    });
    after(() => server?.stop());

    const headers = (who: string) => ({ "connect-protocol-version": "1", authorization: `Bearer ${tokens[who]}` });
    const post = (who: string, method: string, request: object) => fetch(`${server.url}/${method}`, {
      method: "POST", headers: { ...headers(who), "content-type": "application/json" }, body: JSON.stringify(request),
    });
    const get = (who: string, request: object) => fetch(
      `${server.url}/${FIGURES}/QueryIndicator?connect=v1&encoding=json&message=${encodeURIComponent(JSON.stringify(request))}`,
      { headers: headers(who) });
    const coverage = { indicator: "T1", requirement: "WPS", asOf: "2026-01-31" };

    test("an analyst is answered at once for a month that nobody asked for, and always alike", async () => {
      const [first, second] = await Promise.all([get("analyst", coverage), get("analyst", coverage)]);
      const answers = [await first!.json(), await second!.json()];
      assert.equal(first!.status, 200, JSON.stringify(answers[0]));
      assert.equal(answers[0].protection, "PROTECTION_ROUNDED");
      assert.deepEqual(answers[1], answers[0]);
      assert.match(first!.headers.get("vary")!, /Authorization, Cookie/);
      const exact = await (await get("leader", coverage)).json();
      assert.equal(exact.protection, undefined);
    });

    test("each role is refused what is too fine for it, and told who may", async () => {
      for (const [who, groupBy, status] of [
        ["analyst", ["DIMENSION_CATEGORY", "DIMENSION_UNIT", "DIMENSION_TIER"], 403],
        ["leader", ["DIMENSION_UNIT"], 403],
        ["leader", ["DIMENSION_ORGANISATION", "DIMENSION_CATEGORY", "DIMENSION_TIER"], 200],
        ["desk", ["DIMENSION_UNIT", "DIMENSION_TIER", "DIMENSION_CATEGORY"], 200],
      ] as const) {
        const response = await get(who, { ...coverage, groupBy });
        const text = await response.text();
        assert.equal(response.status, status, `${who}: ${text}`);
        if (status === 403) assert.match(text, /TOO_FINE.*|HR, endorsers and training coordinators/);
      }
    });

    test("leadership gives a reason for names, which is kept before they are told", async () => {
      const request = { query: { indicator: "T2", requirement: "WPS", asOf: "2026-01-31" } };
      const method = `${FIGURES}/ListCellRecords`;
      assert.equal((await post("leader", method, request)).status, 400);
      const reason = "Who leaves untrained? \"Names\" please";
      assert.equal((await post("leader", method, { ...request, reason })).status, 200);
      assert.equal((await post("analyst", method, { ...request, reason })).status, 403);
      await server.createAccount("auditor", "auditor");
      tokens["auditor"] = await server.token("auditor");
      const audit = await (await post("auditor", "muster.access.v1.AccessService/ListAuditEntries", { pageSize: 500 })).text();
      assert.match(audit, /read names of T2/);
    });
  });
}
