// SPDX-License-Identifier: EUPL-1.2
// The real muster-server on a free port and a database of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { AccessService } from "../../gen/muster/access/v1/access_pb";
import { TokenPurpose } from "../../gen/muster/platform/v1/options_pb";
import { startCluster, type Cluster } from "./postgresql.ts";
import { end, mustRun, programs, waitUntil } from "./processes.ts";

export type Backend = "sqlite" | "postgresql";

const purposes = Object.values(TokenPurpose).filter((purpose): purpose is TokenPurpose => typeof purpose === "number" && purpose !== 0);

export const password = "correct horse battery 7";

export interface Server {
  url: string;
  port: number;
  // The number of the server's process.
  process: number;
  database: string;
  // The process itself, and what it has written to standard output so far.
  child: ChildProcess;
  log(): string;
  // Of a server on PostgreSQL.
  cluster?: Cluster;
  // Another database beside it, which nobody has used.
  createDatabase(): Promise<string>;
  // Runs the command line on this server's database and gives what it prints.
  cli(...args: string[]): Promise<string>;
  // A new account with a role in all units, such as "hr-central"; `person` is whose it is.
  createAccount(name: string, role: string, person?: string): Promise<void>;
  // The session cookie of an account, "muster=...".
  signIn(name: string): Promise<string>;
  // A bearer token of an account, for all purposes: tests read much.
  token(name: string): Promise<string>;
  stop(): Promise<void>;
}

// A server that serves a database, from when it has said its port: "Muster serves on port 8080."
export async function launch(
  database: string,
  extraFlags: string[] = [],
): Promise<Pick<Server, "child" | "log" | "port" | "url">> {
  const child = spawn(
    path.join(programs, "muster-server"),
    ["--database", database, "--create", "--listen", "127.0.0.1:0", ...extraFlags],
    { stdio: ["ignore", "pipe", process.env.MUSTER_LOG ? "inherit" : "ignore"] },
  );
  let said = "";
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout!.on("data", (text) => {
      said += text;
      const found = /serves on port (\d+)/.exec(said)?.[1];
      if (found) resolve(Number(found));
    });
    child.once("exit", () => reject(new Error(`muster-server ended without serving: ${said}`)));
  });
  return { child, log: () => said, port, url: `http://127.0.0.1:${port}` };
}

// Starts the server and waits until it is ready; `stop` ends it by its process and removes its database.
export async function startServer(backend: Backend = "sqlite", extraFlags: string[] = []): Promise<Server> {
  const folder = await mkdtemp(path.join(tmpdir(), "muster-contract-"));
  let cluster: Cluster | undefined;
  let server: Awaited<ReturnType<typeof launch>> | undefined;
  const release = async () => {
    if (server) await end(server.child, "SIGKILL");
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
    server = await launch(database, extraFlags);
    const { url, child } = server;
    // Over TLS only the test itself trusts it.
    const plain = !extraFlags.includes("--tls-certificate");
    if (plain) await waitUntil("muster-server", async () => (await fetch(`${url}/readyz`)).status === 200, child);
    return { ...server, process: server.child.pid!, database, createDatabase, cluster, cli, ...accounts(server.url, database), stop: release };
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
      const answer = await access.createToken({ displayName: "contract tests", purposes }, { headers: { cookie } });
      return answer.token;
    },
  };
}
