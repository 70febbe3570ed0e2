// SPDX-License-Identifier: EUPL-1.2
// What the operator relies on: readiness tells the truth, every line of the log is JSON and holds
// nothing of people, --target serves what it names, and a newer database is refused.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { ROUTES } from "../../services/web/src/app/routes.ts";
import { holdReads } from "./support/locks.ts";
import { postgresqlPrograms } from "./support/postgresql.ts";
import { end, programs, root, run, waitUntil } from "./support/processes.ts";
import { launch, type Server, startServer } from "./support/server.ts";

// Every line of a server's log, as an object.
function linesOf(server: Server): Record<string, unknown>[] {
  return server.log().split("\n").filter((line) => line !== "").map((line) => {
    try {
      return JSON.parse(line);
    } catch {
      assert.fail(`no JSON: ${line}`);
    }
  });
}

// Where a server with --metrics-listen serves them.
const metricsOf = (server: Server): string => {
  const port = /serves its metrics on port (\d+)/.exec(server.log())?.[1];
  assert.ok(port, "the log names the port of the metrics");
  return `http://127.0.0.1:${port}/metrics`;
};

const post = (server: Server, method: string, body: string, token?: string, more: Record<string, string> = {}) =>
  fetch(`${server.url}/${method}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "connect-protocol-version": "1",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...more,
    },
    body,
  });

describe("readiness", () => {
  let server: Server;
  before(async () => {
    server = await startServer("postgresql");
    await server.createAccount("reader", "hr-central");
  });
  after(() => server?.stop());

  test("goes with the database and comes back with it; the process lives on", async () => {
    const ready = async () => (await fetch(`${server.url}/readyz`)).status;
    assert.equal(await ready(), 200);
    await server.cluster!.halt();
    await waitUntil("not ready", async () => (await ready()) === 503, server.child, 10_000);
    const answer = await fetch(`${server.url}/readyz`);
    assert.ok(Number(answer.headers.get("retry-after")) >= 1);
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
    const refused = await post(server, "muster.roster.v1.RosterService/ListUnits", "{}", "x");
    assert.equal(refused.status, 503);
    assert.equal((await refused.json() as any).code, "unavailable");
    await server.cluster!.resume();
    await waitUntil("ready again", async () => (await ready()) === 200, server.child, 10_000);
    // What was logged on the way is structured as well.
    const errors = linesOf(server).filter((line) => line["level"] === "error");
    assert.ok(errors.length > 0, "the loss of the database is not in the log");
    for (const line of errors) assert.ok(line["time"] && (line["message"] || line["event"]), JSON.stringify(line));
  });

  test("waits until the facts are read, which only figures wait for, and says so", async () => {
    const release = await holdReads(server.database, "deployment_fact");
    const starting = await launch(server.database);
    const other = { ...server, url: starting.url };
    try {
      const waiting = await fetch(`${starting.url}/readyz`);
      assert.deepEqual([waiting.status, await waiting.text()],
        [503, "not ready: waits for the facts, which the first figure needs\n"]);
      assert.equal((await fetch(`${starting.url}/healthz`)).status, 200);
      const token = await server.token("reader");
      assert.equal((await post(other, "muster.roster.v1.RosterService/ListUnits", "{}", token)).status, 200);
      await release();
      await waitUntil("ready", async () => (await fetch(`${starting.url}/readyz`)).status === 200, starting.child);
      assert.equal((await post(other, "muster.statistics.v1.StatisticsService/QueryIndicator", '{"indicator":"S1"}', token)).status, 200);
    } finally {
      await release();
      await end(starting.child, "SIGKILL");
    }
  });

  test("waits for no facts where nobody asks for figures", async () => {
    const release = await holdReads(server.database, "deployment_fact");
    const starting = await launch(server.database, ["--target", "roster"]);
    try {
      assert.equal((await fetch(`${starting.url}/readyz`)).status, 200);
    } finally {
      await release();
      await end(starting.child, "SIGKILL");
    }
  });
});

describe("the log", () => {
  let server: Server;
  before(async () => {
    server = await startServer();
    await server.createAccount("central", "hr-central");
  });
  after(() => server?.stop());

  test("every line is JSON with the request's id, and nothing of people is in it", async () => {
    const token = await server.token("central");
    const canaries = ["Canaryname", "Kanariguline", "1999-12-29", "canary-number", "canarysecret", "Canaryfield", token];
    const roster = "muster.roster.v1.RosterService";
    const person = {
      number: "canary-number", givenName: "Canaryname", familyName: "Kanariguline", birthDate: "1999-12-29",
      gender: "GENDER_WOMAN", category: "CATEGORY_CIVILIAN",
    };
    const unit = await post(server, `${roster}/CreateUnit`, JSON.stringify({ unit: { code: "TOP", displayName: "Canaryname", kind: "UNIT_KIND_MINISTRY" } }), token);
    const { name } = await unit.json() as any;
    const answers: [number, Response][] = [
      [200, await post(server, `${roster}/CreatePerson`, JSON.stringify({ person, affiliation: { unit: name, validFrom: "2020-01-01" } }), token)],
      [409, await post(server, `${roster}/CreatePerson`, JSON.stringify({ person, affiliation: { unit: name, validFrom: "2020-01-01" } }), token)],
      [400, await post(server, `${roster}/CreatePerson`, JSON.stringify({ person: { ...person, gender: "Canaryfield" } }), token)],
      [200, await post(server, `${roster}/ListPersons`, JSON.stringify({ filter: 'family_name = "Kanariguline"' }), token)],
      [400, await post(server, `${roster}/ListPersons`, JSON.stringify({ filter: "Canaryname = 1" }), token)],
      [400, await post(server, `${roster}/ListPersons`, '{"Canaryfield": "Canaryname"}', token)],
      [401, await post(server, `${roster}/ListPersons`, "{}", "canarysecret")],
      [401, await post(server, "muster.access.v1.AccessService/SignIn", JSON.stringify({ accountName: "Canaryname", password: "canarysecret" }))],
      [404, await post(server, "muster.Canaryname.v1.Nothing/Canaryfield", "{}", token, { "x-canary": "Canaryname" })],
      [404, await fetch(`${server.url}/people/Canaryname.html?name=Kanariguline`)],
    ];
    for (const [status, answer] of answers) assert.equal(answer.status, status, `${answer.url}: ${await answer.text()}`);
    const ids = answers.map(([, answer]) => answer.headers.get("x-request-id"));
    await waitUntil("the log", async () => server.log().includes(ids.at(-1)!), server.child);
    const lines = linesOf(server);
    for (const id of ids) assert.equal(lines.filter((line) => line["request_id"] === id).length, 1, `request ${id}`);
    for (const line of lines) assert.match(String(line["time"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    for (const canary of canaries) assert.ok(!server.log().includes(canary), `${canary} is in the log`);
  });
});

describe("probes", () => {
  test("have figures of their own, as the page has, and are not logged", async () => {
    const server = await startServer("sqlite", ["--metrics-listen", "127.0.0.1:0"]);
    try {
      const metrics = metricsOf(server);
      const get = async (address: string) => (await fetch(address === "/metrics" ? metrics : server.url + address)).text();
      const count = (text: string, label: string) =>
        Number(new RegExp(`^muster_http_requests_total\\{code="\\d+",path="${label}"\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
      const labels = ["/healthz", "/readyz", "/version", "page", "other"];
      const counts = (text: string) => labels.map((label) => count(text, label));
      // A request is counted and logged once its answer is on the way, which may be after the client has read it: a
      // number is waited for, and then each must be what it is.
      const before = counts(await get("/metrics"));
      for (const address of ["/healthz", "/readyz", "/readyz", "/version", "/", "/people/1", "/index.html", "/nowhere"]) await get(address);
      // That of the last probe of the start may come after `before`.
      const expected = [1, 2, 1, 3, 1];
      let more: number[] = [];
      await waitUntil("each is counted", async () => {
        more = counts(await get("/metrics")).map((one, at) => one - before[at]!);
        return more.every((one, at) => one >= expected[at]!);
      }, server.child);
      assert.deepEqual(more.filter((_, at) => labels[at] !== "/readyz"), [1, 1, 3, 1]);
      const paths = () => linesOf(server).filter((line) => line["method"] === "GET").map((line) => line["path"]);
      await get("/last");
      await waitUntil("the log", async () => paths().length >= 6, server.child);
      assert.deepEqual(paths().sort(), ["/version", "other", "other", "page", "page", "page"]);
    } finally {
      await server.stop();
    }
  });
});

