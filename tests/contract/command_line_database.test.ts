// SPDX-License-Identifier: EUPL-1.2
// What the command line does with a database itself: made, brought up and restored only where one
// says so, never by a mistyped path, and copied while it is written to.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { muster, refused } from "./support/command_line.ts";
import { mustRun } from "./support/processes.ts";
import { Organisation } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-database-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);
const on = (name: string) => ["--database", `sqlite:${at(name)}`];
const sql = (name: string, statement: string) => mustRun("sqlite3", [at(name), statement]);

async function must(...args: string[]): Promise<string> {
  const finished = await muster(args);
  assert.equal(finished.status, 0, `${args.join(" ")}: ${finished.stderr}`);
  return finished.stdout;
}

// Every command that works on what is there.
async function commands(): Promise<string[][]> {
  await writeFile(at("units.csv"), "number,given_name,family_name,gender,category,unit,valid_from\n");
  return [["stat", "S1"], ["export", "units"], ["verify"], ["country", "NOR"], ["settings"], ["token", "create", "desk"],
    ["account", "create", "desk", "--role", "analyst", "--password-stdin"], ["import", "persons", at("units.csv")]];
}

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  test(`migrate sets a new database up, once, on ${backend}`, async () => {
    const server = await startServer(backend);
    try {
      const database = await server.createDatabase();
      if (backend === "postgresql") {
        for (const command of await commands()) {
          await refused(1, /the database holds nothing of Muster; .*'muster migrate'/, [...command, "--database", database]);
        }
      }
      assert.match(await must("migrate", "--database", database), /^Applied the migrations 0001 to \d{4}\.\n$/);
      assert.equal(await must("migrate", "--database", database), "The database is up to date.\n");
      assert.match(await must("verify", "--database", database), /^The audit's \d+ entries are whole\.\nOpen ends: 0\.\n$/);
      if (backend === "postgresql") {
        await refused(1, /pg_dump/, ["backup", at("no"), "--database", database]);
        await refused(1, /pg_restore/, ["restore", at("no"), "--database", database]);
      }
    } finally {
      await server.stop();
    }
  });
}

test("the settings of the whole roster are set and printed", async () => {
  await must("migrate", ...on("settings.db"));
  assert.match(await must("settings", ...on("settings.db")),
    /\ndays for a letter of intent: 31\ndays after a change of job: 30\nmonths of a passport: 6\n$/);
  await refused(1, /job_change_days: must be from 1 to 365/, ["settings", "--job-change-days", "0", ...on("settings.db")]);
  assert.match(await must("settings", "--letter-days", "20", "--job-change-days", "12", "--passport-months", "9", ...on("settings.db")),
    /\ndays for a letter of intent: 20\ndays after a change of job: 12\nmonths of a passport: 9\n$/);
});

test("a mistyped path makes no database", async () => {
  for (const command of [...(await commands()), ["backup", at("copy")]]) {
    await refused(1, /there is no database file .*typo\.db; correct the path, or make a new one with 'muster migrate'/, [...command, ...on("typo.db")]);
  }
  assert.deepEqual((await readdir(folder)).filter((name) => /typo|copy/.test(name)), []);
});

test("an empty file, another program's database and an older or newer schema are refused and left alone", async () => {
  await writeFile(at("empty.db"), "");
  await sql("other.db", "CREATE TABLE song (title TEXT)");
  await must("migrate", ...on("older.db"));
  await must("migrate", ...on("newer.db"));
  await sql("older.db", "DELETE FROM schema_version WHERE version = (SELECT MAX(version) FROM schema_version)");
  await sql("newer.db", "INSERT INTO schema_version VALUES (9999, '9999_later', '', 0)");
  const versions = async () => [await sql("older.db", "SELECT MAX(version) FROM schema_version"), await sql("newer.db", "SELECT MAX(version) FROM schema_version")];
  const before = await versions();
  for (const command of await commands()) {
    for (const name of ["empty.db", "other.db"]) await refused(1, /the database holds nothing of Muster/, [...command, ...on(name)]);
    await refused(1, /schema version 9999, this program knows only/, [...command, ...on("newer.db")]);
    if (command[0] === "verify") continue;
    await refused(1, /lacks migration \d{4}_\w+: make a backup, then bring it up with 'muster migrate'/, [...command, ...on("older.db")]);
  }
  // What one needs before the upgrade.
  await must("verify", ...on("older.db"));
  await must("backup", at("older.copy"), ...on("older.db"));
  await must("restore", at("older.copy"), ...on("older.again.db"));
  assert.deepEqual(await versions(), before);
});

