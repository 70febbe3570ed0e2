// SPDX-License-Identifier: EUPL-1.2
// What integrators do first: protoc makes their code of the protos as they are, in packages that tell the
// services apart.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { mustRun, root, run } from "./support/processes.ts";

const protos = path.join(root, "proto");
const googles = path.join(root, "services/web/node_modules/google-proto-files");
const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
    .map((one) => path.relative(folder, path.join(one.parentPath, one.name))).sort();

interface Language {
  flag: string;
  // A plugin of protoc's that is a program of its own, and Debian's package of it.
  plugin?: string;
  // Where the code of "muster/roster/v1/roster.proto" lies, and what it says of its package.
  made: (file: string) => string;
  says: (area: string) => string;
}
const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
const base = (file: string) => path.basename(file, ".proto");
const languages: Record<string, Language> = {
  Java: { flag: "java", made: (file) => `${path.dirname(file)}/${capital(base(file))}.java`, says: (area) => `package muster.${area}.v1;` },
  "C#": { flag: "csharp", made: (file) => `${capital(base(file))}.cs`, says: (area) => `namespace Muster.${capital(area)}.V1 {` },
  Go: { flag: "go", plugin: "protoc-gen-go", made: (file) => file.replace(/proto$/, "pb.go"), says: (area) => `package ${area}v1\n` },
};

describe("protoc", () => {
  let folder: string;
  let files: string[];
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "muster-generated-"));
    files = (await filesIn(protos)).filter((file) => file.endsWith(".proto"));
    assert.ok(files.length >= 12, String(files.length));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [language, { flag, plugin, made, says }] of Object.entries(languages)) {
    test(`makes ${language}`, async (context) => {
      if (plugin && (await run("which", [plugin])).status !== 0) {
        return context.skip(`${plugin} is missing: install Debian's package ${plugin}`);
      }
      const out = path.join(folder, flag);
      await mustRun("mkdir", [out]);
      await mustRun("protoc", [`-I${protos}`, `-I${googles}`, `--${flag}_out=${out}`, ...files]);
      const there = await filesIn(out);
      for (const file of files) {
        const area = file.split("/")[1]!;
        // Java names the class beside a message of the file's own name otherwise.
        const code = [made(file), made(file).replace(".java", "OuterClass.java")].filter((one) => there.includes(one)).at(-1);
        assert.ok(code, `${made(file)} is missing: ${there.join(" ")}`);
        assert.ok((await readFile(path.join(out, code), "utf8")).includes(says(area)), `${code} says not ${says(area)}`);
      }
      const outside = there.filter((file) => flag !== "csharp" && !file.startsWith("muster/"));
      assert.deepEqual(outside, []);
    });
  }
});
