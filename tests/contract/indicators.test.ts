// SPDX-License-Identifier: EUPL-1.2
// An indicator is one entry: whoever adds, changes or removes one looks nowhere else.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { root } from "./support/processes.ts";
import { type Server, startServer } from "./support/server.ts";
import { FILE_COLUMNS } from "../../services/web/src/statistics/fileColumns.ts";

// Where a code may stand, and why.
const EXCEPTIONS: Record<string, string> = {
  "services/statistics/indicators.cpp": "the entries",
  "proto/README.md": "shows requests as a client writes them",
  "services/README.md": "shows where an entry is found",
  "services/web/src/statistics/indicators.ts": "the figures that the page knows",
  "tools/README.md": "shows commands as a user writes them",
  "tools/bench": "asks for figures as a user does",
  "tools/measure/RESULTS.md": "what tools/bench wrote",
  "tools/measure/statistics.h": "what tools/bench asks for",
  "tools/muster/demo_missions.cpp": "sections of a staff, such as S2, which have nothing to do with it",
};

let server: Server;
before(async () => {
  server = await startServer();
  await server.createAccount("reader", "analyst");
});
after(() => server?.stop());

// The text files below the folder, by their path from the top.
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.(test\.ts|png|svg|binpb|gz|br|lock|json)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(node_modules|gen|dist)\//.test(file));
}

test("no code of an indicator stands outside its entry", async () => {
  const transport = createConnectTransport({ baseUrl: server.url, httpVersion: "1.1" });
  const headers = { authorization: `Bearer ${await server.token("reader")}` };
  const { indicators } = await createClient(StatisticsService, transport).listIndicators({}, { headers });
  assert.ok(indicators.length > 0);
  // Behind a dot stands a version of a package: Muster.Roster.V1.
  const code = new RegExp(`(?<![.\\w])(${indicators.map((indicator) => indicator.code).join("|")})\\b`);
  const files = (await Promise.all(["services", "tools", "proto"].map(filesBelow))).flat();
  const naming = new Set<string>();
  const faults: string[] = [];
  for (const file of files) {
    const lines = (await readFile(path.join(root, file), "utf8")).split("\n");
    lines.forEach((line, index) => {
      if (!code.test(line)) return;
      naming.add(file);
      if (!(file in EXCEPTIONS)) faults.push(`${file}:${index + 1}: ${line.trim()}`);
    });
  }
  assert.deepEqual(faults, [], "say it by what the entry in statistics/indicators.cpp holds");
  assert.deepEqual(Object.keys(EXCEPTIONS).filter((file) => !naming.has(file)), [], "an exception that nothing needs");
});

test("a file of figures has the same columns whoever writes it", async () => {
  const [head] = (await server.cli("stat", "S1", "--group-by", "mission", "--format", "csv")).split(/\r?\n/);
  assert.deepEqual(head!.split(","), ["mission", ...FILE_COLUMNS]);
});
