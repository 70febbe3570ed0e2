// SPDX-License-Identifier: EUPL-1.2
// The first of the two commands, on a machine where everything is installed and built.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort, root, run, waitUntil } from "./support/processes.ts";

const command = path.join(root, "tools/run");
let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-run-"));
});
after(() => rm(folder, { recursive: true, force: true }));

// Runs `check` while tools/run serves.
async function serving(args: string[], check: (url: string, said: () => string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const child: ChildProcess = spawn(command, ["--port", String(port), ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout!.on("data", (text) => (said += text));
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntil("tools/run", async () => said.includes("Muster is at"), child, 300_000);
    assert.equal((await fetch(`${url}/readyz`)).status, 200, "tools/run says where Muster is before it is ready");
    await check(url, () => said);
  } finally {
    child.kill("SIGTERM");
    if (child.exitCode === null) await once(child, "exit");
  }
  assert.equal(child.exitCode, 0, said);
}

describe("tools/run", () => {
  test("serves the demonstration, whose accounts sign in, from the folder that was given; and again", async () => {
    const data = path.join(folder, "demonstration");
    for (const time of ["first", "second"]) {
      await serving(["--data", data], async (url, said) => {
        assert.match(said(), /Muster is at http:\/\/localhost:\d+/, time);
        assert.match(await (await fetch(url)).text(), /<title>Muster/);
        const password = "made-up people only";
        const answer = await fetch(`${url}/muster.access.v1.AccessService/SignIn`, {
          method: "POST",
          headers: { "content-type": "application/json", "connect-protocol-version": "1" },
          body: JSON.stringify({ accountName: "leader", password }),
        });
        assert.equal(answer.status, 200, await answer.text());
      });
    }
  });

  test("--no-demo serves an empty database and says how to make the first account", async () => {
    const data = path.join(folder, "empty");
    await serving(["--data", data, "--no-demo"], async (_, said) => {
      const told = /^ {2}(\S+) account create NAME --role administrator --password-stdin --database (\S+)$/m.exec(said());
      assert.ok(told, said());
      assert.equal(told[2], `sqlite:${data}/muster.db`);
      const made = await run(told[1]!, ["account", "create", "first", "--role", "administrator", "--password-stdin", "--database", told[2]],
        { input: "correct horse battery 7\n" });
      assert.equal(made.status, 0, made.stderr);
    });
  });

  test("refuses a port that is taken, and a flag that it does not know", async () => {
    await serving(["--data", path.join(folder, "taken"), "--no-demo"], async (url) => {
      const second = await run(command, ["--port", new URL(url).port, "--data", path.join(folder, "other")]);
      assert.equal(second.status, 1);
      assert.match(second.stderr, /port \d+ is taken; .*--port/);
    });
    const wrong = await run(command, ["--prot", "1"]);
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /does not know '--prot'/);
  });
});