describe("the metrics", () => {
  test("count requests by method, and what waits", async () => {
    const server = await startServer("sqlite", ["--metrics-listen", "127.0.0.1:0"]);
    try {
      await post(server, "muster.roster.v1.RosterService/ListUnits", "{}");
      // A request counts once its answer is on the way, which may be after the client has read it.
      let text = "";
      await waitUntil("the request is counted", async () => {
        text = await (await fetch(metricsOf(server))).text();
        return /RosterService\/ListUnits".* 1$/m.test(text);
      }, server.child);
      for (const gauge of ["queued_reads", "queued_statistics", "queued_writes"]) assert.match(text, new RegExp(`^muster_${gauge} 0$`, "m"));
      assert.equal((await fetch(`${server.url}/metrics`)).status, 404, "not where everybody comes");
    } finally {
      await server.stop();
    }
  });

  test("are nowhere unless the operator says where", async () => {
    const server = await startServer("sqlite", ["--target", "roster"]);
    try {
      const answer = await fetch(`${server.url}/metrics`);
      assert.equal(answer.status, 404);
      assert.ok(!(await answer.text()).includes("muster_"));
    } finally {
      await server.stop();
    }
  });

  test("take the token of the file, and nothing else", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "muster-metrics-"));
    const file = path.join(folder, "token");
    const secret = "0123456789abcdef0123456789abcdef";
    await writeFile(file, `${secret}\n`);
    const server = await startServer("sqlite", ["--metrics-token-file", file]);
    try {
      const get = (authorization?: string) => fetch(`${server.url}/metrics`, { headers: authorization ? { authorization } : {} });
      for (const wrong of [undefined, "Bearer", `Bearer ${secret}0`, `Bearer ${secret.slice(1)}`, `Basic ${secret}`, secret]) {
        const answer = await get(wrong);
        assert.equal(answer.status, 401, wrong);
        assert.equal(answer.headers.get("www-authenticate"), "Bearer");
        assert.ok(!(await answer.text()).includes("muster_"));
      }
      const answer = await get(`Bearer ${secret}`);
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /^muster_queued_writes 0$/m);
    } finally {
      await server.stop();
      await rm(folder, { recursive: true });
    }
  });
});

