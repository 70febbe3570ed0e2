// SPDX-License-Identifier: EUPL-1.2
// The demonstration: alive on any day, the same for the same day, whole in its audit, and refused
// where data is.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type MessageInitShape, toJsonString } from "@bufbuild/protobuf";
import { type CallOptions, type Client, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { MissionsService, DeploymentState } from "../gen/muster/missions/v1/missions_pb";
import { CallState, NominationsService, NominationState } from "../gen/muster/nominations/v1/nominations_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { TrainingService } from "../gen/muster/training/v1/training_pb";
import { Dimension, type QueryIndicatorRequestSchema, QueryIndicatorResponseSchema, StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { type Backend, type Server, startServer } from "./support/server.ts";

const today = "2026-03-01";
let server: Server;
let printed = "";
let transport: ReturnType<typeof createConnectTransport>;
let headers: HeadersInit;

before(async () => {
  server = await startServer();
  printed = await server.cli("demo", "--today", today);
  transport = createConnectTransport({ baseUrl: server.url, httpVersion: "1.1" });
  headers = { authorization: `Bearer ${(await server.cli("token", "create", "desk")).trim()}` };
});
after(() => server?.stop());

async function shareOfWomen(asOf: string, indicator = "S1") {
  const statistics = createClient(StatisticsService, transport);
  const { totals } = await statistics.queryIndicator({ indicator, asOf }, { headers });
  assert.equal(totals.length, 1);
  return totals[0]!;
}

describe("the demonstration", () => {
  test("says how to sign in, and every account can", async () => {
    const password = /password of all is: (.+)/.exec(printed)?.[1];
    const names = [...printed.matchAll(/^ {2}(\S+) +[A-Z_]+$/gm)].map((match) => match[1]!);
    assert.ok(password);
    assert.equal(names.length, 11);
    const access = createClient(AccessService, transport);
    for (const accountName of names) {
      const { session } = await access.signIn({ accountName, password });
      assert.ok(session?.demonstration, accountName);
      assert.equal(session.grants.length, 1, accountName);
    }
  });

  test("is as large as a national contributor: people, units, missions, ten years of tours", async () => {
    const roster = createClient(RosterService, transport);
    const missions = createClient(MissionsService, transport);
    const { totalSize } = await roster.listPersons({ pageSize: 1, showTotal: true }, { headers });
    assert.equal(totalSize, 4000);
    assert.equal((await roster.listUnits({ pageSize: 500 }, { headers })).units.length, 60);
    assert.equal((await missions.listMissions({ pageSize: 500 }, { headers })).missions.length, 40);
    const statistics = createClient(StatisticsService, transport);
    const series = { indicator: "S1", from: "2016-03-01", to: "2026-02-28", everyMonth: true };
    const { cells } = await statistics.queryIndicator(series, { headers });
    assert.equal(cells.length, 120);
    assert.ok(cells.every(({ total }) => total > 90 && total < 220), cells.map(({ total }) => total).join(" "));
  });

  test("some change their role on the way, and what changed is not hidden", async () => {
    const missions = createClient(MissionsService, transport);
    let changed = 0;
    let all = 0;
    for (let pageToken = ""; all === 0 || pageToken;) {
      const page = await missions.listDeployments({ pageSize: 500, pageToken }, { headers });
      all += page.deployments.length;
      for (const { segments } of page.deployments.filter((one) => one.segments.length > 1)) {
        ++changed;
        assert.notEqual(segments[0]!.post, segments[1]!.post);
        assert.ok(segments[0]!.validTo! < segments[1]!.validFrom!);
      }
      pageToken = page.nextPageToken;
    }
    assert.ok(all > 1500 && changed > 20 && changed < all / 10, `${changed} of ${all}`);
  });

  test("gender is also other and not stated, on the roster and away", async () => {
    const roster = createClient(RosterService, transport);
    for (const gender of ["OTHER", "NOT_STATED"]) {
      const { totalSize } = await roster.listPersons({ pageSize: 1, showTotal: true, filter: `gender = "GENDER_${gender}"` }, { headers });
      assert.ok(totalSize > 3 && totalSize < 100, `${gender}: ${totalSize}`);
    }
    const statistics = createClient(StatisticsService, transport);
    const { totals } = await statistics.queryIndicator({ indicator: "S3", from: "2016-01-01", to: "2026-02-28" }, { headers });
    assert.ok(totals[0]!.other > 0 && totals[0]!.unknown > 0, `${totals[0]!.other} ${totals[0]!.unknown}`);
  });

  test("one body names nobody and reports numbers, which count", async () => {
    const statistics = createClient(StatisticsService, transport);
    const query = { indicator: "S1", asOf: "2026-02-28", where: [{ dimension: Dimension.UNIT, values: ["INT"] }] };
    const reported = (await statistics.queryIndicator(query, { headers })).totals[0]!;
    assert.ok(reported.total >= 2 && reported.men >= 2, String(reported.total));
    const named = await statistics.queryIndicator({ ...query, individualsOnly: true }, { headers });
    assert.equal(named.totals[0]?.total ?? 0, 0);
    const all = await shareOfWomen("2026-02-28");
    const individuals = await statistics.queryIndicator({ indicator: "S1", asOf: "2026-02-28", individualsOnly: true }, { headers });
    assert.equal(all.total - individuals.totals[0]!.total, reported.total);
  });

  test("training is valid, soon to expire, expired, never taken and waived", async () => {
    const statistics = createClient(StatisticsService, transport);
    const training = createClient(TrainingService, transport);
    const seen = new Map<string, number>();
    const { requirements } = await training.listRequirements({ pageSize: 500 }, { headers });
    assert.ok(requirements.length >= 2, String(requirements.length));
    for (const { code } of requirements) {
      const { totals } = await statistics.queryIndicator({ indicator: "T1", asOf: today, requirement: code }, { headers });
      for (const [status, count] of Object.entries(totals[0]!.statuses)) seen.set(status, (seen.get(status) ?? 0) + count);
    }
    for (const status of ["VALID", "SOON", "EXPIRED", "NEVER", "WAIVED"]) assert.ok(seen.get(status)! > 0, `${status}: ${[...seen]}`);
  });

  test("the audit is whole", async () => {
    assert.match(await server.cli("verify"), /\d{5} entries are whole/);
  });

  test("about 150 are deployed, and the share of women has risen", async () => {
    const now = await shareOfWomen("2026-02-28");
    const then = await shareOfWomen("2017-02-28");
    assert.ok(now.total > 110 && now.total < 220, String(now.total));
    assert.ok(then.share! < 0.16 && now.share! > 0.17 && now.share! < 0.33, `${then.share} ${now.share}`);
  });

  test("what was known earlier stays as it was known", async () => {
    const statistics = createClient(StatisticsService, transport);
    const knownAt = { seconds: BigInt(Date.parse("2020-06-15") / 1000) };
    const early = await statistics.queryIndicator({ indicator: "S1", asOf: "2020-06-15", knownAt }, { headers });
    assert.ok(early.totals[0]!.total > 100);
    const later = await statistics.queryIndicator({ indicator: "S1", asOf: "2021-06-01", knownAt }, { headers });
    assert.equal(later.totals[0]!.total, early.totals[0]!.total, "nobody had left yet, nobody had come");
  });

  test("nominations, calls and deployments are in every state", async () => {
    const nominations = createClient(NominationsService, transport);
    for (const state of Object.values(NominationState).filter((value) => typeof value === "number" && value > 0)) {
      const filter = `state = "NOMINATION_STATE_${NominationState[state as number]}"`;
      const page = await nominations.listNominations({ pageSize: 1, filter }, { headers });
      assert.equal(page.nominations.length, 1, filter);
    }
    for (const state of Object.values(CallState).filter((value) => typeof value === "number" && value > 0)) {
      const filter = `state = "CALL_STATE_${CallState[state as number]}"`;
      const page = await nominations.listCalls({ pageSize: 1, filter }, { headers });
      assert.equal(page.calls.length, 1, filter);
    }
    const missions = createClient(MissionsService, transport);
    for (const state of Object.values(DeploymentState).filter((value) => typeof value === "number" && value > 0)) {
      const filter = `state = "DEPLOYMENT_STATE_${DeploymentState[state as number]}"`;
      const page = await missions.listDeployments({ pageSize: 1, filter }, { headers });
      assert.equal(page.deployments.length, 1, filter);
    }
  });

  test("loading it again changes nothing", async () => {
    const before = await shareOfWomen("2026-02-28");
    assert.match(await server.cli("demo", "--today", today), /loaded already/);
    assert.deepEqual(await shareOfWomen("2026-02-28"), before);
  });

  test("the same day makes the same history, and every figure on either database", async () => {
    const servers: Server[] = [];
    try {
      const clients: { statistics: Client<typeof StatisticsService>; options: CallOptions }[] = [];
      for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
        const one = await startServer(backend);
        servers.push(one);
        await one.cli("demo", "--today", today, "--people", "500");
        const authorization = `Bearer ${(await one.cli("token", "create", "desk")).trim()}`;
        clients.push({
          statistics: createClient(StatisticsService, createConnectTransport({ baseUrl: one.url, httpVersion: "1.1" })),
          options: { headers: { authorization } },
        });
      }
      const answers = async (question: MessageInitShape<typeof QueryIndicatorRequestSchema>) =>
        (await Promise.all(clients.map(({ statistics, options }) => statistics.queryIndicator(question, options))))
          .map((answer) => toJsonString(QueryIndicatorResponseSchema, { ...answer, sequence: 0n }));
      let characters = 0;
      const { indicators } = await clients[0]!.statistics.listIndicators({}, clients[0]!.options);
      for (const { code, period, dimensions, parameters } of indicators) {
        const asked = parameters.includes("requirement") ? { requirement: "WPS-DEPLOYED" } : {};
        const series = { from: "2024-01-01", to: "2026-02-28", everyMonth: true };
        for (const groupBy of [[], ...dimensions.map((dimension) => [dimension])]) {
          for (const when of [series, period ? { from: "2025-03-01", to: "2026-02-28" } : { asOf: "2026-02-28" }]) {
            const question = { indicator: code, groupBy, ...asked, ...when };
            const [here, there] = await answers(question);
            // Statuses come in any order.
            if (there !== here) assert.deepEqual(JSON.parse(there!), JSON.parse(here!), JSON.stringify(question));
            characters += here!.length;
          }
        }
      }
      assert.ok(characters > 100_000, String(characters));
    } finally {
      for (const one of servers) await one.stop();
    }
  });

  test("a database with data is left alone", async () => {
    const used = await startServer();
    try {
      await used.createAccount("desk", "hr-central");
      const own = { authorization: `Bearer ${await used.token("desk")}`, "connect-protocol-version": "1", "content-type": "application/json" };
      const unit = { code: "TOP", displayName: "Top", kind: "UNIT_KIND_MINISTRY" };
      const made = await fetch(`${used.url}/muster.roster.v1.RosterService/CreateUnit`, { method: "POST", headers: own, body: JSON.stringify({ unit }) });
      assert.equal(made.status, 200);
      await assert.rejects(used.cli("demo"), /needs an empty one/);
    } finally {
      await used.stop();
    }
  });
});
