// SPDX-License-Identifier: EUPL-1.2
// A published table as people without names, by the command line alone; and what it prints of months
// that have no report.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { told } from "./support/command_line.ts";
import { programs, run } from "./support/processes.ts";

// February is not reported; the German of March has left by April.
const table = `report_date,mission,iso3,personnel_type,male,female,total
2024-01-31,UNMISS,NOR,Troops,3,1,4
2024-01-31,UNMISS,DEU,Individual Police,1,0,1
2024-03-31,UNMISS,NOR,Troops,2,2,4
2024-03-31,UNMISS,DEU,Individual Police,1,0,1
2024-04-30,UNMISS,NOR,Troops,2,2,4
`;

let folder = "";
const file = (name: string) => path.join(folder, name);
const muster = (...args: string[]) => run(path.join(programs, "muster"), args);
const stat = (...args: string[]) => muster("stat", ...args, "--database", `sqlite:${file("un.db")}`);

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "muster-reports-"));
  await writeFile(file("table.csv"), table);
  const made = await muster("intervals", file("table.csv"), file("people.csv"), "--reported-months", file("months.txt"));
  assert.equal(made.stdout, "5 rows of 3 months became 6 intervals.\n");
  assert.equal(await readFile(file("months.txt"), "utf8"), "2024-01\n2024-03\n2024-04\n");
  const ready = await muster("migrate", "--database", `sqlite:${file("un.db")}`);
  assert.equal(ready.status, 0, ready.stderr);
  const done = await muster("import", "deployments", file("people.csv"), "--source", "UN",
    "--reported-months", file("months.txt"), "--database", `sqlite:${file("un.db")}`);
  assert.equal(done.status, 0, done.stderr);
});
after(() => rm(folder, { recursive: true, force: true }));

describe("muster stat of imported reports", () => {
  test("gives a month without a report one row without counts, and names it", async () => {
    const answer = await stat("S1", "--from", "2024-01-01", "--to", "2024-04-30", "--every", "month",
      "--group-by", "country", "--format", "csv");
    assert.equal(answer.status, 0, answer.stderr);
    assert.deepEqual(told(answer.stdout, "women,men,other,unknown,total,share,share_low,share_high"), [
      "2024-01,DEU,0,1,0,0,1,0.000000,0.000000,0.000000",
      "2024-01,NOR,1,3,0,0,4,0.250000,0.250000,0.250000",
      "2024-02,,,,,,,,,",
      "2024-03,DEU,0,1,0,0,1,0.000000,0.000000,0.000000",
      "2024-03,NOR,2,2,0,0,4,0.500000,0.500000,0.500000",
      "2024-04,NOR,2,2,0,0,4,0.500000,0.500000,0.500000",
    ]);
    assert.deepEqual(told(answer.stdout, "no_report,absent_sources").filter((row) => /yes|UN/.test(row)), ["2024-02,,yes,UN"]);
    assert.equal(answer.stderr, "2024-02-29: no report, so there are no numbers\n");
  });

  test("does so without a split, and in a table with a sentence", async () => {
    const csv = await stat("S1", "--as-of", "2024-02-10", "--format", "csv");
    assert.deepEqual(told(csv.stdout, "women,men,other,unknown,total,share,share_low,share_high,no_report"), [",,,,,,,,yes"]);
    const shown = await stat("S1", "--as-of", "2024-02-10");
    assert.match(shown.stdout, /UN has no report of the month, so nobody knows who was deployed\./);
  });

  test("takes a month, and words, in --where", async () => {
    const march = await stat("S1", "--where", "month=2024-03", "--where", "gender=woman", "--where", "personnel_type=Troops",
      "--format", "csv");
    assert.match(march.stdout, /^month,women.*\n2024-03,2,0,0,0,2,1\.000000,/);
    const departures = await stat("S3", "--where", "month=2024-03", "--format", "csv");
    // People without a name make no departures.
    assert.deepEqual(told(departures.stdout, "women,total,no_report,absent_sources"), ["2024-03,,,yes,UN"]);
    for (const flags of [["--where", "month=March"], ["--where", "month=2024-03", "--as-of", "2024-03-31"],
      ["--where", "month=2024-03", "--where", "month=2024-04"]]) {
      const refused = await stat("S1", ...flags);
      assert.equal(refused.status, 2, flags.join(" "));
      assert.match(refused.stderr, /--where/);
    }
  });

  test("groups by what an indicator does not hold", async () => {
    const tiers = await stat("L2", "--as-of", "2024-03-31", "--group-by", "tier", "--format", "csv");
    assert.deepEqual(told(tiers.stdout, "women,total,no_report,not_stated"), [",,,yes,tier"], "nobody's tier is stated");
    assert.match(tiers.stdout, /^tier,women,/);
    const organisations = await stat("S1", "--as-of", "2024-03-31", "--group-by", "organisation", "--format", "csv");
    assert.match(organisations.stdout, /\nORGANISATION_UN,2,3,0,0,5,/);
  });
});