describe("--target", () => {
  const own = "muster.statistics.v1.StatisticsService/QueryIndicator";

  test("statistics: its own methods, and neither the others' nor the page", async () => {
    const server = await startServer("sqlite", ["--target", "statistics"]);
    try {
      assert.equal((await post(server, own, '{"indicator":"S1"}')).status, 401);
      const roster = await post(server, "muster.roster.v1.RosterService/ListPersons", "{}");
      assert.deepEqual([roster.status, await roster.text()], [404, ""]);
      assert.equal((await fetch(`${server.url}/`)).status, 404);
      assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
    } finally {
      await server.stop();
    }
  });

  test("statistics,web: the page too", async () => {
    const server = await startServer("sqlite", ["--target", "statistics,web"]);
    try {
      assert.equal((await post(server, own, '{"indicator":"S1"}')).status, 401);
      const page = await fetch(`${server.url}/`);
      assert.equal(page.status, 200);
      assert.match(page.headers.get("content-type") ?? "", /text\/html/);
      assert.equal((await post(server, "muster.roster.v1.RosterService/ListPersons", "{}")).status, 404);
    } finally {
      await server.stop();
    }
  });

});

describe("the server's flags", () => {
  let folder: string;
  const start = (...args: string[]) => run(path.join(programs, "muster-server"), args);
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "muster-flags-"));
  });
  after(() => rm(folder, { recursive: true }));

  test("wrong ones end it with 2, and nothing was done", async () => {
    const on = ["--database", `sqlite:${folder}/wrong.db`, "--create"];
    for (const [wrong, reason] of [
      [["--target", "roster,nope"], /nope.*roster.*web/],
      [["--listen", "somewhere"], /HOST:PORT/],
      [["--nonsense"], /nonsense/],
      [["--tls-certificate", "cert.pem"], /--tls-key/],
      [["--metrics-listen", "somewhere"], /HOST:PORT/],
      [["--metrics-listen", "127.0.0.1:0", "--metrics-token-file", "token"], /--metrics/],
    ] as const) {
      const finished = await start(...on, ...wrong);
      assert.equal(finished.status, 2, finished.stderr);
      assert.match(finished.stderr, reason);
    }
    const unknown = await start("--database", `${folder}/wrong.db`);
    assert.equal(unknown.status, 2, unknown.stderr);
    assert.match(unknown.stderr, /sqlite:PATH/);
    assert.deepEqual(await readdir(folder), []);
  });

  test("a mistyped path makes no database; --create does", async () => {
    const missing = `${folder}/typo.db`;
    const refused = await start("--database", `sqlite:${missing}`, "--listen", "127.0.0.1:0");
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /^muster-server: there is no database file \S+typo\.db; .*--create[^\n]*\n$/);
    assert.deepEqual(await readdir(folder), []);
    const made = await launch(`sqlite:${missing}`);
    await end(made.child, "SIGTERM");
    assert.deepEqual(await readdir(folder), ["typo.db"]);
  });

  test("--version is that of the source, in both programs and over HTTP", async () => {
    const source = await readFile(path.join(root, "CMakeLists.txt"), "utf8");
    const version = /^project\(muster VERSION (\d+\.\d+\.\d+) /m.exec(source)![1]!;
    for (const program of ["muster", "muster-server"]) {
      const finished = await run(path.join(programs, program), ["--version"]);
      assert.deepEqual([finished.status, finished.stdout], [0, `${version}\n`], program);
    }
    const schema = Math.max(...(await readdir(path.join(root, "schema"))).map((name) => Number.parseInt(name) || 0));
    const server = await startServer();
    try {
      const answer = await fetch(`${server.url}/version`);
      assert.equal(answer.headers.get("content-type"), "application/json");
      assert.deepEqual(await answer.json(), { version, schema });
    } finally {
      await server.stop();
    }
  });
});

