// SPDX-License-Identifier: EUPL-1.2
// A file as large as may be sent, every cell of which is wrong: it is read to its end within bounded memory, and leaves
// nothing behind.
import assert from "node:assert/strict";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { programs, run } from "./support/processes.ts";
import { Organisation } from "./support/requests.ts";
import { type Backend, startServer } from "./support/server.ts";

const megabyte = 1 << 20;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  test(`200 MB of wrong rows are refused to the end within bounded memory on ${backend}`, async (of) => {
    const folder = await mkdtemp(path.join(tmpdir(), "muster-large-"));
    of.after(() => rm(folder, { recursive: true, force: true }));
    const server = await startServer(backend);
    of.after(() => server.stop());
    const there = await new Organisation(server).build();
    const file = path.join(folder, "wrong.csv");
    // Every cell of the row is wrong, and the row is as long as a finding keeps.
    const wrong = Buffer.from(`${"?".repeat(60)},${"x".repeat(1900)},${"y".repeat(1900)},no,no,NONE,2026-02-30\n`.repeat(256));
    const lines = Math.ceil((200 * megabyte) / wrong.length);
    await pipeline(Readable.from((function* () {
      yield Buffer.from("number,given_name,family_name,gender,category,unit,valid_from\n");
      for (let i = 0; i < lines; ++i) yield wrong;
    })()), createWriteStream(file));
    assert.ok((await stat(file)).size > 200 * megabyte);
    const token = await server.token("desk");
    const untouched = await there.everything();
    const finished = await run(path.join(programs, "muster"), ["import", "persons", file, "--server", server.url],
      { env: { ...process.env, MUSTER_TOKEN: token } });
    assert.notEqual(finished.status, 0, finished.stdout);
    assert.match(finished.stderr, new RegExp(`${lines * 256} rows are wrong, so nothing was written`), finished.stdout);
    assert.deepEqual(await there.everything(), untouched);
    const status = await readFile(`/proc/${server.process}/status`, "utf8");
    const peak = Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1]);
    // The allocator of Debian 13 gives back later than that of 12.
    const debian = Number.parseInt(await readFile("/etc/debian_version", "utf8"), 10);
    assert.ok(peak > 10_000 && peak < (debian === 12 ? 600_000 : 1_000_000), `the server took ${peak} kB`);
  });
}
