// SPDX-License-Identifier: EUPL-1.2
// tools/release, in a repository of its own: one version in one place, and nothing at all when it is refused.
import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { mustRun, root, run } from "./support/processes.ts";

let folder: string;
const first = "## 0.0.1 - 2020-01-01\n\n### Added\n\n- The first.\n";
const env = {
  ...process.env, GIT_AUTHOR_NAME: "Test", GIT_AUTHOR_EMAIL: "test@localhost", GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@localhost", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null",
};
const git = (...args: string[]) => mustRun("git", args, { cwd: folder, env });
const release = (...args: string[]) => run(path.join(folder, "tools/release"), args, { env });
const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
const read = (name: string) => readFile(path.join(folder, name), "utf8");

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-release-"));
  await mkdir(path.join(folder, "tools"));
  await cp(path.join(root, "tools/release"), path.join(folder, "tools/release"));
  await cp(path.join(root, "CMakeLists.txt"), path.join(folder, "CMakeLists.txt"));
  await write("CHANGES.md", "# Changes\n\n## Unreleased\n\n### Added\n\n### Changed\n\n- What changed.\n\n### Fixed\n\n- What is mended.\n\n### Removed\n\n" + first);
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "Begin");
});
after(() => rm(folder, { recursive: true, force: true }));

describe("tools/release", () => {
  test("sets the version, dates the changes, commits and tags", async () => {
    const day = (await mustRun("date", ["+%F"])).trim();
    const finished = await release("7.8.9");
    assert.equal(finished.status, 0, finished.stderr);
    assert.match(await read("CMakeLists.txt"), /^project\(muster VERSION 7\.8\.9 LANGUAGES /m);
    assert.equal(await read("CHANGES.md"),
      "# Changes\n\n## Unreleased\n\n### Added\n\n### Changed\n\n### Fixed\n\n### Removed\n\n" +
      `## 7.8.9 - ${day}\n\n### Changed\n\n- What changed.\n\n### Fixed\n\n- What is mended.\n\n${first}`);
    assert.equal(await git("status", "--porcelain"), "");
    assert.equal(await git("log", "-1", "--format=%s"), "Release 7.8.9\n");
    assert.equal(await git("rev-parse", "v7.8.9^{commit}"), await git("rev-parse", "HEAD"));
  });

  test("refuses what would be no version, and changes nothing", async () => {
    const head = await git("rev-parse", "HEAD");
    const refused = async (status: number, reason: RegExp, ...args: string[]) => {
      const finished = await release(...args);
      assert.equal(finished.status, status, args.join(" "));
      assert.match(finished.stderr, reason);
    };
    for (const args of [[], ["8"], ["v8.0.0"], ["8.0.0", "8.0.1"]]) await refused(2, /such as 1\.2\.0/, ...args);
    await refused(1, /v7\.8\.9 is there already/, "7.8.9");
    await refused(1, /CHANGES\.md/, "8.0.0");
    await write("CHANGES.md", (await read("CHANGES.md")).replace("### Fixed\n", "### Fixed\n\n- More.\n"));
    await refused(1, /not committed/, "8.0.0");
    await git("commit", "--quiet", "--all", "--message", "More");
    await refused(1, /7\.8\.8 is below 7\.8\.9/, "7.8.8");
    assert.equal(await git("rev-parse", "HEAD~1"), head);
    assert.equal(await git("tag"), "v7.8.9\n");
    assert.equal((await release("8.0.0")).status, 0);
  });
});
