// SPDX-License-Identifier: EUPL-1.2
// A PostgreSQL cluster of its own, from Debian's package, for the time of one test file.
import { spawn } from "node:child_process";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { end, freePort, mustRun, run, waitUntil } from "./processes.ts";

export interface Cluster {
  // The URL of a new, empty database.
  createDatabase(): Promise<string>;
  // Ends the server, breaking off what runs, and starts it again on the same data.
  halt(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

// The folder of the newest server that Debian installed: 12 has version 15, 13 has 17. Where only a client is
// installed, the folder has no "postgres".
export function postgresqlPrograms(): string {
  const installed = "/usr/lib/postgresql";
  const versions = existsSync(installed) ? readdirSync(installed).map(Number).sort((a, b) => b - a) : [];
  const newest = versions.map((version) => path.join(installed, String(version), "bin"))
    .find((folder) => existsSync(path.join(folder, "postgres")));
  if (!newest) {
    throw new Error("PostgreSQL is not installed (postgresql-15 on Debian 12, postgresql-17 on Debian 13): run tools/install test");
  }
  return newest;
}

// PostgreSQL refuses to run as root: then it runs as the package's own account.
async function accountToRunAs(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile("/etc/passwd", "utf8")).split("\n").find((l) => l.startsWith("postgres:"));
  if (!line) throw new Error("there is no account 'postgres', which Debian's package of PostgreSQL makes");
  const [, , uid, gid] = line.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

export async function startCluster(): Promise<Cluster> {
  const programs = postgresqlPrograms();
  const account = await accountToRunAs();
  const folder = await mkdtemp(path.join(tmpdir(), "muster-postgresql-"));
  if (account) await chown(folder, account.uid, account.gid);
  const data = path.join(folder, "data");
  await mustRun(
    path.join(programs, "initdb"),
    ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
    { ...account, cwd: folder },
  );
  const port = await freePort();
  const launch = () =>
    spawn(
      path.join(programs, "postgres"),
      ["-D", data, "-p", String(port), "-k", folder, "-h", "127.0.0.1", "-c", "fsync=off"],
      // With a faked clock its timers never ring, by which it finds deadlocks.
      { ...account, cwd: folder, stdio: "ignore", env: { ...process.env, LD_PRELOAD: undefined } },
    );
  let server = launch();
  const url = (database: string) => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  const psql = (...args: string[]) => run(path.join(programs, "psql"), [url("postgres"), "-qAt", ...args]);
  const answers = () => waitUntil("PostgreSQL", async () => (await psql("-c", "SELECT 1")).stdout.trim() === "1", server);
  await answers();

  let databases = 0;
  return {
    async createDatabase() {
      const name = `muster_${++databases}`;
      const made = await psql("-c", `CREATE DATABASE ${name}`);
      if (made.status !== 0) throw new Error(made.stderr);
      return url(name);
    },
    halt: () => end(server, "SIGINT"),
    async resume() {
      server = launch();
      await answers();
    },
    async stop() {
      await end(server, "SIGINT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
