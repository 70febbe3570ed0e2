// SPDX-License-Identifier: EUPL-1.2
// SQL in every text that the API takes, field by field as the descriptors list them: it comes back
// byte for byte or is refused by the name of the field, and nothing else is changed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { violationsOf } from "./support/refusals.ts";
import { type Answer, changed, isText, type Json, masked, methods, Organisation, placesOf, writers } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

const attacks = ["'); DROP TABLE person;--", '" OR 1=1 --', "$1 ? :a \\"];

// Taken, and kept where no method shows it: in events, in sessions, as the key of a retry.
const unseen = [
  // Sensitive: ReadPersonDetails alone answers it.
  "CreatePerson person.plausible_reason", "UpdatePerson person.plausible_reason",
  "CreateDeployment overlap_reason", "CreateDeployment handover_reason", "CreateDeployment dormant_reason",
  "CreateNomination dormant_reason",
  "CreateToken display_name", "CreateAccount password",
  ...writers.map((method) => `${method.name} request_id`),
];

const holds = (answer: unknown, text: string): boolean =>
  answer === text || (typeof answer === "object" && answer !== null && Object.values(answer).some((one) => holds(one, text)));

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`hostile text on ${backend}`, () => {
    let server: Server;
    let there: Organisation;

    before(async () => {
      server = await startServer(backend);
      there = await new Organisation(server).build();
    });
    after(() => server?.stop());

    // What of an affiliation is answered by the list only.
    async function seen(answer: Answer, text: string): Promise<boolean> {
      if (holds(answer.body, text)) return true;
      if (!/^persons\//.test(answer.body.name)) return false;
      return holds(await there.must("roster.v1.RosterService/ListAffiliations", { person: answer.body.name }), text);
    }

    test("is text in everything that is created or changed", async () => {
      const before = await there.everything();
      let stored = 0;
      for (const method of writers) {
        for (const place of placesOf(method.input).filter(({ field }) => isText(field))) {
          for (const text of attacks) {
            const request: Json = changed(masked(await there.valid(method.name), place.path), place.path, text);
            const answer = await there.ask(method, request);
            const what = `${method.name}, ${place.path} = ${text}`;
            if (answer.status !== 200) {
              const named = [...violationsOf(answer, what).keys()];
              assert.ok(named.length === 1 && [place.path, place.path.replace("[0]", "")].includes(named[0]!), `${what}: ${named}`);
            } else if (["name", "etag"].includes(place.path.split(".").at(-1)!)) {
              assert.ok(!holds(answer.body, text), `${what}: the server gives names`);
            } else if (!unseen.includes(`${method.name} ${place.path}`)) {
              assert.ok(await seen(answer, text), `${what}: ${JSON.stringify(answer.body)}`);
              ++stored;
            }
          }
        }
      }
      assert.ok(stored > 60, String(stored));
      const afterwards = await there.everything();
      for (const [resource, was] of before) {
        if (resource !== there.names.updated) assert.deepEqual(afterwards.get(resource), was, resource);
      }
      assert.ok(afterwards.size > before.size + 20, String(afterwards.size));
    });

    test("is text in every question", async () => {
      const before = await there.everything();
      let asked = 0;
      for (const method of methods.filter(({ name }) => /^(Get|List|Query)/.test(name))) {
        for (const place of placesOf(method.input).filter(({ field }) => isText(field))) {
          for (const text of attacks) {
            const answer = await there.ask(method, changed({}, place.path, text));
            const what = `${method.name}, ${place.path} = ${text}: ${JSON.stringify(answer.body)}`;
            ++asked;
            if (answer.status === 403) continue;
            if (answer.status !== 200) assert.ok(violationsOf(answer, what).size > 0, what);
            else assert.ok(Object.values(answer.body).filter(Array.isArray).flat().every((one) => holds(one, text)), what);
          }
        }
      }
      assert.ok(asked > 150, String(asked));
      assert.deepEqual(await there.everything(), before);
    });

    test("is a password like any other", async () => {
      const request = { account: { account_name: "bobby" }, password: `${attacks[0]} Robert` };
      await there.must("access.v1.AccessService/CreateAccount", request);
      const signIn = (password: string) => there.ask("access.v1.AccessService/SignIn", { account_name: "bobby", password });
      assert.equal((await signIn(request.password)).status, 200);
      assert.equal((await signIn("' OR '1'='1' --")).status, 401);
    });

    test("leaves the audit whole", async () => {
      assert.match(await server.cli("verify"), /entries are whole/);
    });
  });
}
