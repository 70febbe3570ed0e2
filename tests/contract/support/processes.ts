// SPDX-License-Identifier: EUPL-1.2
// Processes and free ports for tests that run against the real programs.
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

// The folder of the programs under test.
export const programs = process.env.MUSTER_PROGRAMS ?? path.join(root, "build/release/bin");

// A port that was free a moment ago.
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

// Runs a program to its end; `input` goes to its standard input.
export async function run(
  program: string,
  args: string[],
  options: SpawnOptions & { input?: string } = {},
): Promise<Finished> {
  const child = spawn(program, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (text) => (stdout += text));
  child.stderr?.on("data", (text) => (stderr += text));
  // A program may end without having read it.
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.input ?? "");
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}

// The same, and throws with what the program said unless it ends with 0.
export async function mustRun(
  program: string,
  args: string[],
  options: SpawnOptions & { input?: string } = {},
): Promise<string> {
  const finished = await run(program, args, options);
  if (finished.status !== 0) {
    throw new Error(`${program} ${args.join(" ")}: ${finished.status}\n${finished.stdout}${finished.stderr}`);
  }
  return finished.stdout;
}

// Asks `ready` every 20 ms until it is true; throws when `child` ends or `limitMs` has passed.
export async function waitUntil(
  what: string,
  ready: () => Promise<boolean>,
  child: ChildProcess,
  limitMs = 30_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await ready())) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${what}: the program has ended`);
    if (Date.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

// Ends a process by its signal and waits until it is gone.
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
}