describe("what is no address of the page", () => {
  test("is not found; its addresses and files are the page", async () => {
    const server = await startServer();
    try {
      for (const address of ["/", ...ROUTES.map((route) => route.replace(":id", "1")), "/index.html"]) {
        const answer = await fetch(server.url + address);
        assert.equal(answer.status, 200, address);
        assert.match(answer.headers.get("content-type") ?? "", /text\/html/, address);
      }
      for (const other of [
        "/api", "/docs", "/nowhere", "/version/x", "/healthz/x", "/peoples", "/routes.txt", "/people.json", "/v1/persons",
        "/people/1/nowhere", "/training/nowhere", "/missions/1/2/3", "/nominations/calls/1/2",
      ]) {
        const answer = await fetch(server.url + other);
        assert.equal(answer.status, 404, other);
        assert.doesNotMatch(answer.headers.get("content-type") ?? "", /html/, other);
      }
    } finally {
      await server.stop();
    }
  });
});

describe("a database that is newer than the program", () => {
  for (const backend of ["sqlite", "postgresql"] as const) {
    test(`is refused in one sentence on ${backend}`, async () => {
      const server = await startServer(backend);
      try {
        const statement = "INSERT INTO schema_version (version, name, sha256, applied_time) VALUES (9999, 'later', 'x', 0)";
        const shell = backend === "sqlite"
          ? await run("sqlite3", [server.database.slice("sqlite:".length), statement])
          : await run(path.join(postgresqlPrograms(), "psql"), [server.database, "-c", statement]);
        assert.equal(shell.status, 0, shell.stderr);
        const finished = await run(path.join(programs, "muster-server"), ["--database", server.database, "--listen", "127.0.0.1:0"]);
        assert.equal(finished.status, 1);
        assert.match(finished.stderr, /^muster-server: [^\n]*9999[^\n]*newer program[^\n]*\n$/);
      } finally {
        await server.stop();
      }
    });
  }
});