test("restore takes no file that is not a whole backup, and leaves nothing of it", async () => {
  await must("migrate", ...on("whole.db"));
  await must("backup", at("whole.copy"), ...on("whole.db"));
  await refused(1, /whole\.copy exists/, ["backup", at("whole.copy"), ...on("whole.db")]);
  const bytes = await readFile(at("whole.copy"));
  await writeFile(at("text.copy"), "no database at all, but longer than the head of one".repeat(20));
  await writeFile(at("cut.copy"), bytes.subarray(0, bytes.length / 2));
  await writeFile(at("empty.copy"), "");
  const audit = (await sql("whole.db", "SELECT COUNT(*) FROM audit_entry")).trim();
  const reasons: [string, RegExp][] = [
    ["text", /the backup .*text\.copy cannot be used: .* is damaged or is not a SQLite database/],
    ["cut", /cut\.copy cannot be used/],
    ["empty", /holds nothing of Muster/],
    ["missing", /there is no file .*missing\.copy/],
  ];
  for (const [name, reason] of reasons) {
    await refused(1, reason, ["restore", at(`${name}.copy`), ...on("restored.db")]);
    assert.deepEqual((await readdir(folder)).filter((one) => one.startsWith("restored.db")), [], name);
  }
  await refused(1, /whole\.db exists; stop the server and move it away/, ["restore", at("whole.copy"), ...on("whole.db")]);
  await writeFile(at("stale.db-wal"), "of a database that was moved away");
  await refused(1, /stale\.db-wal exists/, ["restore", at("whole.copy"), ...on("stale.db")]);
  assert.match(await must("restore", at("whole.copy"), ...on("restored.db")), new RegExp(`^Restored; the audit's ${audit} entries are whole`));
  assert.deepEqual((await readdir(folder)).filter((one) => one.startsWith("restored.db")), ["restored.db"]);
  assert.equal((await stat(at("restored.db"))).mode & 0o777, 0o600, "for its owner alone");
});

describe("backup while it is written to", () => {
  let server: Server;
  before(async () => {
    server = await startServer("sqlite");
  });
  after(() => server?.stop());

  test("the copy is whole, holds what was acknowledged before it, and serves", async () => {
    const there = await new Organisation(server).build();
    let acknowledged = 0;
    let stop = false;
    const writer = async () => {
      for (; !stop; ++acknowledged) await there.person();
    };
    const writers = [writer(), writer(), writer(), writer()];
    const count = async (database: string) => {
      const listed = await must("export", "persons", "--database", database);
      return listed.split("\r\n").length - 2;
    };
    while (acknowledged < 50) await new Promise((resume) => setImmediate(resume));
    const before = acknowledged;
    await must("backup", at("live.copy"), "--database", server.database);
    const during = acknowledged;
    stop = true;
    await Promise.all(writers);
    assert.ok(during > before, "writes went on");
    await must("restore", at("live.copy"), ...on("live.db"));
    await must("verify", ...on("live.db"));
    const held = await count(`sqlite:${at("live.db")}`);
    assert.ok(held > before && held <= acknowledged + 1 + writers.length, `${before} ${held} ${acknowledged}`);
    const one = await must("stat", "S1", "--format", "csv", ...on("live.db"));
    assert.match(one, /^women,men,other,unknown,total,share,/);
  });
});
