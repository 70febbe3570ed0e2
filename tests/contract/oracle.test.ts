// SPDX-License-Identifier: EUPL-1.2
// The same requests to our server and to connect-node's: the form of the answers must be the same. Left
// out are the requests that Muster refuses on purpose where connect-node does not: no protocol
// version, unknown fields, and the malformed messages that connect-node calls its own fault (500).
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { type Server, startServer } from "./support/server.ts";

const list = "/muster.missions.v1.MissionsService/ListMissions";
const create = "/muster.missions.v1.MissionsService/CreateMission";
const query = (message: string) => `connect=v1&encoding=json&message=${encodeURIComponent(message)}`;
const json = ["Content-Type: application/json", "Connect-Protocol-Version: 1"];
const proto = ["Content-Type: application/proto", "Connect-Protocol-Version: 1"];

// [what, first line, header fields, body]
type Case = [string, string, string[], (string | Buffer)?];
const cases: Case[] = [
  ...["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "GET"].map((verb): Case => [`${verb} of a write`, `${verb} ${create}`, []]),
  ...["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"].map((verb): Case => [`${verb} of a read`, `${verb} ${list}`, []]),
  ...["PUT", "GET", "POST"].map((verb): Case => [`${verb} of an unknown method`, `${verb} ${list}s`, json, verb === "GET" ? "" : "{}"]),
  ["another spelling", `POST ${list.toLowerCase()}`, json, "{}"],
  ["an unknown service", "POST /muster.nope.v1.NopeService/List", json, "{}"],
  ["no content type", `POST ${list}`, ["Connect-Protocol-Version: 1"], "{}"],
  ["text", `POST ${list}`, ["Content-Type: text/plain", "Connect-Protocol-Version: 1"], "{}"],
  ["gRPC-Web", `POST ${list}`, ["Content-Type: application/grpc-web+proto"], ""],
  ["a stream", `POST ${list}`, ["Content-Type: application/connect+json", "Connect-Protocol-Version: 1"], "{}"],
  ["JSON with a charset", `POST ${list}`, ["Content-Type: application/json; charset=utf-8", "Connect-Protocol-Version: 1"], "{}"],
  ["JSON", `POST ${list}`, json, "{}"],
  ["binary, empty", `POST ${list}`, proto, ""],
  ["binary", `POST ${list}`, proto, Buffer.from([0x08, 0x02])],
  ["gzip", `POST ${list}`, [...json, "Content-Encoding: gzip"], gzipSync("{}")],
  ["an empty body that says gzip", `POST ${list}`, [...proto, "Content-Encoding: gzip"], ""],
  ["an unknown encoding", `POST ${list}`, [...json, "Content-Encoding: zip"], "{}"],
  ["malformed JSON", `POST ${list}`, json, "{"],
  ["empty JSON", `POST ${list}`, json, ""],
  ["a wrong type in JSON", `POST ${list}`, json, '{"pageSize":"many"}'],
  ["letters as timeout", `POST ${list}`, [...json, "Connect-Timeout-Ms: abc"], "{}"],
  ["a negative timeout", `POST ${list}`, [...json, "Connect-Timeout-Ms: -1"], "{}"],
  ["a timeout of 11 digits", `POST ${list}`, [...json, "Connect-Timeout-Ms: 12345678901"], "{}"],
  ["a message over the limit", `POST ${list}`, [...json, "Content-Encoding: gzip"], gzipSync(JSON.stringify({ filter: "x".repeat(1_200_000) }))],
  ["GET", `GET ${list}?${query("{}")}`, []],
  ["GET without encoding", `GET ${list}?connect=v1&message=%7B%7D`, []],
  ["GET with an unknown encoding", `GET ${list}?connect=v1&encoding=xml&message=%7B%7D`, []],
  ["GET with malformed JSON", `GET ${list}?${query("{")}`, []],
  ["GET in base64", `GET ${list}?connect=v1&encoding=proto&base64=1&message=CAI`, []],
  ["GET in an unknown compression", `GET ${list}?${query("{}")}&compression=zip`, []],
];

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

async function send(port: number, line: string, lines: string[], body?: string | Buffer): Promise<Answer> {
  const [method, path] = line.split(" ");
  const headers = Object.fromEntries(lines.map((one) => one.split(/: (.*)/).slice(0, 2)));
  if (body !== undefined) headers["Content-Length"] = String(Buffer.from(body as string).length);
  const sent = request({ host: "127.0.0.1", port, method, path, headers, agent: false });
  sent.end(body);
  const [answer] = await once(sent, "response");
  let text = "";
  for await (const part of answer) text += part;
  return { status: answer.statusCode, headers: answer.headers, body: text };
}

// What must be equal: of an error its code, of an empty answer that it is empty.
function formOf(answer: Answer) {
  const type = answer.headers["content-type"];
  return {
    status: answer.status,
    code: answer.status >= 400 && type === "application/json" && answer.body ? JSON.parse(answer.body).code : undefined,
    empty: answer.status === 200 ? undefined : answer.body === "",
    type: answer.status === 200 ? type : undefined,
  };
}

describe("as connect-node answers", () => {
  let ours: Server;
  let theirs: HttpServer;
  let bearer: string;

  before(async () => {
    ours = await startServer();
    await ours.createAccount("central", "hr-central");
    bearer = `Authorization: Bearer ${await ours.token("central")}`;
    const routes = connectNodeAdapter({
      routes: (router) => router.service(MissionsService, { listMissions: () => ({}), createMission: () => ({}) }),
      grpc: false,
      grpcWeb: false,
      readMaxBytes: 1 << 20,
    });
    theirs = createServer(routes).listen(0, "127.0.0.1");
    await once(theirs, "listening");
  });
  after(async () => {
    theirs?.close();
    await ours?.stop();
  });

  for (const [what, line, headers, body] of cases) {
    test(what, async () => {
      const mine = await send(ours.port, line, [bearer, ...headers], body);
      const oracle = await send((theirs.address() as AddressInfo).port, line, [bearer, ...headers], body);
      assert.deepEqual(formOf(mine), formOf(oracle));
      // RFC 9110 15.5.6 asks for it; connect-node leaves it out.
      if (mine.status === 405) assert.equal(mine.headers["allow"], line.includes(list) ? "GET, POST" : "POST");
    });
  }
});
