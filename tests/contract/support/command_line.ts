// SPDX-License-Identifier: EUPL-1.2
// `muster` as a script calls it: on a database itself, or over a server with a token.
import assert from "node:assert/strict";
import path from "node:path";
import { type Finished, programs, run } from "./processes.ts";
import type { Server } from "./server.ts";

export const program = path.join(programs, "muster");

// Runs it with no more of Muster's environment than is given.
export function muster(args: string[], environment: Record<string, string> = {}, input = ""): Promise<Finished> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("MUSTER_"));
  return run(program, args, { env: { ...Object.fromEntries(inherited), ...environment }, input });
}

// Where to call, as flags and environment.
export interface Place {
  name: string;
  flags: string[];
  environment: Record<string, string>;
}

export function places(server: Server, token: string): Place[] {
  return [
    { name: "--database", flags: ["--database", server.database], environment: {} },
    { name: "--server", flags: ["--server", server.url], environment: { MUSTER_TOKEN: token } },
  ];
}

// Runs it at a place, expects it to succeed, and gives what it prints.
export async function must(place: Place, ...args: string[]): Promise<string> {
  const finished = await muster([...args, ...place.flags], place.environment);
  assert.equal(finished.status, 0, `${args.join(" ")} ${place.name}: ${finished.stdout}${finished.stderr}`);
  return finished.stdout;
}

// Runs it, expects this exit code and these words on standard error, and gives those.
export async function refused(status: 1 | 2, reason: RegExp, args: string[], environment: Record<string, string> = {}): Promise<string> {
  const finished = await muster(args, environment);
  assert.equal(finished.status, status, `${args.join(" ")}: ${finished.stdout}${finished.stderr}`);
  assert.match(finished.stderr, reason, args.join(" "));
  return finished.stderr;
}
