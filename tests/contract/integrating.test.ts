// SPDX-License-Identifier: EUPL-1.2
// What proto/README.md tells an integrator to type, typed in one shell against a server without data.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { blocksOf } from "./support/documents.ts";
import { root, run } from "./support/processes.ts";
import { type Server, startServer } from "./support/server.ts";

const document = "proto/README.md";
const blocks = (await blocksOf(document)).filter(({ language, rest }) => language === "sh" && rest === "run");

// What each chapter's answer must show.
const seen: Record<string, RegExp[]> = {
  "A first call": [/"cells":|"totals":/],
  "GET and POST": [/"code":"S1"/],
  "Resources and etags": [/"displayName":"School of courses"/],
  "Lists: pages, order, filters": [/"code":"COURSE"/],
  Errors: [/"code":"invalid_argument"/, /person\.gender/, /person\.category/, /affiliation\.valid_from/],
  Figures: [/"totals":/],
  "Imports step by step": [/"state":"IMPORT_STATE_APPLIED"/, /"rowsCreated":1/, /"field":"gender"/, /IMPORT_STATE_UNDONE/],
  Languages: [],
};

describe("what an integrator types", () => {
  let folder: string;
  let server: Server;
  let said: string[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "muster-integrating-"));
    server = await startServer();
    await server.createAccount("program", "hr-central");
    const script = blocks.map(({ text }) => `${text}\nprintf '\\n=== next\\n'\n`).join("");
    const finished = await run("bash", ["-euo", "pipefail", "-c", script], {
      cwd: folder,
      env: { ...process.env, MUSTER_SERVER: server.url, MUSTER_TOKEN: await server.token("program"), MUSTER_SOURCE: root, NO_PROXY: "*" },
    });
    said = finished.stdout.split("\n=== next\n");
    assert.equal(finished.status, 0, `after block ${said.length}: ${finished.stdout}${finished.stderr}`);
  });
  after(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("stands in every chapter that has commands", () => {
    assert.deepEqual(blocks.map(({ heading }) => heading), Object.keys(seen));
  });

  blocks.forEach(({ heading, line }, at) => {
    test(`line ${line}: ${heading}`, () => {
      const answer = said[at]!;
      if (heading !== "Errors") assert.doesNotMatch(answer, /"code":"(?!S|L|N|T|H|V|COURSE)/, "an error where none is meant");
      for (const words of seen[heading]!) assert.match(answer, words);
    });
  });
});
