// SPDX-License-Identifier: EUPL-1.2
// TLS with clients that people have: Connect's own in both codecs, and curl, against a certificate
// of an authority made for this test.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { RosterService, UnitKind } from "../gen/muster/roster/v1/roster_pb";
import { mustRun, programs, run } from "./support/processes.ts";
import { password, type Server, startServer } from "./support/server.ts";

let folder: string;
let server: Server;
let authority: Buffer;
let otherAuthority: Buffer;
const file = (name: string) => path.join(folder, name);
const url = () => `https://localhost:${server.port}`;

async function makeAuthority(name: string): Promise<Buffer> {
  await mustRun("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
    "-subj", `/CN=${name}`, "-keyout", file(`${name}.key`), "-out", file(`${name}.pem`)]);
  return readFile(file(`${name}.pem`));
}

async function makeCertificate(): Promise<void> {
  await mustRun("openssl", ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
    "-keyout", file("server.key"), "-out", file("server.csr")]);
  await writeFile(file("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  await mustRun("openssl", ["x509", "-req", "-in", file("server.csr"), "-CA", file("authority.pem"), "-CAkey", file("authority.key"),
    "-CAcreateserial", "-days", "2", "-extfile", file("names"), "-out", file("server.pem")]);
}

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-tls-"));
  authority = await makeAuthority("authority");
  otherAuthority = await makeAuthority("other");
  await makeCertificate();
  server = await startServer("sqlite", ["--tls-certificate", file("server.pem"), "--tls-key", file("server.key")]);
  await server.createAccount("central", "hr-central");
});
after(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const transport = (useBinaryFormat: boolean, ca = authority) =>
  createConnectTransport({ baseUrl: url(), httpVersion: "1.1", useBinaryFormat, nodeOptions: { ca } });

// Signs in as a browser does and gives the whole Set-Cookie.
async function setCookie(useBinaryFormat: boolean): Promise<string> {
  let cookie = "";
  const access = createClient(AccessService, transport(useBinaryFormat));
  await access.signIn({ accountName: "central", password }, { onHeader: (headers) => (cookie = headers.get("set-cookie") ?? "") });
  return cookie;
}

const curl = (...args: string[]) =>
  run("curl", ["--silent", "--show-error", "--noproxy", "*", "--cacert", file("authority.pem"), "--write-out", "\n%{http_code}", ...args]);

for (const binary of [true, false]) {
  describe(`Connect's client over HTTPS, ${binary ? "binary" : "JSON"}`, () => {
    test("signs in, and the cookie is for this host over TLS only", async () => {
      const cookie = await setCookie(binary);
      assert.match(cookie, /^__Host-muster=[^;]+;/);
      for (const attribute of ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"]) assert.ok(cookie.includes(`; ${attribute}`), cookie);
      assert.doesNotMatch(cookie, /Domain/i, "__Host- forbids it");
    });

    test("writes and reads with the session", async () => {
      const headers = { cookie: (await setCookie(binary)).split(";")[0]!, origin: url() };
      const roster = createClient(RosterService, transport(binary));
      const code = binary ? "BINARY" : "JSON";
      const made = await roster.createUnit({ unit: { code, displayName: "Øvre ledd", kind: UnitKind.MINISTRY } }, { headers });
      assert.deepEqual(await roster.getUnit({ name: made.name }, { headers }), made);
      const strange = { ...headers, origin: `http://localhost:${server.port}` };
      await assert.rejects(roster.createUnit({ unit: { code: "X", displayName: "X", kind: UnitKind.UNIT } }, { headers: strange }),
        (error: ConnectError) => error.code === Code.PermissionDenied, "the page without TLS is another site");
    });

    test("the cookie's name without its prefix opens nothing", async () => {
      const cookie = (await setCookie(binary)).split(";")[0]!.replace("__Host-", "");
      const roster = createClient(RosterService, transport(binary));
      await assert.rejects(roster.listUnits({}, { headers: { cookie } }), (error: ConnectError) => error.code === Code.Unauthenticated);
    });

    test("refuses a server whose authority it does not know", async () => {
      const access = createClient(AccessService, transport(binary, otherAuthority));
      await assert.rejects(access.getSession({}), (error: ConnectError) => {
        assert.match(String(error.cause ?? error), /certificate|signature|issuer/i);
        return true;
      });
    });
  });
}

describe("curl over HTTPS", () => {
  test("asks with a cookie it kept itself", async () => {
    const json = ["--header", "content-type: application/json", "--header", "connect-protocol-version: 1"];
    const jar = ["--cookie", file("jar"), "--cookie-jar", file("jar")];
    const signedIn = await curl(...jar, ...json, "--data", JSON.stringify({ accountName: "central", password }),
      `${url()}/muster.access.v1.AccessService/SignIn`);
    assert.match(signedIn.stdout, /\n200$/, signedIn.stderr);
    const units = await curl(...jar, ...json, "--data", "{}", `${url()}/muster.roster.v1.RosterService/ListUnits`);
    assert.match(units.stdout, /"units".*\n200$/s, units.stdout + units.stderr);
    assert.match(await readFile(file("jar"), "utf8"), /TRUE\t\d+\t__Host-muster\t/, "kept for TLS only");
  });

  test("speaks TLS 1.2 and 1.3, and is told to stay with them", async () => {
    for (const version of ["1.2", "1.3"]) {
      const answer = await curl("--tlsv1.2", "--tls-max", version, "--include", `${url()}/healthz`);
      assert.match(answer.stdout, /\n200$/, answer.stderr);
      assert.match(answer.stdout, /strict-transport-security: max-age=31536000; includeSubDomains/i);
    }
  });

  test("is refused with TLS 1.1 and older", async () => {
    // Debian's OpenSSL offers the old versions at security level 0 only.
    for (const version of ["tls1", "tls1_1"]) {
      const old = await run("openssl", ["s_client", "-connect", `localhost:${server.port}`, `-${version}`, "-cipher", "ALL:@SECLEVEL=0"]);
      assert.notEqual(old.status, 0, `${version}: ${old.stdout}`);
      assert.match(old.stderr, /alert protocol version|alert number 70/, `${version}: the server says so: ${old.stderr}`);
    }
    const now = await run("openssl", ["s_client", "-connect", `localhost:${server.port}`, "-tls1_2", "-cipher", "ALL:@SECLEVEL=0"]);
    assert.equal(now.status, 0, now.stderr);
  });

  test("does not trust another authority", async () => {
    const answer = await run("curl", ["--silent", "--show-error", "--noproxy", "*", "--cacert", file("other.pem"), `${url()}/healthz`]);
    assert.equal(answer.status, 60, answer.stderr);
  });

  test("gets nothing in the clear", async () => {
    const answer = await curl(`http://localhost:${server.port}/healthz`);
    assert.doesNotMatch(answer.stdout, /200$/);
  });
});

describe("a server with wrong files", () => {
  test("does not start, and says which", async () => {
    for (const [certificate, key, said] of [["server.pem", "other.key", /key/i], ["nothing.pem", "server.key", /nothing\.pem/]] as const) {
      const failed = await run(path.join(programs, "muster-server"), ["--database", `sqlite:${file("unused.db")}`, "--create", "--listen", "127.0.0.1:0",
        "--tls-certificate", file(certificate), "--tls-key", file(key)]);
      assert.equal(failed.status, 1);
      assert.match(failed.stderr, said);
    }
  });
});
