// SPDX-License-Identifier: EUPL-1.2
// Imports of the command line: what one sees of them on a terminal, and when something comes in
// between: a line that breaks, a server that is busy for a moment, Ctrl+C.
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
async function peopleFile(count: number, length = 0, prefix = "I"): Promise<string> {
  const file = path.join(folder, `${count}.csv`);
  const rows = Array.from({ length: count }, (_, i) => `${prefix}${i},${"Å".repeat(length || 1)},Lang,woman,police,TOP,2020-01-01`);
  await writeFile(file, [header, ...rows, ""].join("\n"));
  return file;
}

async function listen(server: HttpServer | TcpServer): Promise<string> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

// Every bar that was shown, as "Uploading 57", in order. The bar itself must agree with its number.
function barsIn(seen: string): [string, number][] {
  return [...seen.matchAll(/\r(\w+) +\[([^\]]*)\] +(\d+) %/g)].map(([, what, bar, percent]) => {
    assert.equal(bar, "#".repeat(Math.floor(Number(percent) / 4)).padEnd(25), `${percent} %`);
    return [what!, Number(percent)];
  });
}

describe("how far an import is", () => {
  let server: Server;
  let token: string;
  before(async () => {
    server = await startServer("sqlite");
    await new Organisation(server).build();
    token = await server.token("desk");
  });
  after(() => server?.stop());

  for (const way of ["--database", "--server"]) {
    const environment = () => ({ ...process.env, MUSTER_TOKEN: token });
    const flags = () => [way, way === "--server" ? server.url : server.database];

    test(`is a bar on a terminal that ends at 100 %, by ${way}`, async () => {
      const file = await peopleFile(30_000, 100, `T${way}`); // two pieces of 4 MiB
      // util-linux's script runs it on a pseudo terminal, which is where both of its outputs go.
      const command = [program, "import", "persons", file, ...flags()].map((word) => `'${word}'`).join(" ");
      const { status, stdout } = await run("script", ["-qec", command, "/dev/null"], { env: environment() });
      assert.equal(status, 0, stdout);
      for (const phase of ["Uploading", "Writing"]) {
        const percents = barsIn(stdout).filter(([what]) => what === phase).map(([, percent]) => percent);
        assert.deepEqual(percents, [...percents].sort((a, b) => a - b), `${phase} only grows`);
        assert.equal(percents.at(-1), 100, phase);
        // Each piece is seen to go; how much is written is looked at now and then.
        if (phase === "Uploading") assert.ok(percents.some((percent) => percent > 0 && percent < 100), `${percents}`);
      }
      assert.match(stdout, /Checking: \d+ rows/);
      assert.match(stdout, /100 %\r\u001b\[Kimports\/\d+: applied\. 30000 rows: 30000 written[^\r]*\r\n$/, "the bar makes room for the outcome");
    });

    test(`is not shown to a program, by ${way}`, async () => {
      const file = await peopleFile(2_000, 0, `P${way}`);
      const { status, stdout, stderr } = await run(program, ["import", "persons", file, ...flags()], { env: environment() });
      assert.deepEqual([status, stderr], [0, ""]);
      assert.match(stdout, /^imports\/\d+: applied\. 2000 rows: 2000 written[^\r%]*\n$/);
    });
  }
});

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
      assert.ok((await there.must("roster.v1.RosterService/ListPersons", { filter: `number = "I0"` })).persons.length > 0);
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
