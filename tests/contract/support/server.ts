// SPDX-License-Identifier: EUPL-1.2
// The real muster-server on a free port and a database of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { AccessService } from "../../gen/muster/access/v1/access_pb";
import { startCluster, type Cluster } from "./postgresql.ts";
import { end, mustRun, programs } from "./processes.ts";

export type Backend = "sqlite" | "postgresql";

export const password = "correct horse battery 7";

export interface Server {
  url: string;
  port: number;
  // The number of the server's process.
  process: number;
  database: string;
  // Another database beside it, which nobody has used.
  createDatabase(): Promise<string>;
  // Runs the command line on this server's database and gives what it prints.
  cli(...args: string[]): Promise<string>;
  // A new account with a role in all units, such as "hr-central"; `person` is whose it is.
  createAccount(name: string, role: string, person?: string): Promise<void>;
  // The session cookie of an account, "muster=...".
  signIn(name: string): Promise<string>;
  // A bearer token of an account.
  token(name: string): Promise<string>;
  stop(): Promise<void>;
}

// The server says its port once it is open: "Muster serves on port 8080."
async function announcedPort(child: ChildProcess): Promise<number> {
  let said = "";
  for await (const text of child.stdout!) {
    said += text;
    const port = /serves on port (\d+)/.exec(said)?.[1];
    if (port) {
      child.stdout!.on("data", () => {}).resume();
      return Number(port);
    }
  }
  throw new Error(`muster-server ended without serving: ${said}`);
}

// Starts the server; `stop` ends it by its process and removes its database.
export async function startServer(backend: Backend = "sqlite", extraFlags: string[] = []): Promise<Server> {
  const folder = await mkdtemp(path.join(tmpdir(), "muster-contract-"));
  let cluster: Cluster | undefined;
  let child: ChildProcess | undefined;
  const release = async () => {
    if (child) await end(child, "SIGKILL");
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    if (backend === "postgresql") cluster = await startCluster();
    let databases = 0;
    const createDatabase = async () =>
      cluster ? cluster.createDatabase() : `sqlite:${path.join(folder, `muster${++databases}.db`)}`;
    const database = await createDatabase();
    const cli = (...args: string[]) => mustRun(path.join(programs, "muster"), [...args, "--database", database]);
    child = spawn(
      path.join(programs, "muster-server"),
      ["--database", database, "--listen", "127.0.0.1:0", ...extraFlags],
      { stdio: ["ignore", "pipe", process.env.MUSTER_LOG ? "inherit" : "ignore"] },
    );
    const port = await announcedPort(child);
    const url = `http://127.0.0.1:${port}`;
    return { url, port, process: child.pid!, database, createDatabase, cli, ...accounts(url, database), stop: release };
  } catch (failure) {
    await release();
    throw failure;
  }
}

function accounts(url: string, database: string) {
  const access = createClient(AccessService, createConnectTransport({ baseUrl: url }));
  return {
    async createAccount(name: string, role: string, person?: string) {
      await mustRun(
        path.join(programs, "muster"),
        ["account", "create", name, "--role", role, "--password-stdin", "--database", database, ...(person ? ["--person", person] : [])],
        { input: `${password}\n` },
      );
    },
    async signIn(name: string) {
      let cookie = "";
      await access.signIn(
        { accountName: name, password },
        { onHeader: (headers) => (cookie = headers.get("set-cookie")?.split(";")[0] ?? "") },
      );
      return cookie;
    },
    async token(name: string) {
      const cookie = await this.signIn(name);
      const answer = await access.createToken({ displayName: "contract tests" }, { headers: { cookie } });
      return answer.token;
    },
  };
}
