// SPDX-License-Identifier: EUPL-1.2
// What tools/README.md tells the operator to type, typed in its order, with other folders. What needs a machine of
// one's own is replaced by what it comes to: systemctl starts and stops what the unit's file says.
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { type Block, blocksOf } from "./support/documents.ts";
import { freePort, mustRun, programs, root, run } from "./support/processes.ts";
import { password } from "./support/server.ts";

const document = "tools/README.md";
const chapter = "Operating one virtual machine";
const blocks = await blocksOf(document, chapter);

// In place of the machine's own; each finds the folder of the test in $FOLDER.
const substitutes: Record<string, string> = {
  useradd: "exit 0",
  // Whom files belong to cannot be said without the account.
  install: 'args=(); while [ $# -gt 0 ]; do case $1 in -o | -g) shift 2 ;; *) args+=("$1"); shift ;; esac; done; exec /usr/bin/install "${args[@]}"',
  runuser: 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
  journalctl: 'cat "$FOLDER/log"',
  systemctl: `
    lines() { sed -n "s/^$2=//p" "$FOLDER/etc/systemd/system/$1.service" | sed "s/%%/\\x01/g; s#%d#$FOLDER/credentials#g; s/\\x01/%/g; s/[$][$]/$/g"; }
    start() {
      case $1 in *.timer) [ -f "$FOLDER/etc/systemd/system/$1" ]; return ;; esac
      mkdir -p "$FOLDER/credentials"
      lines "$1" LoadCredential | while IFS=: read -r name file; do cp "$file" "$FOLDER/credentials/$name"; done
      if [ "$(lines "$1" Type)" = oneshot ]; then eval "$(lines "$1" ExecStart)"; eval "$(lines "$1" ExecStartPost)"; return; fi
      : >"$FOLDER/log"
      eval "$(lines "$1" ExecStart) >'$FOLDER/log' 2>&1 </dev/null &"
      echo $! >"$FOLDER/pid"
      until grep -q '"event":"serving"' "$FOLDER/log"; do kill -0 "$(cat "$FOLDER/pid")"; sleep 0.05; done
    }
    stop() { kill "$(cat "$FOLDER/pid")"; tail --pid="$(cat "$FOLDER/pid")" -f /dev/null; rm "$FOLDER/pid"; }
    case $1 in
      daemon-reload) ;;
      enable) [ "$2" = --now ]; start "$3" ;;
      start) start "$2" ;;
      stop) stop ;;
      restart) stop; start "$2" ;;
      *) echo "systemctl: nobody knows what $1 comes to" >&2; exit 2 ;;
    esac`,
};

let folder: string;
let port: number;
let metricsPort: number;
const file = (name: string) => path.join(folder, name);

// The text with folders of the test and its port.
function moved(text: string): string {
  return text
    .replace(/(^|[\s"'=:])\/(opt|etc|var)\//gm, `$1${folder}/$2/`)
    .replaceAll("0.0.0.0:443", `127.0.0.1:${port}`)
    .replaceAll("127.0.0.1:9464", `127.0.0.1:${metricsPort}`)
    .replaceAll("https://muster.example.org", `https://localhost:${port}`);
}

async function makeCertificate(): Promise<void> {
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await mustRun("openssl", ["req", "-x509", ...key, "-days", "2", "-subj", "/CN=localhost",
    "-addext", "subjectAltName=DNS:localhost", "-keyout", file("key.pem"), "-out", file("certificate.pem")]);
}

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-operating-"));
  port = await freePort();
  metricsPort = await freePort();
  await mkdir(file("substitutes"));
  for (const [name, body] of Object.entries(substitutes)) {
    await writeFile(file(`substitutes/${name}`), `#!/bin/bash\nset -euo pipefail\n${body}\n`);
    await chmod(file(`substitutes/${name}`), 0o755);
  }
  if ((await run("which", ["systemd-analyze"])).status !== 0) await symlink("/bin/true", file("substitutes/systemd-analyze"));
  for (const parent of ["opt", "etc/systemd/system", "var/lib", "var/backups", "build/release"]) await mkdir(file(parent), { recursive: true });
  await symlink(programs, file("build/release/bin"));
  await symlink(path.join(root, "tools"), file("tools"));
  await makeCertificate();
});
after(async () => {
  const server = Number(await readFile(file("pid"), "utf8").catch(() => "0"));
  if (server) process.kill(server, "SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

function shell(block: Block) {
  return run("bash", ["-euo", "pipefail", "-c", moved(block.text)], {
    cwd: folder,
    env: { ...process.env, FOLDER: folder, PATH: `${file("substitutes")}:${process.env.PATH}`, CURL_CA_BUNDLE: file("certificate.pem"), NO_PROXY: "*" },
    input: `${password}\n`,
  });
}

// What is to be seen after a block, by the words that it holds.
const seen: [RegExp, (stdout: string) => Promise<void> | void][] = [
  [/enable --now muster$/m, async () => {
    assert.equal((await stat(file("var/lib/muster/muster.db"))).mode & 0o077, 0, "the database is its user's alone");
    assert.equal((await stat(file("etc/muster/key.pem"))).mode & 0o077, 0, "and the key is root's");
  }],
  [/start muster-backup$/m, async () => {
    const copies = (await readdir(file("var/backups/muster"))).filter((name) => name.endsWith("Z.db"));
    assert.ok(copies.length >= 1);
    for (const copy of copies) assert.equal((await stat(file(`var/backups/muster/${copy}`))).mode & 0o077, 0, copy);
  }],
  [/muster_queued/, (stdout) => assert.match(stdout, /"event":"serving"/)],
  [/ erase --again /, (stdout) => assert.match(stdout, /^0 erased again\.$/m)],
  [/ verify --heads /, (stdout) => assert.match(stdout, /signed heads/)],
];

describe("what the operator types", () => {
  test("is marked as run, all of it", () => {
    assert.ok(blocks.length > 10, `${document} has lost its chapter "${chapter}"`);
    for (const { language, rest, line } of blocks) {
      assert.ok((language === "sh" && rest === "run") || (language === "ini" && rest.startsWith("/etc/systemd/system/")), `line ${line}`);
    }
  });

  for (const block of blocks) {
    test(`line ${block.line}, under "${block.heading}"`, async () => {
      if (block.language === "ini") {
        await writeFile(moved(` ${block.rest}`).trim(), moved(block.text));
        return;
      }
      const finished = await shell(block);
      assert.equal(finished.status, 0, `${block.text}\n${finished.stdout}${finished.stderr}`);
      for (const [words, check] of seen) if (words.test(block.text)) await check(finished.stdout);
    });
  }
});
