// SPDX-License-Identifier: EUPL-1.2
// Files that are wrong, through the command line and over the API, on both databases: read right or
// refused with the place and a remedy, and never half. The parser's own cases are in
// tests/imports/table_test.cpp, resumed and interrupted uploads in tests/imports/upload_test.cpp.
import assert from "node:assert/strict";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { type Finished, programs, run } from "./support/processes.ts";
import { assertRefused } from "./support/refusals.ts";
import { Organisation } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

const header = "number,given_name,family_name,gender,category,unit,valid_from";
const row = (number: string, given = "Åse", family = "Ødegård") => `${number},${given},${family},woman,police,TOP,2020-01-01`;
const megabyte = 1 << 20;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`bad imports on ${backend}`, () => {
    let folder: string;
    let server: Server;
    let token: string;
    let there: Organisation;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "muster-imports-"));
      server = await startServer(backend);
      there = await new Organisation(server).build();
      token = await server.token("desk");
    });
    after(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const file = (name: string) => path.join(folder, name);
    const importFile = (name: string, ...flags: string[]): Promise<Finished> =>
      run(path.join(programs, "muster"), ["import", "persons", file(name), "--server", server.url, ...flags],
        { env: { ...process.env, MUSTER_TOKEN: token } });

    // The file must be refused for this reason, and leave nothing behind.
    async function refuse(content: string | Buffer | undefined, reason: RegExp, ...flags: string[]): Promise<void> {
      const untouched = await there.everything();
      if (content !== undefined) await writeFile(file("wrong.csv"), content);
      const finished = await importFile("wrong.csv", ...flags);
      assert.notEqual(finished.status, 0, finished.stdout);
      assert.match(finished.stderr, reason, finished.stdout);
      assert.deepEqual(await there.everything(), untouched);
      assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
    }

    // The file must be read, and give this person.
    async function take(number: string, content: Buffer, ...flags: string[]): Promise<void> {
      await writeFile(file("right.csv"), content);
      const finished = await importFile("right.csv", ...flags);
      assert.equal(finished.status, 0, finished.stderr);
      const { persons } = await there.must("roster.v1.RosterService/ListPersons", { filter: `number = "${number}"` });
      assert.deepEqual(persons.map((one: any) => [one.givenName, one.familyName]), [["Åse", "Ødegård"]]);
    }

    test("a header that differs is refused with the columns that differ", async () => {
      await refuse(`${header.replace("gender", "sex")}\n${row("A")}\n`, /missing: "gender"; unknown: "sex"\. Rename the columns, or map them/);
      await refuse(`${header.replace("number,", "")}\n${row("A").slice(2)}\n`, /missing: "number"/);
      await refuse(`${header},gender\n${row("A")},man\n`, /column 8: the header has the column "gender" twice/);
      await refuse(`${header.replaceAll(",", ";")}\n${row("A").replaceAll(",", ";")}\n`, /is this the right separator\?/);
      await refuse(`${row("A")}\n${row("B")}\n`, /the header does not fit/);
    });

    test("UTF-16 with a byte order mark is read, in both orders", async () => {
      const little = Buffer.from(`\ufeff${header}\r\n${row("LITTLE")}\r\n`, "utf16le");
      await take("LITTLE", little);
      await take("BIG", Buffer.from(`\ufeff${header}\r\n${row("BIG")}\r\n`, "utf16le").swap16());
      await take("MARKED", Buffer.from(`\ufeff${header}\r\n${row("MARKED")}\r\n`, "utf8"));
      await refuse(little.subarray(2), /the text is not UTF-8; save the file as UTF-8/);
      const ascii = Buffer.from(`${header}\n${row("A", "Ase", "Odegard")}\n`, "utf16le");
      await refuse(ascii, /NUL character; the file is damaged, or UTF-16 without a byte order mark: save it as UTF-8/);
      await refuse(little.subarray(0, little.length - 3), /line 2: the text is not UTF-16LE; save the file as UTF-8/);
    });

    test("windows-1252 is refused with how to say so, and then read", async () => {
      const content = Buffer.from(`${header}\r\n${row("WINDOWS")}\r\n`, "latin1");
      await refuse(content, /line 2: the text is not UTF-8; save the file as UTF-8, or say that it is windows-1252/);
      await take("WINDOWS", content, "--encoding", "windows-1252");
      await refuse(content, /encoding.*windows-1252/s, "--encoding", "koi8-r");
    });

    test("an empty file and a bare header are refused", async () => {
      await refuse("", /the file is empty; the first row must be the header/);
      await refuse("\n\n\r\n", /the file is empty/);
      await refuse(header, /the file has a header and no rows/);
      await refuse(`\ufeff${header}\r\n\r\n`, /the file has a header and no rows/);
    });

    test("NUL bytes are refused with their line", async () => {
      await refuse(`${header}\n${row("A")}\n${row("B\0B")}\n`, /line 3: holds a NUL character; the file is damaged/);
      await refuse(Buffer.alloc(megabyte), /line 1: holds a NUL character/);
    });

    test("a line without an end is refused, however long", async () => {
      await refuse(`${header}\n${"x".repeat(20 * megabyte)}`, /line 2, column 1: the cell is longer than 8 KB; is a quote opened and not closed\?/);
      await refuse(`${header}\n${"x,".repeat(10 * megabyte)}`, /line 2, column 64: has more than 64 cells; is this the right separator\?/);
      await refuse(`${header}\n${row("A")}\n"${`${row("B")}\n`.repeat(100_000)}`, /line 3, column 1: the cell is longer than 8 KB; is a quote/);
    });

    test("a file with a classification marking is refused, wherever it is, and not kept", async () => {
      const marked = (place: string) => new RegExp(`${place}: carries the marking NATO RESTRICTED; leave classified information out`);
      await refuse(`${header}\n${row("A")}\n${row("B", "NATO RESTRICTED")}\n`, marked("line 3, column 2"));
      await refuse(`${header},remark\n${row("A")},NATO-RESTRICTED\n`, marked("line 2, column 8"), "--map", "=remark");
      await refuse(`NATO RESTRICTED,${header}\n,${row("A")}\n`, marked("line 1, column 1"));
      await refuse(`${header}\n${row("A")},too,many,NATO RESTRICTED\n`, marked("line 2, column 10"));
    });

    test("one wrong row keeps all others out", async () => {
      const rows = Array.from({ length: 3000 }, (_, i) => row(`W${i}`));
      await refuse([header, ...rows, row("W3000").replace("woman", "")].join("\n"), /1 rows are wrong, so nothing was written/);
    });

    test("a file beyond the limit is refused before it is sent", async () => {
      await writeFile(file("wrong.csv"), `${header}\n`);
      await truncate(file("wrong.csv"), 256 * megabyte + 1);
      await refuse(undefined, /size_bytes.*must be from 0 to 268435456/s);
      const request = { import: { kind: "IMPORT_KIND_PERSONS", file_name: "a.csv", size_bytes: String(256 * megabyte + 1) } };
      assertRefused(await there.ask("imports.v1.ImportService/CreateImport", request), "import.size_bytes", "too large");
      request.import.size_bytes = String(256 * megabyte);
      const { name } = await there.must("imports.v1.ImportService/CreateImport", request);
      const chunk = { name, data: Buffer.alloc(8 * megabyte + 1, 65).toString("base64") };
      assertRefused(await there.ask("imports.v1.ImportService/UploadChunk", chunk), "data", "a chunk too large");
    });
  });
}
