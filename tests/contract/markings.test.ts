// SPDX-License-Identifier: EUPL-1.2
// A classification marking in any text that a writing method takes, field by field as the descriptors
// list them: refused by the name of the field, and kept nowhere. Files: bad_imports.test.ts.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { getOption, type DescMethod } from "@bufbuild/protobuf";
import { access as accessOption, Role } from "../gen/muster/platform/v1/options_pb";
import { violationsOf } from "./support/refusals.ts";
import { type Answer, changed, changers, isText, type Json, masked, Organisation, placesOf } from "./support/requests.ts";
import { type Server, startServer } from "./support/server.ts";

const markings = ["NATO SECRET", "NATO-SECRET", "BEGRENSET", "SECRET"];

let server: Server;
let there: Organisation;
const tokens = new Map<Role, string>();

before(async () => {
  server = await startServer();
  there = await new Organisation(server).build();
  for (const role of Object.values(Role).filter((one): one is Role => typeof one === "number" && one !== 0)) {
    const name = Role[role].toLowerCase().replaceAll("_", "-");
    await server.createAccount(`m-${name}`, name, role === Role.PERSON ? there.names.person : undefined);
    tokens.set(role, await server.token(`m-${name}`));
  }
});
after(() => server?.stop());

// As somebody who may call the method.
async function ask(method: DescMethod, request: Json): Promise<Answer> {
  const { roles } = getOption(method, accessOption);
  const response = await fetch(`${server.url}/${method.parent.typeName}/${method.name}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "connect-protocol-version": "1",
      authorization: `Bearer ${tokens.get(roles[0] ?? Role.ANALYST)}`,
    },
    body: JSON.stringify(request),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

describe("a marking", () => {
  test("is refused in every text of every writing method", async () => {
    const before = await there.everything();
    let named = 0;
    for (const method of changers) {
      // Fields that update_mask does not name are not looked at.
      const base = method.input.fields.some(({ name }) => name === "update_mask") ? await there.valid(method.name) : {};
      for (const place of placesOf(method.input).filter(({ field }) => isText(field))) {
        for (const marking of markings) {
          const what = `${method.name}, ${place.path} = ${marking}`;
          const answer = await ask(method, changed(masked(base, place.path), place.path, marking));
          assert.notEqual(answer.status, 200, what);
          const complaint = violationsOf(answer, what).get(place.path);
          assert.ok(complaint, `${what}: ${JSON.stringify(answer.body)}`);
          if (/^carries the marking/.test(complaint)) ++named;
        }
      }
    }
    assert.ok(named > 300, String(named));
    const afterwards = await there.everything();
    for (const [resource, was] of before) {
      if (resource !== there.names.updated) assert.deepEqual(afterwards.get(resource), was, resource);
    }
    for (const one of afterwards.values()) {
      for (const text of Object.values(one)) assert.ok(!markings.includes(text), JSON.stringify(one));
    }
  });

  test("is told from ordinary words", async () => {
    const name = await there.person();
    for (const preferred of ["Secret", "confidential", "Begrenset"]) {
      const request = { person: { name, preferred_name: preferred }, update_mask: "preferredName" };
      assert.equal((await there.must("roster.v1.RosterService/UpdatePerson", request)).preferredName, preferred);
    }
  });
});
