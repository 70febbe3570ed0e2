// SPDX-License-Identifier: EUPL-1.2
// The Connect protocol byte by byte: each case is a request as it stands on the wire and what the
// answer must say. Source: connectrpc.com/docs/protocol.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { create, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import {
  CreateMissionRequestSchema,
  ListMissionsRequestSchema,
  ListMissionsResponseSchema,
  MissionKind,
} from "../gen/muster/missions/v1/missions_pb";
import { BadRequestSchema, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { ViolationsSchema } from "../gen/muster/platform/v1/reasons_pb";
import { Organisation } from "../gen/muster/platform/v1/terms_pb";
import { Dimension, FilterSchema, QueryIndicatorRequestSchema } from "../gen/muster/statistics/v1/statistics_pb";
import { type Answer, exchange, request } from "./support/raw.ts";
import { type Server, startServer } from "./support/server.ts";

const missions = "/muster.missions.v1.MissionsService";
const list = `${missions}/ListMissions`;
const persons = "/muster.roster.v1.RosterService/ListPersons";

let server: Server;
let bearer = "";

before(async () => {
  server = await startServer();
  await server.createAccount("central", "hr-central");
  bearer = `Authorization: Bearer ${await server.token("central")}`;
  // Enough rows for an answer that is worth compressing.
  for (let i = 0; i < 30; ++i) {
    const made = await post(`${missions}/CreateMission`, JSON.stringify({
      mission: {
        acronym: `WIRE${i}`,
        displayName: `Mission ${i} for the tests of the wire`,
        organisation: "ORGANISATION_UN",
        kind: "MISSION_KIND_INTERNATIONAL",
      },
    }));
    assert.equal(made.status, 200, made.body.toString());
  }
});
after(() => server?.stop());

async function send(line: string, headers: string[], body: string | Buffer = ""): Promise<Answer> {
  const length = Buffer.byteLength(body as Buffer);
  const framing = line.startsWith("POST") ? [`Content-Length: ${length}`] : [];
  const { answers } = await exchange(server.port, request(line, [bearer, ...framing, "Connection: close", ...headers], body));
  assert.equal(answers.length, 1);
  return answers[0]!;
}

// A POST as a Connect client sends it; `headers` that are named again replace the usual ones.
async function post(path: string, body: string | Buffer, headers: string[] = []): Promise<Answer> {
  const usual = ["Content-Type: application/json", "Connect-Protocol-Version: 1"];
  const name = (line: string) => line.split(":")[0]!.toLowerCase();
  const replaced = new Set(headers.map(name));
  const kept = usual.filter((line) => !replaced.has(name(line)));
  return send(`POST ${path}`, [...kept, ...headers.filter((line) => !line.endsWith(": -"))], body);
}

const get = (target: string, headers: string[] = []) => send(`GET ${target}`, headers);

interface ErrorBody {
  code: string;
  message?: string;
  details: { type: string; value: string }[];
}

// Checks the form of a Connect error and gives it.
function errorOf(answer: Answer): ErrorBody {
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const error = JSON.parse(answer.body.toString("utf8")) as ErrorBody;
  for (const detail of error.details) {
    assert.match(detail.value, /^[A-Za-z0-9+/]*$/, "unpadded base64");
    const schema = [BadRequestSchema, ErrorInfoSchema, ViolationsSchema].find(({ typeName }) => typeName === detail.type);
    assert.ok(schema, detail.type);
    fromBinary(schema as GenMessage<Message>, Buffer.from(detail.value, "base64"));
  }
  return error;
}

const codeNames: Record<number, string[]> = {
  400: ["invalid_argument", "failed_precondition", "out_of_range"],
  401: ["unauthenticated"],
  403: ["permission_denied"],
  404: ["not_found"],
  409: ["already_exists", "aborted"],
  429: ["resource_exhausted"],
  501: ["unimplemented"],
  504: ["deadline_exceeded"],
};

// Field 127, a number; and the same within field 1, a message.
const unknownField = Buffer.from([0xf8, 0x07, 0x01]);
const nestedUnknownField = Buffer.from([0x0a, 0x03, ...unknownField]);

// [what, the answer to, status, code; no code: an empty body]
type Case = [string, () => Promise<Answer>, number, string?];

const cases: Case[] = [
  ["no content type", () => post(list, "{}", ["Content-Type: -"]), 415],
  ["text/plain", () => post(list, "{}", ["Content-Type: text/plain"]), 415],
  ["a form", () => post(list, "a=b", ["Content-Type: application/x-www-form-urlencoded"]), 415],
  ["another charset", () => post(list, "{}", ["Content-Type: application/json; charset=latin1"]), 415],
  ["a stream", () => post(list, "{}", ["Content-Type: application/connect+json"]), 415],
  ["gRPC", () => post(list, "", ["Content-Type: application/grpc"]), 415],
  ["gRPC-Web", () => post(list, "", ["Content-Type: application/grpc-web+proto"]), 415],
  ["no protocol version", () => post(list, "{}", ["Connect-Protocol-Version: -"]), 400, "invalid_argument"],
  ["another protocol version", () => post(list, "{}", ["Connect-Protocol-Version: 2"]), 400, "invalid_argument"],
  ["a timeout of letters", () => post(list, "{}", ["Connect-Timeout-Ms: abc"]), 400, "invalid_argument"],
  ["a negative timeout", () => post(list, "{}", ["Connect-Timeout-Ms: -1"]), 400, "invalid_argument"],
  ["an 11-digit timeout", () => post(list, "{}", ["Connect-Timeout-Ms: 12345678901"]), 400, "invalid_argument"],
  ["an empty timeout", () => post(list, "{}", ["Connect-Timeout-Ms:"]), 400, "invalid_argument"],
  ["no time at all", () => post(list, "{}", ["Connect-Timeout-Ms: 0"]), 504, "deadline_exceeded"],
  ["Brotli in", () => post(list, "{}", ["Content-Encoding: br"]), 501, "unimplemented"],
  ["corrupt gzip", () => post(list, "not gzip", ["Content-Encoding: gzip"]), 400, "invalid_argument"],
  ["cut gzip", () => post(list, gzipSync("{}").subarray(0, 12), ["Content-Encoding: gzip"]), 400, "invalid_argument"],
  ["empty JSON", () => post(list, ""), 400, "invalid_argument"],
  ["malformed JSON", () => post(list, "{"), 400, "invalid_argument"],
  ["JSON with more behind", () => post(list, "{} {}"), 400, "invalid_argument"],
  ["a JSON array", () => post(list, "[]"), 400, "invalid_argument"],
  ["a field twice", () => post(list, '{"pageSize":1,"pageSize":2}'), 400, "invalid_argument"],
  ["an unknown field", () => post(list, '{"nope":1}'), 400, "invalid_argument"],
  ["a value of another kind", () => post(list, '{"pageSize":"many"}'), 400, "invalid_argument"],
  ["a number out of range", () => post(list, '{"pageSize":99999999999}'), 400, "invalid_argument"],
  ["UTF-8 that is none", () => post(list, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 400, "invalid_argument"],
  ["half a surrogate pair", () => post(list, '{"filter":"\\ud800"}'), 400, "invalid_argument"],
  ["JSON nested 40 deep", () => post(list, `${'{"filter":'.repeat(40)}1${"}".repeat(40)}`), 400, "invalid_argument"],
  ["an unknown enum value", () => post(`${missions}/CreateMission`, '{"mission":{"organisation":"ORGANISATION_MARS"}}'), 400, "invalid_argument"],
  ["malformed binary", () => post(list, Buffer.from([0x0a, 0xff]), ["Content-Type: application/proto"]), 400, "invalid_argument"],
  ["an unknown binary field of a write", () => post(`${missions}/CreateMission`, unknownField, ["Content-Type: application/proto"]), 400, "invalid_argument"],
  ["an unknown binary field within a write", () => post(`${missions}/CreateMission`, nestedUnknownField, ["Content-Type: application/proto"]), 400, "invalid_argument"],
  ["a message over the limit", () => post(list, gzipSync(JSON.stringify({ filter: "x".repeat(1_100_000) })), ["Content-Encoding: gzip"]), 429, "resource_exhausted"],
  ["a gzip bomb", () => post(list, gzipSync(Buffer.alloc(64 << 20, 32)), ["Content-Encoding: gzip"]), 429, "resource_exhausted"],
  ["no such method", () => post(`${missions}/NoSuchMethod`, "{}"), 404],
  ["no such service", () => post("/muster.nope.v1.NopeService/List", "{}"), 404],
  ["another spelling", () => post(list.toLowerCase(), "{}"), 404],
  ["a slash behind", () => post(`${list}/`, "{}"), 404],
  ["GET of an unknown method", () => get(`${missions}/NoSuchMethod?connect=v1&encoding=json&message=%7B%7D`), 404],
  ["GET of a write", () => get(`${missions}/CreateMission?connect=v1&encoding=json&message=%7B%7D`), 405],
  ["GET of personal data", () => get(`${persons}?connect=v1&encoding=json&message=%7B%7D`), 405],
  ["OPTIONS", () => send(`OPTIONS ${list}`, []), 405],
  ["GET without encoding", () => get(`${list}?connect=v1&message=%7B%7D`), 415],
  ["GET with another encoding", () => get(`${list}?connect=v1&encoding=xml&message=%7B%7D`), 415],
  ["GET without message", () => get(`${list}?connect=v1&encoding=json`), 400, "invalid_argument"],
  ["GET with bad base64", () => get(`${list}?connect=v1&encoding=proto&base64=1&message=!!`), 400, "invalid_argument"],
  ["GET with a bad escape", () => get(`${list}?connect=v1&encoding=json&message=%7`), 400, "invalid_argument"],
  ["GET with a parameter twice", () => get(`${list}?connect=v1&encoding=json&message=%7B%7D&message=%7B%7D`), 400, "invalid_argument"],
  ["GET with another version", () => get(`${list}?connect=v2&encoding=json&message=%7B%7D`), 400, "invalid_argument"],
  ["GET in Brotli", () => get(`${list}?connect=v1&encoding=json&compression=br&message=%7B%7D`), 501, "unimplemented"],
];

describe("refusals", () => {
  for (const [what, ask, status, code] of cases) {
    test(what, async () => {
      const answer = await ask();
      assert.equal(answer.status, status, answer.body.toString("utf8").slice(0, 300));
      if (code) {
        const error = errorOf(answer);
        assert.equal(error.code, code);
        assert.ok(codeNames[status]!.includes(code));
        assert.ok((error.message ?? "").length > 5 || error.details.length > 1);
      } else {
        assert.equal(answer.body.length, 0);
      }
      if (status === 405) assert.match(answer.headers.get("allow") ?? "", /POST/);
      if (status === 415) assert.match(answer.headers.get("accept-post") ?? "", /application\/json/);
    });
  }

  test("an error never repeats what the client sent", async () => {
    const answer = await post(list, '{"pageSize": "SECRET-of-the-client"}');
    assert.equal(answer.status, 400);
    assert.doesNotMatch(answer.body.toString("latin1"), /SECRET/);
  });

  test("an error stays JSON for a binary request", async () => {
    const message = toBinary(ListMissionsRequestSchema, create(ListMissionsRequestSchema, { pageToken: "x" }));
    const answer = await post(list, Buffer.from(message), ["Content-Type: application/proto"]);
    assert.equal(answer.status, 400);
    assert.equal(errorOf(answer).code, "invalid_argument");
  });

  for (const verb of ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"]) {
    test(`${verb} is refused with what is allowed`, async () => {
      for (const [path, allowed] of [[list, "GET, POST"], [persons, "POST"], [`${missions}/CreateMission`, "POST"]] as const) {
        const answer = await send(`${verb} ${path}`, []);
        assert.deepEqual([answer.status, answer.headers.get("allow"), answer.body.length], [405, allowed, 0], path);
      }
    });
  }
  for (const verb of ["CONNECT", "BREW"]) {
    test(`${verb} is refused`, async () => {
      const answer = await send(`${verb} ${list}`, []);
      assert.ok([400, 405, 501].includes(answer.status), String(answer.status));
    });
  }

  test("HEAD is refused without a body", async () => {
    const { answers } = await exchange(server.port, request(`HEAD ${list}`, ["Connection: close"])).catch(() => ({ answers: [] as Answer[] }));
    assert.equal(answers[0]?.status, 405);
    assert.equal(answers[0]?.body.length, 0);
  });
});

describe("answers", () => {
  const rows = (body: Buffer) => JSON.parse(body.toString("utf8")).missions as { acronym: string }[];
  const longPage = '{"pageSize":100}';

  test("JSON in, JSON out, both spellings of a field", async () => {
    for (const body of ['{"pageSize":2}', '{"page_size":2}']) {
      const answer = await post(list, body, ["Content-Type: application/json; charset=utf-8"]);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.equal(rows(answer.body).length, 2);
    }
  });

  test("binary in, binary out; an empty body is an empty message", async () => {
    const answer = await post(list, "", ["Content-Type: application/proto"]);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "application/proto");
    assert.equal(fromBinary(ListMissionsResponseSchema, answer.body).missions.length, 30);
  });

  test("a binary field that only a newer client knows is passed over by what has no effects", async () => {
    const request = toBinary(ListMissionsRequestSchema, create(ListMissionsRequestSchema, { pageSize: 2 }));
    const newer = Buffer.concat([request, unknownField]);
    const posted = await post(list, newer, ["Content-Type: application/proto"]);
    const got = await get(`${list}?connect=v1&encoding=proto&base64=1&message=${newer.toString("base64url")}`);
    for (const answer of [posted, got]) {
      assert.equal(answer.status, 200, answer.body.toString());
      assert.equal(fromBinary(ListMissionsResponseSchema, answer.body).missions.length, 2);
    }
    // Personal data, by POST alone; and within a message of the request.
    assert.equal((await post(persons, unknownField, ["Content-Type: application/proto"])).status, 200);
    const filter = [...toBinary(FilterSchema, create(FilterSchema, { dimension: Dimension.GENDER, values: ["WOMAN"] })), ...unknownField];
    const query = toBinary(QueryIndicatorRequestSchema, create(QueryIndicatorRequestSchema, { indicator: "S1" }));
    const nested = Buffer.from([...query, QueryIndicatorRequestSchema.field.where.number << 3 | 2, filter.length, ...filter]);
    const figure = await post("/muster.statistics.v1.StatisticsService/QueryIndicator", nested, ["Content-Type: application/proto"]);
    assert.equal(figure.status, 200, figure.body.toString());
  });

  test("an empty body is never decompressed", async () => {
    const answer = await post(list, "", ["Content-Type: application/proto", "Content-Encoding: gzip"]);
    assert.equal(answer.status, 200);
  });

  test("gzip in, gzip out", async () => {
    const answer = await post(list, gzipSync(longPage), ["Content-Encoding: gzip", "Accept-Encoding: gzip"]);
    assert.equal(answer.headers.get("content-encoding"), "gzip");
    assert.match(answer.headers.get("vary") ?? "", /accept-encoding/i);
    assert.equal(rows(gunzipSync(answer.body)).length, 30);
  });

  for (const accept of ["gzip, deflate, br, zstd", "br, gzip;q=0.5", "*"]) {
    test(`Accept-Encoding: ${accept} takes gzip`, async () => {
      const answer = await post(list, longPage, [`Accept-Encoding: ${accept}`]);
      assert.equal(answer.headers.get("content-encoding"), "gzip");
    });
  }
  for (const accept of ["identity", "br", "gzip;q=0", "gzip;q=0.0, *", ""]) {
    test(`Accept-Encoding: ${accept || "(empty)"} takes no gzip`, async () => {
      const answer = await post(list, longPage, [`Accept-Encoding: ${accept}`]);
      assert.equal(answer.headers.get("content-encoding"), undefined);
      assert.equal(rows(answer.body).length, 30);
    });
  }

  test("a chunked body", async () => {
    const body = `7\r\n{"pageS\r\n7;ext=1\r\nize":3}\r\n0\r\n\r\n`;
    const head = [bearer, "Content-Type: application/json", "Connect-Protocol-Version: 1", "Transfer-Encoding: chunked", "Connection: close"];
    const { answers } = await exchange(server.port, request(`POST ${list}`, head, body));
    assert.equal(answers[0]?.status, 200, answers[0]?.body.toString());
    assert.equal(rows(answers[0]!.body).length, 3);
  });

  test("GET: JSON, binary, gzip, both alphabets of base64, unknown parameters", async () => {
    const message = Buffer.from(toBinary(ListMissionsRequestSchema, create(ListMissionsRequestSchema, { pageSize: 3, filter: 'acronym != "?>?>"' })));
    const json = encodeURIComponent(JSON.stringify({ pageSize: 3, filter: 'acronym != "?>?>"' }));
    const standard = encodeURIComponent(message.toString("base64"));
    const zipped = encodeURIComponent(gzipSync(message).toString("base64"));
    for (const query of [
      `connect=v1&encoding=json&message=${json}`,
      `message=${json}&encoding=json`,
      `encoding=json&utm=1&utm=%zz&message=${json}`,
      `connect=v1&encoding=json&message=${json.replaceAll("%20", "+")}`,
      `connect=v1&base64=1&encoding=proto&message=${message.toString("base64url")}`,
      `connect=v1&base64=1&encoding=proto&message=${standard}`,
      `connect=v1&base64=1&encoding=proto&compression=gzip&message=${zipped}`,
    ]) {
      const answer = await get(`${list}?${query}`);
      assert.equal(answer.status, 200, `${query}: ${answer.body.toString()}`);
      const count = query.includes("proto")
        ? fromBinary(ListMissionsResponseSchema, answer.body).missions.length
        : rows(answer.body).length;
      assert.equal(count, 3, query);
    }
  });

  test("GET is kept for a minute and revalidated by its ETag", async () => {
    const target = `${list}?connect=v1&encoding=json&message=${encodeURIComponent(longPage)}`;
    const first = await get(target);
    assert.match(first.headers.get("cache-control") ?? "", /private, max-age=60/);
    const tag = first.headers.get("etag");
    assert.ok(tag);
    const zipped = await get(target, ["Accept-Encoding: gzip"]);
    assert.notEqual(zipped.headers.get("etag"), tag);
    const again = await get(target, [`If-None-Match: ${tag}`]);
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
  });

  test("personal data is never stored on the way", async () => {
    const answer = await post(persons, "{}");
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("cache-control"), "no-store");
  });

  test("default values are left out, enums are names, times are RFC 3339", async () => {
    const answer = await post(`${missions}/GetMission`, '{"name":"missions/1"}');
    const mission = JSON.parse(answer.body.toString("utf8"));
    assert.equal(mission.organisation, "ORGANISATION_UN");
    assert.match(mission.createTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    assert.ok(!("mandateFrom" in mission) && !("themes" in mission) && !("displayNameNb" in mission));
  });

  test("both codecs mean the same", async () => {
    const mission = { acronym: "BOTH", displayName: "Both", organisation: Organisation.AU, kind: MissionKind.EXERCISE };
    const binary = toBinary(CreateMissionRequestSchema, create(CreateMissionRequestSchema, { mission, requestId: "both" }));
    const first = await post(`${missions}/CreateMission`, Buffer.from(binary), ["Content-Type: application/proto"]);
    assert.equal(first.status, 200, first.body.toString());
    const second = await post(`${missions}/CreateMission`, JSON.stringify({
      mission: { acronym: "BOTH", displayName: "Both", organisation: "ORGANISATION_AU", kind: 3 },
      requestId: "both",
    }));
    assert.equal(second.status, 200, "the same request in JSON is the retry of the binary one");
    assert.equal(JSON.parse(second.body.toString()).acronym, "BOTH");
  });
});
