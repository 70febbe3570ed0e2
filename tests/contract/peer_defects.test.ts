// SPDX-License-Identifier: EUPL-1.2
// What other systems of this kind are known to get wrong, over HTTP and on both databases; tests/README.md lists it.
// Where a service's own test goes deeper, it is named.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { programs, run } from "./support/processes.ts";
import { assertRefused } from "./support/refusals.ts";
import { type Json, knownByNow, Organisation } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const roster = (method: string) => `roster.v1.RosterService/${method}`;
const missions = (method: string) => `missions.v1.MissionsService/${method}`;
const training = (method: string) => `training.v1.TrainingService/${method}`;
const statistics = (method: string) => `statistics.v1.StatisticsService/${method}`;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`what others get wrong, on ${backend}`, () => {
    let folder: string;
    let server: Server;
    let there: Organisation;
    const deployments: string[] = [];

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "muster-defects-"));
      server = await startServer(backend);
      there = await new Organisation(server).build();
      for (const gender of ["WOMAN", "WOMAN", "MAN", "OTHER", "NOT_STATED"]) deployments.push(await deploy(gender, -20, 300));
    });
    after(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    async function add(gender: string): Promise<string> {
      const { person, affiliation } = await there.valid("CreatePerson");
      return (await there.must(roster("CreatePerson"), { person: { ...person, gender: `GENDER_${gender}` }, affiliation })).name;
    }

    // Away since `from` days from today, planned until `to`.
    async function deploy(gender: string, from: number, to: number): Promise<string> {
      const deployment = { person: await add(gender), planned_from: day(from), planned_to: day(to), country: "NOR" };
      const { name } = await there.must(missions("CreateDeployment"), { deployment, post: there.names.post });
      await there.must(missions("Depart"), { name, actual_from: day(from), reason: "at once" });
      return name;
    }

    const counts = ({ women = 0, men = 0, other = 0, unknown = 0, total = 0 }: Json) => ({ women, men, other, unknown, total });
    async function figure(request: Json = {}): Promise<Json> {
      const { totals } = await there.must(statistics("QueryIndicator"), { indicator: "S1", as_of: day(0), ...request });
      return counts(totals[0]);
    }

    // Also EngineTest.PartsAddUpToTheTotal and ListsAreAsLongAsTheirNumbers on random worlds.
    test("parts add up to their total in every breakdown, none is negative, and the list is as long", async () => {
      const { indicators } = await there.must(statistics("ListIndicators"), {});
      for (const { code, period, unitOfCount, dimensions = [], dateRule, unknownRule } of indicators) {
        if (code.startsWith("T") || code === "H1") continue;
        const seats = unitOfCount === "seats";
        assert.ok(dateRule.length > 20 && unknownRule.length > 20, `${code} says by which date it counts, and what of the unknown`);
        const when = period ? { from: day(-100), to: day(0) } : { as_of: day(0) };
        for (const dimension of dimensions.filter((one: string) => one !== "DIMENSION_MONTH")) {
          const query = { indicator: code, ...when, group_by: [dimension] };
          const { cells = [], totals } = await there.must(statistics("QueryIndicator"), query);
          for (const part of ["women", "men", "other", "unknown", "total", ...(seats ? ["numerator"] : [])]) {
            assert.ok(cells.every((cell: Json) => (cell[part] ?? 0) >= 0), `${code} by ${dimension}`);
            const sum = cells.reduce((all: number, cell: Json) => all + (cell[part] ?? 0), 0);
            assert.equal(sum, totals[0][part] ?? 0, `${code} by ${dimension}: ${part}`);
          }
          const { women, men, other, unknown, total } = counts(totals[0]);
          assert.equal(women + men + other + unknown, seats ? 0 : total, `${code} by ${dimension}`);
        }
        const { totals } = await there.must(statistics("QueryIndicator"), { indicator: code, ...when });
        const { records = [] } = await there.must(statistics("ListCellRecords"), { query: { indicator: code, ...when }, page_size: 500 });
        assert.equal(records.reduce((all: number, one: Json) => all + one.count, 0), totals[0][seats ? "numerator" : "total"] ?? 0, code);
      }
      assert.deepEqual(await figure(), { women: 2, men: 1, other: 1, unknown: 1, total: 5 });
    });

    test("a deployment past its planned end that nobody ended still counts", async () => {
      const before = await figure();
      const name = await deploy("MAN", -90, -30);
      assert.deepEqual(await figure(), { ...before, men: before.men + 1, total: before.total + 1 });
      await there.must(missions("EndDeployment"), { name, actual_to: day(-1), end_reason: "END_REASON_TOUR_COMPLETE" });
      assert.deepEqual(await figure(), before, "whoever left is in no part and not in the total");
      const then = await figure({ as_of: day(-1) });
      assert.equal(then.men, before.men + 1, "the last day counts");
    });

    test("whoever dies on a tour is deployed no longer, and a dry answer says so before", async () => {
      const before = await figure();
      const name = await deploy("WOMAN", -90, 30);
      const { person } = await there.must(missions("GetDeployment"), { name });
      const died = { person: { name: person, status: "PERSON_STATUS_DECEASED" }, update_mask: "status", last_day: day(-5) };
      const dry = await there.must(roster("UpdatePerson"), { ...died, validate_only: true });
      assert.equal((await figure()).women, before.women + 1, "nothing is written");
      const { consequences } = await there.must(roster("UpdatePerson"), died);
      assert.deepEqual(consequences, dry.consequences);
      const tour = consequences.find((one: Json) => one.name === name);
      assert.deepEqual([tour?.kind, tour?.verb, tour?.cause], ["KIND_SETTLED", "EndDeployment", "CAUSE_PERSON_DECEASED"]);
      assert.deepEqual(await figure(), before);
      assert.equal((await figure({ as_of: day(-5) })).women, before.women + 1, "the last day counts");
      assert.deepEqual((await there.must(roster("ListOpenEnds"), {})).rules ?? [], []);
    });

    // Also PersonsTest.GenderHasNoDefault and PersonsImportTest.NeverAssumesAGender.
    test("a gender is never assumed, and not stated is no man", async () => {
      for (const gender of [undefined, "", "GENDER_UNSPECIFIED", 0, null]) {
        const valid = await there.valid("CreatePerson");
        valid.person.gender = gender;
        assertRefused(await there.ask(roster("CreatePerson"), valid), "person.gender", String(gender));
      }
      const file = path.join(folder, "blank.csv");
      await writeFile(file, "number,given_name,family_name,gender,category,unit,valid_from\nBLANK,A,B,,police,TOP,2020-01-01\n");
      const finished = await run(path.join(programs, "muster"), ["import", "persons", file, "--database", server.database]);
      assert.match(finished.stderr, /line 2, column gender: must say the gender; give/);
      const parts = await there.must(statistics("QueryIndicator"), { indicator: "S1", as_of: day(0), group_by: ["DIMENSION_GENDER"] });
      const unknown = parts.cells.find((cell: Json) => cell.unknown);
      assert.deepEqual(counts(unknown), { women: 0, men: 0, other: 0, unknown: 1, total: 1 });
    });

    // Also NominationGuardsTest.WhoIsDeployedIsNotFree.
    test("who is away is not offered again, also beyond the planned end", async () => {
      const { person } = await there.must(missions("GetDeployment"), { name: deployments[0] });
      const again = (from: number) => there.ask(missions("CreateDeployment"),
        { deployment: { person, planned_from: day(from), planned_to: day(from + 10), country: "NOR" }, post: there.names.post });
      const clash = await again(100);
      assert.equal(clash.status, 400);
      assert.match(clash.body.message, /is committed to deployments\/\d+ from .* to .*; change the days or give an overlap_reason/);
    });

    // Also DeploymentsTest and StatisticsTest on voided facts; the corrected gender in PersonsTest.
    test("what was counted by mistake leaves every figure from now on, and stays in what was known", async () => {
      const before = await figure();
      const name = await deploy("WOMAN", -10, 100);
      const known = knownByNow();
      assert.equal((await figure()).women, before.women + 1);
      await server.createAccount(`second-${backend}`, "hr-central");
      const token = await server.token(`second-${backend}`);
      const voided = await fetch(`${server.url}/muster.${missions("VoidDeployment")}`, {
        method: "POST",
        headers: { "content-type": "application/json", "connect-protocol-version": "1", authorization: `Bearer ${token}` },
        body: JSON.stringify({ name, reason: "entered by mistake" }),
      });
      assert.equal(voided.status, 200, await voided.text());
      assert.deepEqual(await figure(), before);
      const { records } = await there.must(statistics("ListCellRecords"), { query: { indicator: "S1", as_of: day(0) } });
      assert.ok(!records.some((one: Json) => one.record === name), "no list shows it");
      assert.equal((await figure({ known_at: known })).women, before.women + 1);
    });

    // Also PersonsImportTest.SaysWhatIsWrongInEveryCellOnce; headers are in bad_imports.test.ts.
    test("an import drops and cuts nothing silently: each cell at fault is told with the row's own text", async () => {
      const header = "number,given_name,family_name,gender,category,unit,valid_from";
      const rows = [`L1,${"x".repeat(201)},B,woman,police,TOP,2020-01-01`, "L2,A,B,woman,fireman,TOP,2020-01-01",
        "L3,A,B,woman,police,NOWHERE,2020-01-01", "L4,A,B,woman,police,TOP,2020-01-01,one too many", "L5,A,B,woman,police,TOP,2020-02-30"];
      const content = Buffer.from([header, ...rows, "L6,A,B,woman,police,TOP,2020-01-01"].join("\n"));
      const { name } = await there.must("imports.v1.ImportService/CreateImport",
        { import: { kind: "IMPORT_KIND_PERSONS", file_name: "rows.csv", size_bytes: String(content.length), clean_rows_only: true } });
      await there.must("imports.v1.ImportService/UploadChunk", { name, data: content.toString("base64") });
      await there.must("imports.v1.ImportService/StartImport", { name });
      let done: Json;
      do done = await there.must("imports.v1.ImportService/GetImport", { name });
      while (done.state === "IMPORT_STATE_RUNNING");
      assert.deepEqual([done.state, done.rowsRead, done.rowsWrong, done.rowsCreated], ["IMPORT_STATE_APPLIED", 6, 5, 1]);
      const { importRows } = await there.must("imports.v1.ImportService/ListImportRows", { import: name });
      assert.deepEqual(importRows.map(({ line, field = "" }: Json) => `${line} ${field}`),
        ["2 given_name", "3 category", "4 unit", "5 ", "6 valid_from"]);
      assert.deepEqual(importRows.map((one: Json) => one.text), rows);
    });

    // Also CompletionValidityTest.EndsTheDayBeforeByCivilMonths and IsNeverOverOnTheDayOfIssue.
    test("months end where months end, and each completion stays beside the next", async () => {
      const course = (await there.must(training("CreateCourse"), await there.valid("CreateCourse"))).name;
      const version = (await there.must(training("CreateCourseVersion"),
        { course_version: { course, version: "1", validity_months: 1, valid_from: "2020-01-01" } })).name;
      const person = await there.person();
      for (const completed_date of ["2023-01-31", "2024-01-31", "2024-03-31"]) {
        await there.must(training("RecordCompletions"), { persons: [person], course_version: version, completed_date });
      }
      const { completions } = await there.must(training("ListCompletions"), { person, order_by: "completed_date" });
      assert.deepEqual(completions.map((one: Json) => [one.completedDate, one.validTo]),
        [["2023-01-31", "2023-02-28"], ["2024-01-31", "2024-02-29"], ["2024-03-31", "2024-04-30"]]);
      const again = await there.must(training("RecordCompletions"), { persons: [person], course_version: version, completed_date: "2024-03-31" });
      assert.deepEqual([again.createdCount ?? 0, again.unchangedCount], [0, 1], "recorded twice is there once");

      const requirement = await there.must(training("CreateRequirement"), { requirement: { ...(await there.valid("CreateRequirement")).requirement,
        code: "MONTH", courses: [course], soon_days: 5, valid_from: "2023-01-01" } });
      const status = async (as_of: string) => (await there.must(training("GetTrainingStatus"), { person, as_of }))
        .lines.find((line: Json) => line.requirement === requirement.name)?.status;
      const seen = [];
      for (const as_of of ["2023-01-31", "2023-02-24", "2023-02-28", "2023-03-01", "2024-01-31"]) seen.push(await status(as_of));
      assert.deepEqual(seen, ["STATUS_VALID", "STATUS_SOON", "STATUS_SOON", "STATUS_EXPIRED", "STATUS_VALID"], "by the calendar, not by a job");
    });

    test("people of one name are two, told apart by their numbers", async () => {
      const [first, second] = [await there.person(), await there.person()];
      const { persons } = await there.must(roster("ListPersons"), { query: "Kari Prøve", page_size: 500 });
      assert.ok([first, second].every((name) => persons.some((one: Json) => one.name === name)));
      const file = path.join(folder, "completions.csv");
      const course = await there.must(training("CreateCourse"), await there.valid("CreateCourse"));
      await there.must(training("CreateCourseVersion"), { course_version: { course: course.name, version: "1", valid_from: "2020-01-01" } });
      await writeFile(file, `number,course,version,completed_date\nKari Prøve,${course.code},1,2024-01-01\n`);
      const finished = await run(path.join(programs, "muster"), ["import", "completions", file, "--database", server.database]);
      assert.match(finished.stderr, /line 2, column number: /, "a name is no number: nobody is guessed");
    });

    // Also NominationStatesTest.EveryVerbInEveryStateByEveryRole.
    test("a state is reached by its own steps only, and nobody chooses it", async () => {
      const valid = await there.valid("CreateNomination");
      const made = await there.must("nominations.v1.NominationsService/CreateNomination",
        { nomination: { ...valid.nomination, state: "NOMINATION_STATE_SELECTED" } });
      assert.equal(made.state, "NOMINATION_STATE_DRAFT");
      const skipped = await there.ask("nominations.v1.NominationsService/SelectNomination", { name: made.name });
      assert.equal(skipped.body.code, "failed_precondition");
      assert.match(skipped.body.message, /DRAFT.*possible/);
      const unknown = await there.ask("nominations.v1.NominationsService/CreateNomination",
        { nomination: { ...(await there.valid("CreateNomination")).nomination, state: "Prospect" } });
      assertRefused(unknown, "nomination.state", "a state that does not exist");
      const withdrawn = await there.ask("nominations.v1.NominationsService/WithdrawNomination", { name: made.name });
      assertRefused(withdrawn, "reason", "who leaves says why");
    });
  });
}
