// SPDX-License-Identifier: EUPL-1.2
// People are erased by the command line, after a restore too, and by rules.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { muster, refused } from "./support/command_line.ts";

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-erasure-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);
const on = (name: string) => ["--database", `sqlite:${at(name)}`];

async function must(...args: string[]): Promise<string> {
  const finished = await muster(args);
  assert.equal(finished.status, 0, `${args.join(" ")}: ${finished.stderr}`);
  return finished.stdout;
}

// "persons/N" of somebody who left at the end of 2020.
async function left(number: string, familyName: string): Promise<string> {
  const request = {
    person: { number, familyName, gender: "GENDER_WOMAN", category: "CATEGORY_POLICE", status: "PERSON_STATUS_INACTIVE" },
    affiliation: { unit: "units/1", validFrom: "2019-01-01", validTo: "2020-12-31" },
  };
  return JSON.parse(await must("call", "RosterService/CreatePerson", JSON.stringify(request), ...on("muster.db"))).name;
}

test("who was erased is gone, and gone again after a restore", async () => {
  await must("migrate", ...on("muster.db"));
  const unit = { unit: { code: "ARMY", displayName: "Army", kind: "UNIT_KIND_UNIT" } };
  await must("call", "RosterService/CreateUnit", JSON.stringify(unit), ...on("muster.db"));
  const person = await left("ZQ-1", "Zyrkelund");
  await must("backup", at("copy.db"), ...on("muster.db"));
  await refused(1, /reason: .*required/, ["erase", "ZQ-1", ...on("muster.db")]);
  await refused(1, /nobody's number/, ["erase", "ZQ-2", "--reason", "Asked for it", ...on("muster.db")]);
  assert.match(await must("erase", "zq-1", "--dry", ...on("muster.db")), /^persons\/1\ngoes: 1 of affiliation\n/);
  assert.equal(await must("erase", "ZQ-1", "--reason", "Asked for it", ...on("muster.db")), `${person} was erased.\n`);
  await refused(1, /"ERASED"/, ["call", "RosterService/GetPerson", JSON.stringify({ name: person }), ...on("muster.db")]);
  assert.doesNotMatch(await must("export", "persons", ...on("muster.db")), /Zyrkelund/);
  assert.doesNotMatch(await readFile(at("muster.db"), "latin1"), /Zyrkelund/);
  const list = await must("erase", "--list", ...on("muster.db"));
  assert.match(list, /^[0-9a-f]{64} \d{4}-\d\d-\d\d persons\/1\n$/);
  await writeFile(at("erasures.txt"), list);

  await must("restore", at("copy.db"), ...on("restored.db"));
  assert.match(await must("export", "persons", ...on("restored.db")), /Zyrkelund/);
  const again = ["erase", "--again", at("erasures.txt"), ...on("restored.db")];
  assert.equal(await must(...again, "--dry"), "persons/1\n1 would be erased again.\n");
  assert.equal(await must(...again), "persons/1\n1 erased again.\n");
  assert.equal(await must(...again), "0 erased again.\n");
  assert.doesNotMatch(await must("export", "persons", ...on("restored.db")), /Zyrkelund/);
  assert.match(await must("verify", ...on("restored.db")), /are whole/);
});

test("rules say what is due, and delete it only when they are applied", async () => {
  const person = await left("ZQ-3", "Rikkavi");
  assert.match(await must("retention", ...on("muster.db")), /^persons: kept, 0 due, oldest 2020-12-31\n/);
  assert.match(await must("retention", "--set", "persons=12", ...on("muster.db")), /^persons: after 12 months, 1 due/);
  await refused(2, /KIND=MONTHS/, ["retention", "--set", "people=12", ...on("muster.db")]);
  assert.match(await must("retention", "--apply", ...on("muster.db")), /^persons: 1 deleted\npersons: after 12 months, 0 due\n/);
  await refused(1, /"ERASED"/, ["call", "RosterService/GetPerson", JSON.stringify({ name: person }), ...on("muster.db")]);
});
