// SPDX-License-Identifier: EUPL-1.2
// The audit against somebody who may write to the database itself: what was changed breaks the chain, and
// where the whole chain was rewritten, a head that was signed before and kept elsewhere tells. By
// `muster` and by tools/verify_audit, which knows nothing of Muster's code.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { muster, refused } from "./support/command_line.ts";
import { postgresqlPrograms } from "./support/postgresql.ts";
import { mustRun, run } from "./support/processes.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

const root = path.join(import.meta.dirname, "../..");
let folder: string;
const at = (name: string) => path.join(folder, name);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-audit-"));
  for (const name of ["key", "other"]) {
    await mustRun("openssl", ["genpkey", "-algorithm", "ed25519", "-out", at(`${name}.pem`)]);
    await mustRun("openssl", ["pkey", "-in", at(`${name}.pem`), "-pubout", "-out", at(`${name}.public.pem`)]);
  }
});
after(() => rm(folder, { recursive: true, force: true }));

const script = (...args: string[]) => run(path.join(root, "tools/verify_audit"), args);

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`the audit on ${backend}`, () => {
    let server: Server;
    before(async () => {
      server = await startServer(backend);
      await server.createAccount("desk", "hr-central");
      await server.token("desk");
    });
    after(() => server?.stop());

    const sql = (statement: string) => backend === "sqlite"
      ? mustRun("sqlite3", ["-separator", "\t", server.database.slice("sqlite:".length), statement])
      : mustRun(path.join(postgresqlPrograms(), "psql"), [server.database, "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", statement]);
    const heads = () => at(`${backend}.heads`);
    const keepHead = async (key = "key") => {
      const printed = await muster(["head", "--key", at(`${key}.pem`), "--database", server.database]);
      assert.equal(printed.status, 0, printed.stderr);
      return printed.stdout;
    };
    const verify = ["verify", "--database"];
    const withHeads = () => ["--heads", heads(), "--public-key", at("key.public.pem")];

    // What the database's administrator can do, and its own rules cannot hold back.
    async function forge(id: string, purpose: string): Promise<void> {
      const off = backend === "sqlite"
        ? (await sql("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit_entry'")).trim().split("\n")
          .map((name) => `DROP TRIGGER ${name};`).join("")
        : "ALTER TABLE audit_entry DISABLE TRIGGER USER;";
      await sql(`${off} UPDATE audit_entry SET purpose = '${purpose}' WHERE id = ${id}`);
    }

    test("is whole, and leads through the heads that were kept", async () => {
      await writeFile(heads(), await keepHead());
      await server.token("desk");
      await appendFile(heads(), await keepHead());
      const whole = await muster([...verify, server.database, ...withHeads()]);
      assert.match(whole.stdout, /^The audit's \d+ entries are whole\.\nThey lead through the 2 signed heads\.\nOpen ends: \d+\./, whole.stderr);
      const alike = await script(server.database, heads(), at("key.public.pem"));
      assert.equal(alike.stdout, whole.stdout.split("\n")[0] + "\n", alike.stderr);
    });

    test("takes no head of another key, no other file for a key or a head", async () => {
      await writeFile(at("foreign.heads"), await keepHead("other"));
      const place = ["--database", server.database];
      await refused(1, /was not signed by this key/, ["verify", "--heads", at("foreign.heads"), "--public-key", at("key.public.pem"), ...place]);
      assert.match((await script(server.database, at("foreign.heads"), at("key.public.pem"))).stderr, /was not signed by this key/);
      await writeFile(at("no.heads"), "abc\n");
      await refused(1, /is no line that muster head has printed/, ["verify", "--heads", at("no.heads"), "--public-key", at("key.public.pem"), ...place]);
      await refused(1, /holds no public key of Ed25519/, ["verify", "--heads", heads(), "--public-key", at("key.pem"), ...place]);
      await refused(1, /holds no private key of Ed25519/, ["head", "--key", at("key.public.pem"), ...place]);
      await refused(1, /nowhere\.pem: cannot be read/, ["head", "--key", at("nowhere.pem"), ...place]);
      await refused(2, /--public-key/, ["verify", "--heads", heads(), ...place]);
    });

    test("an entry that was changed breaks the chain; a chain that was rewritten misses its signed head", async () => {
      const last = (await sql("SELECT MAX(id) FROM audit_entry")).trim();
      await forge(last, "forged");
      await refused(1, /does not fit the one before it/, [...verify, server.database]);
      assert.match((await script(server.database)).stderr, new RegExp(`entry ${last} does not fit`));
      const entry = await sql(`SELECT id, create_time, COALESCE(account, 0), method, request_id, purpose, lines, address FROM audit_entry WHERE id = ${last}`);
      const previous = (await sql(`SELECT hash FROM audit_entry WHERE id < ${last} ORDER BY id DESC LIMIT 1`)).trim();
      const hash = createHash("sha256").update(`${previous}\n${entry.replace(/\r?\n$/, "")}`).digest("hex");
      await sql(`UPDATE audit_entry SET hash = '${hash}' WHERE id = ${last}; UPDATE ledger_head SET hash = '${hash}'`);
      assert.equal((await muster([...verify, server.database])).status, 0, "the chain alone is whole again");
      assert.equal((await script(server.database)).status, 0, "the chain alone is whole again");
      await refused(1, /was signed with another hash/, [...verify, server.database, ...withHeads()]);
      assert.match((await script(server.database, heads(), at("key.public.pem"))).stderr, /is not the one whose head was signed/);
    });
  });
}
