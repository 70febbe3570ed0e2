// SPDX-License-Identifier: EUPL-1.2
// Whatever changes something leaves an entry in the audit for each time that it was carried out, and none for
// a time that it was refused.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { changers, Organisation } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`writes and their audit on ${backend}`, () => {
    let server: Server;
    before(async () => {
      server = await startServer(backend);
    });
    after(() => server?.stop());

    // Of each method how many entries there are.
    async function entries(): Promise<Map<string, number>> {
      const lines = (await server.cli("export", "audit-entries")).trimEnd().split("\r\n").map((line) => line.split(","));
      const at = lines[0]!.indexOf("method");
      assert.ok(at > 0, String(lines[0]));
      const found = new Map<string, number>();
      // What was refused has entries of its own, gathered.
      for (const line of lines.slice(1).filter((one) => !one.join().includes("refused "))) found.set(line[at]!, (found.get(line[at]!) ?? 0) + 1);
      return found;
    }

    test("a write that was carried out has one entry, one that was refused none", async () => {
      const there = await new Organisation(server).build();
      const earlier = await entries();
      const done = new Map<string, number>();
      const ask = there.ask.bind(there);
      there.ask = async (method, request) => {
        const answer = await ask(method, request);
        const path = typeof method === "string" ? `muster.${method}` : `${method.parent.typeName}/${method.name}`;
        if (answer.status === 200) done.set(path, (done.get(path) ?? 0) + 1);
        return answer;
      };
      // First what makes things, then what ends them, and at last what ends who asks.
      const turn = ({ name }: { name: string }) =>
        name === "SignOut" ? 3 : name === "RevokeToken" ? 2 : /^(Create|Update|Record|Report)/.test(name) ? 0 : 1;
      for (const method of changers.toSorted((a, b) => turn(a) - turn(b))) {
        const request = await there.valid(method.name);
        // Some are refused: they are about what has come further, or take two people.
        await there.ask(method, request);
        assert.equal((await there.ask(method, { ...request, shoe_size: 43 })).status, 400, method.name);
      }
      const now = await entries();
      for (const method of changers) {
        const path = `${method.parent.typeName}/${method.name}`;
        assert.equal((now.get(path) ?? 0) - (earlier.get(path) ?? 0), done.get(path) ?? 0, path);
      }
      const carriedOut = changers.filter((method) => done.has(`${method.parent.typeName}/${method.name}`));
      assert.ok(carriedOut.length > changers.length / 2, `${carriedOut.length} of ${changers.length}`);
      assert.match(await server.cli("verify"), /entries are whole/);
    });
  });
}
