// SPDX-License-Identifier: EUPL-1.2
// Requests whose end two programs could see in different places. Each is followed by a hidden
// second request; the server must answer once, close, and never answer the hidden one.
// Source: RFC 9112 (2.2, 3, 5, 6, 7), RFC 9110 5.5.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { exchange } from "./support/raw.ts";
import { type Server, startServer } from "./support/server.ts";

const path = "/muster.access.v1.AccessService/GetSession";
const hidden = "GET /healthz HTTP/1.1\r\nHost: hidden\r\n\r\n";

let server: Server;
before(async () => {
  server = await startServer();
});
after(() => server?.stop());

// A POST with these framing fields and this body.
const post = (fields: string[], body = "{}") =>
  [
    `POST ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Content-Type: application/json",
    "Connect-Protocol-Version: 1",
    ...fields,
    "",
    body,
  ].join("\r\n");
const get = (...lines: string[]) => [...lines, "", ""].join("\r\n");
const chunked = "Transfer-Encoding: chunked";

const refused: [string, string, number[]][] = [
  ["length and chunks", post(["Content-Length: 2", chunked], "0\r\n\r\n"), [400]],
  ["chunks and length", post([chunked, "Content-Length: 5"], "0\r\n\r\n"), [400]],
  ["two different lengths", post(["Content-Length: 2", "Content-Length: 3"]), [400]],
  ["a list of lengths", post(["Content-Length: 2, 2"]), [400]],
  ["a length with a sign", post(["Content-Length: +2"]), [400]],
  ["a negative length", post(["Content-Length: -2"]), [400]],
  ["a hexadecimal length", post(["Content-Length: 0x2"]), [400]],
  ["an empty length", post(["Content-Length:"]), [400]],
  ["a length of 20 digits", post(["Content-Length: 99999999999999999999"]), [400, 413]],
  ["a length with a space inside", post(["Content-Length: 1 2"]), [400]],
  ["gzip as transfer encoding", post(["Transfer-Encoding: gzip"]), [400, 501]],
  ["gzip, then chunked", post(["Transfer-Encoding: gzip, chunked"], "0\r\n\r\n"), [400, 501]],
  ["chunked twice", post(["Transfer-Encoding: chunked, chunked"], "0\r\n\r\n"), [400, 501]],
  ["chunked in two fields", post([chunked, chunked], "0\r\n\r\n"), [400, 501]],
  ["identity as transfer encoding", post(["Transfer-Encoding: identity"]), [400, 501]],
  ["xchunked", post(["Transfer-Encoding: xchunked"], "0\r\n\r\n"), [400, 501]],
  ["chunked in quotes", post(['Transfer-Encoding: "chunked"'], "0\r\n\r\n"), [400, 501]],
  ["a tab before chunked's colon", post(["Transfer-Encoding\t: chunked"], "0\r\n\r\n"), [400]],
  ["a space before a colon", post(["Content-Length : 2"]), [400]],
  ["a space before a name", post([" Content-Length: 2"]), [400]],
  ["a folded line", post(["X-A: 1\r\n 2", "Content-Length: 2"]), [400]],
  ["a NUL in a value", post(["X-A: a\0b", "Content-Length: 2"]), [400]],
  ["a bare CR in a value", post(["X-A: a\rb", "Content-Length: 2"]), [400]],
  ["a bare LF as line end", post(["X-A: 1\nContent-Length: 2"]), [400]],
  ["a name without a colon", post(["Nonsense", "Content-Length: 2"]), [400]],
  ["an empty name", post([": x", "Content-Length: 2"]), [400]],
  ["a name with brackets", post(["X(A): 1", "Content-Length: 2"]), [400]],
  ["a negative chunk", post([chunked], "-1\r\n{}\r\n0\r\n\r\n"), [400]],
  ["a chunk size with 0x", post([chunked], "0x2\r\n{}\r\n0\r\n\r\n"), [400]],
  ["a chunk size of 17 digits", post([chunked], "10000000000000002\r\n{}\r\n0\r\n\r\n"), [400, 413]],
  ["a chunk without its CRLF", post([chunked], "2\r\n{}0\r\n\r\n"), [400]],
  ["a chunk size ended by LF", post([chunked], "2\n{}\r\n0\r\n\r\n"), [400]],
  ["a chunk size with a space before it", post([chunked], " 2\r\n{}\r\n0\r\n\r\n"), [400]],
  ["Content-Length in a trailer", post([chunked], "2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n"), [400]],
  ["chunks in HTTP/1.0", post([chunked], "0\r\n\r\n").replace("HTTP/1.1", "HTTP/1.0"), [400]],
  ["no Host", get("GET / HTTP/1.1"), [400]],
  ["two Hosts", get("GET / HTTP/1.1", "Host: a", "Host: b"), [400]],
  ["a Host with a path", get("GET / HTTP/1.1", "Host: a/b"), [400]],
  ["a Host with a user", get("GET / HTTP/1.1", "Host: a@b"), [400]],
  ["HTTP/2.0", get("GET / HTTP/2.0", "Host: a"), [400, 505]],
  ["HTTP/1.2", get("GET / HTTP/1.2", "Host: a"), [400, 505]],
  ["no version", get("GET /", "Host: a"), [400]],
  ["http in small letters", get("GET / http/1.1", "Host: a"), [400, 505]],
  ["two spaces in the first line", get("GET  / HTTP/1.1", "Host: a"), [400]],
  ["a tab in the first line", get("GET\t/ HTTP/1.1", "Host: a"), [400]],
  ["a control character in the path", get("GET /\x01 HTTP/1.1", "Host: a"), [400]],
  ["a byte above 0x7f in the path", get("GET /\xe6 HTTP/1.1", "Host: a"), [400]],
  ["CONNECT", get("CONNECT a:443 HTTP/1.1", "Host: a"), [400, 405, 501]],
  ["a method with a control character", get("G\x01T / HTTP/1.1", "Host: a"), [400]],
  ["another expectation", post(["Expect: something", "Content-Length: 2"]), [417]],
  ["a path of 9 KiB", get(`GET /${"a".repeat(9 << 10)} HTTP/1.1`, "Host: a"), [414, 431]],
  ["a field of 17 KiB", get("GET / HTTP/1.1", "Host: a", `X-A: ${"a".repeat(17 << 10)}`), [431]],
  ["101 fields", get("GET / HTTP/1.1", "Host: a", ...Array.from({ length: 101 }, (_, i) => `X-${i}: 1`)), [431]],
  ["a body over the limit", post(["Content-Length: 1048577"]), [413]],
];

describe("refused, and nothing behind it is read", () => {
  for (const [what, bytes, statuses] of refused) {
    test(what, async () => {
      const { answers, closed } = await exchange(server.port, bytes + hidden);
      assert.equal(answers.length, 1, `answers: ${answers.map((answer) => answer.status)}`);
      assert.ok(statuses.includes(answers[0]!.status), String(answers[0]!.status));
      assert.equal(answers[0]!.headers.get("connection")?.toLowerCase(), "close");
      assert.ok(closed, "the connection closes");
    });
  }
});

describe("taken", () => {
  const taken: [string, string][] = [
    ["a length", post(["Content-Length: 2"])],
    ["chunks with an extension and a trailer", post([chunked], "2;a=b\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n")],
    ["the absolute form", post(["Content-Length: 2"]).replace(`POST ${path}`, `POST http://127.0.0.1${path}`)],
    ["white space around a value", post(["Content-Length: \t 2 \t "])],
  ];
  for (const [what, bytes] of taken) {
    test(`${what}: both requests on one connection are answered`, async () => {
      const { answers } = await exchange(server.port, bytes + hidden);
      assert.deepEqual(answers.map((answer) => answer.status), [200, 200]);
    });
  }

  test("ten pipelined requests are answered in order", async () => {
    const { answers } = await exchange(server.port, hidden.repeat(5) + post(["Content-Length: 2"]) + hidden.repeat(4));
    assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 200, 200, 200, 200, 200, 200, 200, 200]);
  });

  test("Connection: close is obeyed", async () => {
    const { answers, closed } = await exchange(server.port, get("GET /healthz HTTP/1.1", "Host: a", "Connection: close") + hidden);
    assert.equal(answers.length, 1);
    assert.ok(closed);
  });

  test("Expect: 100-continue is answered before the body", async () => {
    const { connect } = await import("node:net");
    const socket = connect(server.port, "127.0.0.1");
    const next = () => new Promise<string>((resolve, reject) => {
      socket.once("data", (data) => resolve(data.toString("latin1"))).once("error", reject);
    });
    const whole = post(["Content-Length: 2", "Expect: 100-continue"]);
    const head = whole.slice(0, whole.indexOf("\r\n\r\n") + 4);
    socket.write(head);
    assert.match(await next(), /^HTTP\/1\.1 100 /);
    socket.write(whole.slice(head.length));
    assert.match(await next(), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test("a request in single bytes", async () => {
    const { connect } = await import("node:net");
    const socket = connect(server.port, "127.0.0.1").setNoDelay(true);
    const first = new Promise<Buffer>((resolve, reject) => socket.once("data", resolve).once("error", reject));
    for (const byte of Buffer.from(hidden, "latin1")) {
      await new Promise<void>((written) => socket.write(Buffer.from([byte]), () => written()));
    }
    assert.match((await first).toString("latin1"), /^HTTP\/1\.1 200 /);
    socket.destroy();
  });
});
