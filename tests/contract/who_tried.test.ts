// SPDX-License-Identifier: EUPL-1.2
// Who tried and who read, over HTTP: in the log, in the audit and for the person who was read, within a second; and how
// many people one reads without the password.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { mustRun, waitUntil } from "./support/processes.ts";
import { postgresqlPrograms } from "./support/postgresql.ts";
import { type Backend, launch, password, type Server, startServer } from "./support/server.ts";

const verify = path.join(import.meta.dirname, "../../tools/verify_audit");
const persons = 101;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`who tried and who read, on ${backend}`, () => {
    let server: Server;
    let desk: Record<string, string>;
    let unit: string;
    let person: string;
    before(async () => {
      server = await startServer(backend);
      await server.createAccount("desk", "hr-central");
      await server.createAccount("auditor", "auditor");
      const token = { authorization: `Bearer ${await server.token("desk")}` };
      unit = (await call("roster.v1.RosterService/CreateUnit", token, {
        unit: { code: "TOP", displayName: "Top", kind: "UNIT_KIND_MINISTRY" } })).body.name;
      for (let i = 0; i < persons; i++) {
        const made = await call("roster.v1.RosterService/CreatePerson", token, {
          person: { number: `N${i}`, givenName: "Kari", familyName: "Prøve", gender: "GENDER_WOMAN", category: "CATEGORY_POLICE" },
          affiliation: { unit, validFrom: "2020-01-01" },
        });
        assert.equal(made.status, 200, JSON.stringify(made.body));
        person ??= made.body.name;
      }
      await server.createAccount("own", "person", person);
      desk = { cookie: await server.signIn("desk") };
    });
    after(() => server?.stop());

    async function call(method: string, headers: Record<string, string>, message: unknown = {}) {
      const response = await fetch(`${server.url}/muster.${method}`, {
        method: "POST",
        headers: { "content-type": "application/json", "connect-protocol-version": "1", ...headers },
        body: JSON.stringify(message),
      });
      return { status: response.status, body: await response.json() as any, id: response.headers.get("x-request-id") };
    }
    const sql = (statement: string) => backend === "sqlite"
      ? mustRun("sqlite3", [server.database.slice("sqlite:".length), statement])
      : mustRun(path.join(postgresqlPrograms(), "psql"), [server.database, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", statement]);
    async function accountName(name: string): Promise<string> {
      return `accounts/${(await sql(`SELECT id FROM account WHERE account_name = '${name}'`)).trim()}`;
    }
    // Signed in once: attempts are limited.
    let auditors: Promise<{ cookie: string }> | undefined;
    const signedIn = () => auditors ??= server.signIn("auditor").then((cookie) => ({ cookie }));
    async function audited(method: string, line: string) {
      const auditor = await signedIn();
      const { body } = await call("access.v1.AccessService/ListAuditEntries", auditor, { filter: `method : "${method}"` });
      const entries = (body.auditEntries ?? []) as { account?: string; address?: string; lines: string[] }[];
      return entries.filter(({ lines }) => lines.some((one) => one.startsWith(line)));
    }

    test("failed sign-ins and refusals are in the audit with account and address, and in the log", async () => {
      await call("access.v1.AccessService/SignIn", {}, { accountName: "desk", password: "wrong" });
      await call("access.v1.AccessService/SignIn", {}, { accountName: "canary", password: "wrong" });
      assert.equal((await call("access.v1.AccessService/ListAccounts", desk)).status, 403);
      const name = await accountName("desk");
      const since = Date.now();
      await waitUntil("the audit", async () => (await audited("SignIn", "refused 1 WRONG_PASSWORD")).length === 2, server.child);
      await waitUntil("the audit", async () => (await audited("ListAccounts", "refused 1 ROLE_MISSING")).length === 1, server.child);
      assert.ok(Date.now() - since < 10_000, "it takes a second");
      const failed = await audited("SignIn", "refused 1 WRONG_PASSWORD");
      assert.deepEqual(failed.map(({ account }) => account ?? "-").toSorted(), ["-", name].toSorted());
      const [refused] = await audited("ListAccounts", "refused 1 ROLE_MISSING");
      assert.equal(refused?.account, name);
      for (const entry of [...failed, refused]) assert.equal(entry?.address, "127.0.0.1");
      const [signedIn] = await audited("SignIn", "created session/");
      assert.match(signedIn?.account ?? "", /^accounts\/\d+$/);
      assert.ok(!(await server.cli("export", "audit-entries")).includes("canary"));
      await waitUntil("the log", async () => server.log().includes(`"code":403`), server.child);
      const lines = server.log().trimEnd().split("\n").map((line) => JSON.parse(line));
      const denied = lines.find(({ code }) => code === 403);
      assert.equal(denied.account, name);
      assert.equal(denied.address, "127.0.0.1");
      assert.ok(lines.some(({ code, account }) => code === 401 && account === "-"));
      assert.ok(!server.log().includes("canary"));
    });

    test("a person sees who read a list with them, and auditors see the read", async () => {
      assert.equal((await call("roster.v1.RosterService/ListPersons", desk, { filter: "number = N0" })).status, 200);
      const own = { cookie: await server.signIn("own") };
      let readers: any[] = [];
      await waitUntil("the readers", async () => {
        readers = (await call("access.v1.AccessService/ListMyReaders", own)).body.myReaders ?? [];
        return readers.some(({ method }) => method.endsWith("/ListPersons"));
      }, server.child);
      const reader = readers.find(({ method }) => method.endsWith("/ListPersons"));
      assert.equal(reader.role, "ROLE_HR_CENTRAL");
      assert.equal(reader.times, "1");
      assert.equal(reader.account, undefined);
      const auditor = await signedIn();
      const { body } = await call("access.v1.AccessService/ListReadRecords", auditor, { filter: 'method : "ListPersons"' });
      assert.equal(body.readRecords[0].account, await accountName("desk"));
      assert.equal(body.readRecords[0].address, "127.0.0.1");
      assert.match(body.readRecords[0].filterHash, /^[0-9a-f]{32}$/);
      assert.equal((await call("access.v1.AccessService/ListReadRecords", desk)).status, 403);
    });

    test("beyond a hundred people the password is given anew", async () => {
      const session = async () => (await call("access.v1.AccessService/GetSession", desk)).body;
      assert.ok((await session()).factorTime);
      await sql("UPDATE session SET factor_time = 1");
      // Sessions are remembered for two seconds, and forgotten when one signs in.
      await server.signIn("own");
      const list = () => call("roster.v1.RosterService/ListPersons", desk, { pageSize: 500 });
      const refused = await list();
      assert.equal(refused.status, 403, JSON.stringify(refused.body));
      assert.match(refused.body.message, /more than 100 people .* ConfirmPassword/);
      const wrong = await call("access.v1.AccessService/ConfirmPassword", desk, { password: "wrong" });
      assert.equal(wrong.status, 400);
      assert.equal((await list()).status, 403);
      assert.equal((await call("access.v1.AccessService/ConfirmPassword", desk, { password })).status, 200);
      assert.equal((await list()).status, 200);
    });

    test("a token does what it is for", async () => {
      const { body } = await call("access.v1.AccessService/CreateToken", { cookie: await server.signIn("desk") },
        { displayName: "reader", purposes: ["TOKEN_PURPOSE_READ"] });
      const reader = { authorization: `Bearer ${body.token}` };
      assert.equal((await call("roster.v1.RosterService/ListPersons", reader, { pageSize: 1 })).status, 200);
      const refused = await call("roster.v1.RosterService/CreateUnit", reader,
        { unit: { code: "NEW", displayName: "New", kind: "UNIT_KIND_UNIT", parent: unit } });
      assert.equal(refused.status, 403);
      assert.match(refused.body.message, /TOKEN_PURPOSE_WRITE/);
      const printed = (await server.cli("token", "create", "desk", "--purpose", "write", "--role", "hr-central")).trim();
      const writer = { authorization: `Bearer ${printed}` };
      assert.equal((await call("roster.v1.RosterService/ListPersons", writer)).status, 403);
      const made = await call("roster.v1.RosterService/CreateUnit", writer,
        { unit: { code: "NEW", displayName: "New", kind: "UNIT_KIND_UNIT", parent: unit } });
      assert.equal(made.status, 200, JSON.stringify(made.body));
    });

    test("the audit is whole, with the reads that it seals", async () => {
      await sql("UPDATE read_record SET first_time = first_time - 900000000, last_time = last_time - 900000000");
      // The seal is set every ten minutes: here by a server that starts.
      const again = await startAgain(server);
      await waitUntil("the seal", async () => (await sql("SELECT COUNT(*) FROM read_record WHERE sealed IS NOT NULL")).trim() !== "0", again);
      again.kill("SIGTERM");
      await new Promise((resolve) => again.once("exit", resolve));
      const database = server.database;
      assert.match(await server.cli("verify"), /entries are whole/);
      assert.match(await mustRun(verify, [database]), /entries are whole/);
      await sql("UPDATE read_record SET people = people + 1");
      await assert.rejects(server.cli("verify"), /seals are not those/);
      await assert.rejects(mustRun(verify, [database]), /seals are not those/);
    });
  });
}

// Ends the server in order and starts another one on its database.
async function startAgain(server: Server) {
  const ended = new Promise((resolve) => server.child.once("exit", resolve));
  server.child.kill("SIGTERM");
  await ended;
  return (await launch(server.database)).child;
}
