// SPDX-License-Identifier: EUPL-1.2
// Two clients at once: nothing that one wrote is lost by the other, and of two that take the same
// number exactly one has it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Code, ConnectError, createClient, type Client } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { BadRequestSchema } from "../gen/google/rpc/error_details_pb";
import { MissionKind, MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { Category, Gender, Organisation } from "../gen/muster/platform/v1/terms_pb";
import { PersonStatus, RosterService, UnitKind } from "../gen/muster/roster/v1/roster_pb";
import { type Backend, type Server, startServer } from "./support/server.ts";

const rounds = process.env.MUSTER_LONG ? 500 : 50;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`two writers on ${backend}`, () => {
    let server: Server;
    let unit: string;
    const clients: { roster: Client<typeof RosterService>; missions: Client<typeof MissionsService>; headers: HeadersInit }[] = [];

    before(async () => {
      server = await startServer(backend);
      for (const name of ["first", "second"]) {
        await server.createAccount(name, "hr-central");
        const transport = createConnectTransport({ baseUrl: server.url, httpVersion: "1.1", useBinaryFormat: true });
        clients.push({
          roster: createClient(RosterService, transport),
          missions: createClient(MissionsService, transport),
          headers: { authorization: `Bearer ${await server.token(name)}` },
        });
      }
      const { roster, headers } = clients[0]!;
      unit = (await roster.createUnit({ unit: { code: "TOP", displayName: "Top", kind: UnitKind.MINISTRY } }, { headers })).name;
    });
    after(() => server?.stop());

    const create = ({ roster, headers }: (typeof clients)[number], number: string) =>
      roster.createPerson({
        person: { number, givenName: "0", familyName: "0", gender: Gender.WOMAN, category: Category.MILITARY },
        affiliation: { unit, validFrom: "2020-01-01" },
      }, { headers });

    test("many updates each with etag and retry: every one of them counts", async () => {
      const { name } = await create(clients[0]!, "COUNTED");
      let refused = 0;
      // Each adds one to the sum of both names, reading first what is there.
      const count = async ({ roster, headers }: (typeof clients)[number]) => {
        for (let done = 0; done < rounds;) {
          const read = await roster.getPerson({ name }, { headers });
          const sum = Number(read.givenName) + Number(read.familyName);
          const person = { name, etag: read.etag, givenName: String(sum + 1), familyName: "0" };
          try {
            await roster.updatePerson({ person, updateMask: { paths: ["given_name", "family_name"] } }, { headers });
            ++done;
          } catch (error) {
            assert.ok(error instanceof ConnectError && error.code === Code.Aborted, String(error));
            ++refused;
          }
        }
      };
      await Promise.all([count(clients[0]!), count(clients[1]!)]);
      const person = await clients[0]!.roster.getPerson({ name }, { headers: clients[0]!.headers });
      assert.equal(person.givenName, String(2 * rounds), `${refused} were refused and repeated`);
      assert.equal(person.etag, String(2 * rounds + 1), "each update raised the version by one");
    });

    test("without an etag two updates of different fields both stand", async () => {
      const { name } = await create(clients[0]!, "FIELDS");
      const update = ({ roster, headers }: (typeof clients)[number], path: string, person: { givenName?: string; preferredName?: string }) =>
        roster.updatePerson({ person: { name, ...person }, updateMask: { paths: [path] } }, { headers });
      for (let i = 1; i <= 10; ++i) {
        await Promise.all([update(clients[0]!, "given_name", { givenName: `G${i}` }),
          update(clients[1]!, "preferred_name", { preferredName: `P${i}` })]);
        const { givenName, preferredName } = await clients[0]!.roster.getPerson({ name }, { headers: clients[0]!.headers });
        assert.deepEqual([givenName, preferredName], [`G${i}`, `P${i}`]);
      }
    });

    test("the second update with one etag is refused by that field and loses nothing", async () => {
      const { roster, headers } = clients[0]!;
      const made = await create(clients[0]!, "STALE");
      const update = (person: { givenName?: string; status?: PersonStatus }, path: string) =>
        roster.updatePerson({ person: { name: made.name, etag: made.etag, ...person }, updateMask: { paths: [path] } }, { headers });
      const first = await update({ givenName: "First" }, "given_name");
      await assert.rejects(update({ status: PersonStatus.INACTIVE }, "status"), (error: ConnectError) => {
        assert.equal(error.code, Code.Aborted);
        const [violation] = error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations);
        assert.equal(violation?.field, "person.etag");
        assert.match(violation?.description ?? "", /read the record again/);
        return true;
      });
      assert.deepEqual(await roster.getPerson({ name: made.name }, { headers }), first);
      for (const etag of ["nonsense", "-1", "999999999999999999999"]) {
        const call = roster.updatePerson({ person: { name: made.name, etag, givenName: "X" }, updateMask: { paths: ["given_name"] } }, { headers });
        await assert.rejects(call, (error: ConnectError) => error.code === Code.Aborted);
      }
    });

    test("of two that create the same number at once exactly one wins", async () => {
      for (let i = 0; i < 20; ++i) {
        const both = await Promise.allSettled(clients.map((client) => create(client, `SAME${i}`)));
        assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
        const refusal = both.find((one) => one.status === "rejected") as PromiseRejectedResult;
        assert.equal((refusal.reason as ConnectError).code, Code.AlreadyExists);
        const { roster, headers } = clients[0]!;
        const found = await roster.listPersons({ filter: `number = "SAME${i}"`, showTotal: true }, { headers });
        assert.equal(found.totalSize, 1);
        const { affiliations } = await roster.listAffiliations({ person: found.persons[0]!.name }, { headers });
        assert.equal(affiliations.length, 1, "the loser left nothing behind");
      }
    });

    test("two of different kinds at once hold each other up and lose nothing", async () => {
      const mission = (i: number) => ({
        acronym: `AT ONCE ${i}`, displayName: "At once", organisation: Organisation.UN, kind: MissionKind.INTERNATIONAL,
      });
      const many = Array.from({ length: 20 }, (_, i) => i);
      const [{ missions, headers }] = [clients[0]!];
      await Promise.all(many.flatMap((i) => [create(clients[1]!, `ONCE${i}`), missions.createMission({ mission: mission(i) }, { headers })]));
      const people = await clients[0]!.roster.listPersons({ query: "ONCE", showTotal: true }, { headers });
      const there = await missions.listMissions({ filter: 'display_name = "At once"', pageSize: 100 }, { headers });
      assert.deepEqual([people.totalSize, there.missions.length], [20, 20]);
      assert.match(await server.cli("verify"), /entries are whole/);
    });
  });
}
