// SPDX-License-Identifier: EUPL-1.2
// Imports of the command line when something comes in between: a line that breaks, a server that is
// busy for a moment, Ctrl+C.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, request as httpRequest, type Server as HttpServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { muster, program } from "./support/command_line.ts";
import { run, waitUntil } from "./support/processes.ts";
import { type Json, Organisation } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

const header = "number,given_name,family_name,gender,category,unit,valid_from";
let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-lines-"));
});
after(() => rm(folder, { recursive: true, force: true }));

// A file of so many people, each line so long.
async function peopleFile(count: number, length = 0): Promise<string> {
  const file = path.join(folder, `${count}.csv`);
  const rows = Array.from({ length: count }, (_, i) => `I${i},${"Å".repeat(length || 1)},Lang,woman,police,TOP,2020-01-01`);
  await writeFile(file, [header, ...rows, ""].join("\n"));
  return file;
}

async function listen(server: HttpServer | TcpServer): Promise<string> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("an import over a bad line", () => {
  let server: Server;
  let there: Organisation;
  let token: string;
  before(async () => {
    server = await startServer("sqlite");
    there = await new Organisation(server).build();
    token = await server.token("desk");
  });
  after(() => server?.stop());

  const total = async () => (await there.must("roster.v1.RosterService/ListPersons", { query: "Lang", show_total: true })).totalSize ?? 0;

  test("progress is shown on a terminal and nowhere else", async () => {
    const file = await peopleFile(60_000, 120);
    const command = [program, "import", "persons", file, "--dry-run", "--server", server.url].join(" ");
    const shown = await run("script", ["-qec", command, "/dev/null"], { env: { ...process.env, MUSTER_TOKEN: token } });
    assert.equal(shown.status, 0, shown.stdout);
    const bars = [...shown.stdout.matchAll(/\rUploading +\[(#*) *\] +(\d+) %/g)];
    const percents = bars.map((bar) => Number(bar[2]));
    assert.ok(percents.length >= 4 && percents[0] === 0 && percents.at(-1)! >= 75, percents.join(" "));
    assert.deepEqual(percents, [...percents].sort((one, other) => one - other));
    for (const [, bar, percent] of bars) assert.equal(bar!.length, Math.floor(Number(percent) / 4));
    assert.match(shown.stdout, /\r\x1b\[Kimports\/\d+: checked, nothing written\. 60000 rows: 60000 to write/);
    const silent = await muster(["import", "persons", file, "--dry-run", "--server", server.url], { MUSTER_TOKEN: token });
    assert.equal(silent.status, 0, silent.stderr);
    assert.equal(silent.stderr, "");
    assert.match(silent.stdout, /^imports\/\d+: checked/);
  });

  test("each break halves what is sent at a time", async () => {
    // Carries this much of a request and breaks, as a server does with a line too slow for its patience.
    const carried = 700 << 10;
    let broken = 0;
    const line = createTcpServer((from) => {
      const to = connect(server.port, "127.0.0.1");
      let seen = 0;
      from.on("data", (bytes) => {
        seen += bytes.length;
        if (seen <= carried) return void to.write(bytes);
        if (!from.destroyed) ++broken;
        from.destroy();
        to.destroy();
      });
      to.pipe(from);
      for (const end of [from, to]) end.on("error", () => {}).on("close", () => (from.destroy(), to.destroy()));
    });
    const url = await listen(line);
    try {
      const file = await peopleFile(12_000, 60);
      const finished = await muster(["import", "persons", file, "--server", url], { MUSTER_TOKEN: token });
      assert.equal(finished.status, 0, finished.stderr);
      assert.match(finished.stdout, /applied\. 12000 rows: 12000 written/);
      assert.ok(broken >= 2 && broken <= 4, `${broken} breaks`);
      assert.equal(await total(), 12_000);
    } finally {
      line.close();
    }
  });

  test("a server that is busy once while one waits is asked again", async () => {
    const busy = new Map<string, number>();
    const proxy = createHttpServer((from, answer) => {
      const method = from.url!.split("/").at(-1)!;
      busy.set(method, (busy.get(method) ?? 0) + 1);
      if (["GetImport", "StartImport", "ListImportRows"].includes(method) && busy.get(method) === 1) {
        from.resume();
        return void answer.writeHead(503, { "content-type": "application/json" }).end('{"code":"unavailable","message":"the server is too busy"}');
      }
      const to = httpRequest(server.url + from.url, { method: from.method, headers: from.headers }, (response) => {
        answer.writeHead(response.statusCode!, response.headers);
        response.pipe(answer);
      });
      from.pipe(to);
    });
    const url = await listen(proxy);
    try {
      const file = path.join(folder, "one.csv");
      await writeFile(file, `${header}\nONE,A,B,woman,police,TOP,2020-01-01\nTWO,A,B,,police,TOP,2020-01-01\n`);
      const finished = await muster(["import", "persons", file, "--clean-rows-only", "--server", url], { MUSTER_TOKEN: token });
      assert.equal(finished.status, 0, finished.stderr);
      assert.match(finished.stdout, /applied\. 2 rows: 1 written/);
      for (const method of ["GetImport", "StartImport", "ListImportRows"]) assert.ok(busy.get(method)! >= 2, method);
      assert.equal(busy.get("CreateImport"), 1);
    } finally {
      proxy.close();
    }
  });
});

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  test(`Ctrl+C takes an import into a database back, on ${backend}`, async () => {
    const server = await startServer(backend);
    try {
      const there = await new Organisation(server).build();
      const untouched = await there.everything();
      const file = await peopleFile(150_000);
      const child = spawn(program, ["import", "persons", file, "--database", server.database], { stdio: ["ignore", "pipe", "pipe"] });
      let said = "";
      child.stderr.on("data", (text) => (said += text));
      child.stdout.on("data", (text) => (said += text));
      const closed = once(child, "close");
      const state = async (): Promise<Json> => (await there.ask("imports.v1.ImportService/GetImport", { name: "imports/1" })).body;
      await waitUntil("rows written", async () => Number((await state()).rowsCreated ?? 0) > 0, child);
      assert.ok((await there.must("roster.v1.RosterService/ListPersons", { query: "Lang", page_size: 1 })).persons.length > 0);
      child.kill("SIGINT");
      assert.deepEqual(await closed, [1, null], said);
      assert.match(said, /^imports\/1: failed\. 150000 rows: /m);
      assert.match(said, /^muster: .*everything was taken back/m);
      assert.equal((await state()).state, "IMPORT_STATE_FAILED");
      assert.deepEqual(await there.everything(), untouched);
      assert.match(await server.cli("verify"), /entries are whole/);
    } finally {
      await server.stop();
    }
  });
}
