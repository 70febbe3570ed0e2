// SPDX-License-Identifier: EUPL-1.2
// Holds up what the server does, from outside, until the test lets it go: so that a test meets
// requests on their way without counting on time.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { postgresqlPrograms } from "./postgresql.ts";

// Keeps every write on SQLite, and those of missions on PostgreSQL, waiting; gives how to end that.
export function holdWrites(database: string): Promise<() => Promise<void>> {
  return hold(database, database.startsWith("sqlite:")
    ? ".timeout 5000\nBEGIN IMMEDIATE;\n"
    : "BEGIN; LOCK TABLE mission IN SHARE ROW EXCLUSIVE MODE;\n");
}

// Keeps everybody who reads the table on PostgreSQL waiting; gives how to end that.
export function holdReads(database: string, table: string): Promise<() => Promise<void>> {
  return hold(database, `BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE;\n`);
}

async function hold(database: string, lock: string): Promise<() => Promise<void>> {
  const shell = database.startsWith("sqlite:")
    ? spawn("sqlite3", ["-batch", database.slice("sqlite:".length)], { stdio: ["pipe", "pipe", "inherit"] })
    : spawn(path.join(postgresqlPrograms(), "psql"), [database, "-qAt"], { stdio: ["pipe", "pipe", "inherit"] });
  shell.stdin.write(lock);
  shell.stdin.write("SELECT 'held';\n");
  const [said] = await once(shell.stdout, "data");
  if (!String(said).includes("held")) throw new Error(`the lock was not given: ${said}`);
  return async () => {
    if (shell.exitCode !== null) return;
    shell.stdin.end("ROLLBACK;\n");
    await once(shell, "exit");
  };
}
