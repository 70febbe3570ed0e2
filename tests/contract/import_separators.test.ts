// SPDX-License-Identifier: EUPL-1.2
// What separates the cells of a file, as clients say it: over the API in JSON and binary, and on the command line over a
// server and on the database itself. What each kind makes of it is in tests/imports/separators_test.cpp.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { BadRequestSchema } from "../gen/google/rpc/error_details_pb";
import { ImportKind, ImportService } from "../gen/muster/imports/v1/imports_pb";
import { must, places, refused } from "./support/command_line.ts";
import { Organisation } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

const wrong = ["a", "7", '"', "'", " ", "\n", ";;", "semicolon", "ø"];
const remedy = /must be one character of ASCII .* such as , or ; or \|, or the word tab/;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`separators on ${backend}`, () => {
    let folder: string;
    let server: Server;
    let token: string;
    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "muster-separators-"));
      server = await startServer(backend);
      await new Organisation(server).build();
      token = await server.token("desk");
    });
    after(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    for (const useBinaryFormat of [false, true]) {
      test(`${useBinaryFormat ? "binary" : "JSON"}: a tab is taken by its name and as it is, and given back as it is`, async () => {
        const imports = createClient(ImportService, createConnectTransport({ baseUrl: server.url, httpVersion: "1.1", useBinaryFormat }));
        const headers = { authorization: `Bearer ${token}` };
        const create = (separator: string) =>
          imports.createImport({ import: { kind: ImportKind.PERSONS, fileName: "people.tsv", sizeBytes: 1n, separator } }, { headers });
        for (const [given, kept] of [["tab", "\t"], ["\\t", "\t"], ["\t", "\t"], [";", ";"], ["", ""]] as const) {
          const { name, separator } = await create(given);
          assert.equal(separator, kept);
          assert.equal((await imports.getImport({ name }, { headers })).separator, kept);
          await imports.deleteImport({ name }, { headers });
        }
        for (const separator of wrong) {
          const error: unknown = await create(separator).catch((failure: unknown) => failure);
          assert.ok(error instanceof ConnectError, `${separator} was taken`);
          const [violation] = error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations);
          assert.equal(violation?.field, "import.separator");
          assert.match(violation!.description, remedy);
        }
      });
    }

    test("the command line takes a tab in each of its spellings, over a server and on the database", async () => {
      let count = 0;
      for (const place of places(server, token)) {
        for (const separator of ["tab", "\\t", "\t"]) {
          const file = path.join(folder, "people.tsv");
          const number = `T${++count}`;
          await writeFile(file, `number\tgiven_name\tfamily_name\tgender\tcategory\tunit\tvalid_from\n${number}\tÅse, Mari\tLi\twoman\tpolice\tTOP\t2020-01-01\n`);
          assert.match(await must(place, "import", "persons", file, "--separator", separator), /applied\. 1 rows: 1 written/);
        }
        for (const separator of ["semicolon", "x"]) {
          await refused(1, remedy, ["import", "persons", path.join(folder, "people.tsv"), "--separator", separator, ...place.flags], place.environment);
        }
      }
    });
  });
}
