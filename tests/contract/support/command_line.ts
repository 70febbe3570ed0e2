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

// The columns of a file of figures after its groups: scripts rely on their names and their order.
export const figureColumns = [
  "women", "men", "other", "unknown", "total", "share", "share_low", "share_high", "coverage", "coverage_low", "coverage_high",
  "index", "index_low", "index_high", "vacant", "vacancy", "rate", "rate_low", "rate_high",
  "valid", "soon", "expired", "never", "waived", "training_unknown", "cohort_submitted", "cohort_selected", "cohort_open",
  "base_women", "base_men", "base_other", "base_unknown", "base_total", "numerator", "denominator", "date", "date_to",
  "indicator", "requirement", "stage", "tier_min", "source", "filter", "scope", "known_at", "sequence", "completeness", "low_completeness",
  "no_report", "not_stated", "last_reported", "last_reported_by", "absent_sources", "absent_months", "missing_reports", "headcount_units", "from_headcounts",
  "unstated", "counted_elsewhere", "dormant", "anomalies",
];

// Each row of a file of figures by its columns' names.
export function figures(csv: string): Record<string, string>[] {
  const [header, ...rows] = csv.trimEnd().split("\n");
  const names = header!.split(",");
  assert.deepEqual(names.slice(-figureColumns.length), figureColumns);
  return rows.map((row) => {
    const cells = [...`${row},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*)),/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
    assert.equal(cells.length, names.length, row);
    return Object.fromEntries(names.map((name, i) => [name, cells[i]!]));
  });
}

// The groups of each row and some of its columns, as a line.
export function told(csv: string, columns: string): string[] {
  const groups = csv.split("\n")[0]!.split(",").slice(0, -figureColumns.length);
  return figures(csv).map((row) => [...groups, ...columns.split(",")].map((name) => row[name]).join(","));
}

// Runs it, expects this exit code and these words on standard error, and gives those.
export async function refused(status: 1 | 2, reason: RegExp, args: string[], environment: Record<string, string> = {}): Promise<string> {
  const finished = await muster(args, environment);
  assert.equal(finished.status, status, `${args.join(" ")}: ${finished.stdout}${finished.stderr}`);
  assert.match(finished.stderr, reason, args.join(" "));
  return finished.stderr;
}
