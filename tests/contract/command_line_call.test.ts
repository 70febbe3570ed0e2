// SPDX-License-Identifier: EUPL-1.2
// `muster call`: every method of the API, on a database itself and over a server, with the API's answers and
// the API's errors.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { BadRequestSchema, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { muster, must, type Place, places, refused } from "./support/command_line.ts";
import { type Json, methods, Organisation, readers } from "./support/requests.ts";
import { type Server, startServer } from "./support/server.ts";

let server: Server;
let there: Organisation;
let all: Place[];
let administrator: Place;

before(async () => {
  server = await startServer();
  there = await new Organisation(server).build();
  all = places(server, await server.token("desk"));
  administrator = places(server, await server.token("administrator"))[1]!;
});
after(() => server?.stop());

// Runs it, expects a refusal, and gives the error and its details as standard error has them.
async function refusal(place: Place, ...args: string[]) {
  const finished = await muster(["call", ...args, ...place.flags], place.environment);
  assert.deepEqual([finished.status, finished.stdout], [1, ""], finished.stderr);
  const error = JSON.parse(finished.stderr) as Json;
  const detail = (type: string) => Buffer.from(error.details.find((one: Json) => one.type === type)?.value ?? "", "base64");
  return {
    error,
    fields: fromBinary(BadRequestSchema, detail("google.rpc.BadRequest")).fieldViolations.map(({ field, description }) => [field, description]),
    reason: fromBinary(ErrorInfoSchema, detail("google.rpc.ErrorInfo")).reason,
  };
}

describe("muster call", () => {
  test("--list names every method, and needs no place", async () => {
    const names = methods.map((method) => `${method.parent.typeName}/${method.name}`).sort();
    const listed = await muster(["call", "--list"]);
    assert.deepEqual([listed.status, listed.stdout], [0, `${names.join("\n")}\n`]);
  });

  test("every read answers what the API answers over a server, and something on a database itself", async () => {
    const [database, desk] = all;
    for (const method of readers.filter(({ name }) => !["ListAuditEntries", "ListReadRecords", "ListMyReaders"].includes(name))) {
      const name = `${method.parent.name}/${method.name}`;
      const request = await there.valid(method.name);
      const account = method.parent.typeName.startsWith("muster.access.") ? administrator : desk!;
      // They are asked with different tokens of the account, one after the other.
      const [printed, answered] = [JSON.parse(await must(account, "call", name, JSON.stringify(request))), (await there.ask(method, request)).body];
      if (method.name === "GetSession") Object.assign(answered, { expireTime: printed.expireTime, serverTime: printed.serverTime });
      assert.deepEqual(printed, answered, name);
      assert.equal(typeof JSON.parse(await must(database!, "call", name, JSON.stringify(request))), "object", name);
    }
  });

  test("writes: the request as an argument, from standard input, or none", async () => {
    for (const place of all) {
      const request = await there.valid("CreateMission");
      const made = JSON.parse(await must(place, "call", "muster.missions.v1.MissionsService/CreateMission", JSON.stringify(request)));
      const got = await muster(["call", "MissionsService/GetMission", "-", ...place.flags], place.environment, JSON.stringify({ name: made.name }));
      assert.deepEqual(JSON.parse(got.stdout), made, got.stderr);
      assert.equal(made.acronym, request.mission.acronym);
      const listed = JSON.parse(await must(place, "call", "MissionsService/ListMissions"));
      assert.ok(listed.missions.some((one: Json) => one.name === made.name));
    }
  });

  test("an import that is started in the process ends there", async () => {
    const place = all[0]!;
    const rows = Buffer.from("number,given_name,family_name,gender,category,unit,valid_from\nCALL-1,Kari,Prøve,woman,police,TOP,2020-01-01\n");
    const call = async (method: string, request: Json) => JSON.parse(await must(place, "call", `ImportService/${method}`, JSON.stringify(request)));
    const { name } = await call("CreateImport", { import: { kind: "IMPORT_KIND_PERSONS", fileName: "people.csv", sizeBytes: String(rows.length) } });
    await call("UploadChunk", { name, data: rows.toString("base64") });
    assert.equal((await call("StartImport", { name })).state, "IMPORT_STATE_RUNNING");
    assert.equal((await call("GetImport", { name })).state, "IMPORT_STATE_APPLIED");
  });

  test("refusals are the API's: message, fields and reason, by both ways alike", async () => {
    const wrong: [string, Json | string][] = [
      ["RosterService/CreatePerson", { person: { number: "not a code!", gender: "GENDER_WOMAN" }, affiliation: {} }],
      ["RosterService/GetPerson", { name: "persons/999999" }],
      ["RosterService/ListPersons", { filter: "nope = 1" }],
      ["NominationsService/OpenCall", { name: there.names.call }],
      ["MissionsService/CreateMission", { mission: { nope: 1 } }],
      ["MissionsService/ListMissions", "{"],
    ];
    for (const [method, request] of wrong) {
      const text = typeof request === "string" ? request : JSON.stringify(request);
      const body = await fetch(`${server.url}/muster.${method.slice(0, method.indexOf("Service")).toLowerCase()}.v1.${method}`, {
        method: "POST", body: text,
        headers: { "content-type": "application/json", "connect-protocol-version": "1", authorization: `Bearer ${all[1]!.environment.MUSTER_TOKEN}` },
      }).then((response) => response.json() as Promise<Json>);
      for (const place of all) {
        const { error, fields, reason } = await refusal(place, method, text);
        assert.deepEqual([error.code, error.message], [body.code, body.message], `${method} ${place.name}`);
        const debug = (type: string) => body.details.find((one: Json) => one.type === type)?.debug ?? {};
        assert.equal(reason, debug("google.rpc.ErrorInfo").reason);
        assert.deepEqual(fields, (debug("google.rpc.BadRequest").fieldViolations ?? []).map((one: Json) => [one.field, one.description]), method);
      }
    }
    const { error } = await refusal({ name: "", flags: ["--server", "http://127.0.0.1:1"], environment: {} }, "RosterService/ListUnits");
    assert.equal(error.code, "unavailable");
  });

  test("exit code 2 for a method that there is not, or a place that is not named", async () => {
    const on = all[0]!.flags;
    await refused(2, /METHOD: there is no method RosterService\/Nope; .*'muster call --list'/, ["call", "RosterService/Nope", ...on]);
    await refused(2, /METHOD: /, ["call", "GetPerson", ...on]);
    await refused(2, /METHOD: /, ["call", ...on]);
    await refused(2, /--server or --database: give exactly one/, ["call", "RosterService/ListUnits"]);
    await refused(2, /--nonsense/, ["call", "RosterService/ListUnits", "--nonsense", ...on]);
  });
});
