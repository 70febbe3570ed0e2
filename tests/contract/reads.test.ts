// SPDX-License-Identifier: EUPL-1.2
// Every method that changes nothing, by the official clients as they come, with GET switched on and off: each
// is answered, alike by every way, and personal data is asked for by POST whatever the client prefers.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type DescMethodUnary, fromJson, getOption, toJson } from "@bufbuild/protobuf";
import { access as accessOption, Role } from "../gen/muster/platform/v1/options_pb";
import { waitUntil } from "./support/processes.ts";
import { type Json, mayBeGet, Organisation, readers } from "./support/requests.ts";
import { type Server, startServer } from "./support/server.ts";
import { ways } from "./support/transports.ts";

let server: Server;
const tokens = new Map<Role, string>();
let own: string;
const requests = new Map<string, Json>();
const answers = new Map<string, unknown>();

before(async () => {
  server = await startServer();
  const there = await new Organisation(server).build();
  for (const method of readers) requests.set(method.name, await there.valid(method.name));
  for (const [role, name] of [[Role.HR_CENTRAL, "hr-central"], [Role.ADMINISTRATOR, "administrator"], [Role.AUDITOR, "auditor"]] as const) {
    await server.createAccount(`reads-${name}`, name);
    tokens.set(role, await server.token(`reads-${name}`));
  }
  await server.createAccount("reads-person", "person", there.names.person);
  own = await server.token("reads-person");
});
after(() => server?.stop());

describe("reads", () => {
  test("are 56, of which 31 carry personal data", () => {
    assert.equal(readers.length, 56);
    const personal = readers.filter((method) => getOption(method, accessOption).personalData);
    assert.equal(personal.length, 31);
    assert.deepEqual(readers.filter((method) => !mayBeGet(method)), personal);
  });

  for (const way of ways) {
    test(`all succeed by ${way.name}`, async () => {
      const transport = way.open(server.url);
      const asked = new Map<string, string>();
      for (const method of readers as DescMethodUnary[]) {
        const { roles } = getOption(method, accessOption);
        // An approval is for who may give it.
        const anyones = method.name === "GetApproval" ? Role.ADMINISTRATOR : Role.HR_CENTRAL;
        const token = roles.length === 1 && roles[0] === Role.PERSON ? own
          : tokens.get(roles.find((role) => tokens.has(role)) ?? anyones);
        const request = fromJson(method.input, requests.get(method.name)!);
        const { message, header } = await transport.unary(method, undefined, undefined, { authorization: `Bearer ${token}` }, request);
        asked.set(header.get("x-request-id")!, way.get && mayBeGet(method) ? "GET" : "POST");
        const answer = toJson(method.output, message) as Json;
        // Another moment each time.
        if (method.name === "GetSession") delete answer.serverTime;
        // These reads are written while they go on.
        if (method.name === "ListReadRecords") delete answer.readRecords;
        if (method.name === "ListMyReaders") delete answer.myReaders;
        if (method.name === "PreviewErasure") {
          answer.deleted = (answer.deleted as { table: string }[]).filter(({ table }) => table !== "read_person");
        }
        if (!answers.has(method.name)) answers.set(method.name, answer);
        assert.deepEqual(answer, answers.get(method.name), method.name);
      }
      // The verbs as the server got them.
      await waitUntil("the log", async () => [...asked.keys()].every((id) => server.log().includes(id)), server.child);
      const lines = server.log().split("\n").filter(Boolean).map((line) => JSON.parse(line));
      for (const { request_id, method, path } of lines) {
        if (asked.has(request_id)) assert.equal(method, asked.get(request_id), path);
      }
    });
  }
});
