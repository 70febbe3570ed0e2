// SPDX-License-Identifier: EUPL-1.2
// The names and forms that scripts rely on, on a database itself and over a server, on both
// databases. Backups and migrations are in command_line_database.test.ts, broken lines and Ctrl+C in
// command_line_import.test.ts, every wrong file in bad_imports.test.ts.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { figures, muster, must, type Place, places, program, refused, told } from "./support/command_line.ts";
import { run } from "./support/processes.ts";
import { type Json, knownByNow, methods, Organisation } from "./support/requests.ts";
import { type Backend, password, type Server, startServer } from "./support/server.ts";

const columns = "women,men,other,unknown,total,share,share_low,share_high";
const persons = "number,given_name,family_name,gender,category,unit,valid_from";
const completions = "number,course,version,completed_date,evidence";
const headcounts = "report_date,mission,country_as_printed,iso3,m49,personnel_type,male,female,total,layout";
const ways = ["--database", "--server"] as const;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`the command line on ${backend}`, () => {
    let folder: string;
    let server: Server;
    let there: Organisation;
    let desk: Record<string, Place>;
    let administrator: Record<string, Place>;
    let before_all: string;
    let all_there: string;

    before(async () => {
      folder = await mkdtemp(path.join(tmpdir(), "muster-command-line-"));
      server = await startServer(backend);
      there = await new Organisation(server).build();
      desk = byName(await server.token("desk"));
      administrator = byName(await server.token("administrator"));
      await there.must("training.v1.TrainingService/RecordCompletions", await there.valid("RecordCompletions"));
      before_all = new Date().toISOString();
      const missions: Record<string, string> = {};
      for (const [acronym, tier] of [["ALFA", 3], ["BRAVO", 0]] as const) missions[acronym] = await addPost(acronym, tier);
      for (const [acronym, gender, from] of [["ALFA", "WOMAN", "2024-03-10"], ["ALFA", "MAN", "2024-03-31"],
        ["BRAVO", "WOMAN", "2024-03-01"], ["BRAVO", "OTHER", "2024-03-10"], ["BRAVO", "NOT_STATED", "2024-04-30"]] as const) {
        await deploy(missions[acronym]!, gender, from);
      }
      all_there = knownByNow();
    });
    after(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    const byName = (token: string) => Object.fromEntries(places(server, token).map((place) => [place.name, place]));

    async function addPost(acronym: string, leadershipTier: number): Promise<string> {
      const { mission } = await there.valid("CreateMission");
      const made = await there.must("missions.v1.MissionsService/CreateMission", { mission: { ...mission, acronym } });
      const { post } = await there.valid("CreatePost");
      return (await there.must("missions.v1.MissionsService/CreatePost", { post: { ...post, mission: made.name, leadership_tier: leadershipTier } })).name;
    }

    async function deploy(post: string, gender: string, from: string): Promise<void> {
      const { person, affiliation } = await there.valid("CreatePerson");
      const { name } = await there.must("roster.v1.RosterService/CreatePerson", { person: { ...person, gender: `GENDER_${gender}` }, affiliation });
      const deployment = { person: name, planned_from: from, planned_to: "2034-01-01", country: "NOR" };
      const made = await there.must("missions.v1.MissionsService/CreateDeployment", { deployment, post });
      await there.must("missions.v1.MissionsService/Depart", { name: made.name, actual_from: from, reason: "entered late" });
    }

    async function file(name: string, ...lines: string[]): Promise<string> {
      await writeFile(path.join(folder, name), `${lines.join("\n")}\n`);
      return path.join(folder, name);
    }
    const csv = (place: Place, ...flags: string[]) => must(place, "stat", ...flags, "--format", "csv");
    const stat = async (place: Place, ...flags: string[]) => told(await csv(place, ...flags), columns);
    const people = async (filter: string) =>
      (await there.must("roster.v1.RosterService/ListPersons", { filter, order_by: "number", page_size: 100 })).persons ?? [];

    for (const way of ways) {
      test(`stat by ${way}: dates, series, groups, filters and what was known`, async () => {
        const place = desk[way]!;
        assert.deepEqual(await stat(place, "S1", "--as-of", "2024-04-30"), ["2,1,1,1,5,0.500000,0.400000,0.600000"]);
        assert.deepEqual(await stat(place, "S1", "--as-of", "2024-04-30", "--group-by", "mission"),
          ["ALFA,1,1,0,0,2,0.500000,0.500000,0.500000", "BRAVO,1,0,1,1,3,0.500000,0.333333,0.666667"]);
        assert.deepEqual(await stat(place, "S1", "--as-of", "2024-04-30", "--group-by", "mission,gender", "--where", "mission=BRAVO"),
          ["BRAVO,GENDER_NOT_STATED,0,0,0,1,1,,0.000000,1.000000",
            "BRAVO,GENDER_OTHER,0,0,1,0,1,0.000000,0.000000,0.000000", "BRAVO,GENDER_WOMAN,1,0,0,0,1,1.000000,1.000000,1.000000"]);
        const both = await stat(place, "S1", "--as-of", "2024-04-30", "--where", "mission=ALFA", "--where", "mission=BRAVO", "--where", "country=NOR");
        assert.deepEqual(both, ["2,1,1,1,5,0.500000,0.400000,0.600000"]);
        const series = ["S1", "--from", "2024-02-01", "--to", "2024-04-30", "--every", "month"];
        assert.deepEqual(await stat(place, ...series),
          ["2024-02,0,0,0,0,0,,,", "2024-03,2,1,1,0,4,0.500000,0.500000,0.500000", "2024-04,2,1,1,1,5,0.500000,0.400000,0.600000"]);
        assert.deepEqual(await stat(place, "S3", "--from", "2024-03-02", "--to", "2024-03-31"), ["1,1,1,0,3,0.333333,0.333333,0.333333"]);
        assert.deepEqual(await stat(place, "S1", "--as-of", "2024-04-30", "--known-at", before_all), ["0,0,0,0,0,,,"]);
      });

      test(`stat by ${way}: a file says of itself what it is of`, async () => {
        const place = desk[way]!;
        const asked = ["--where", "mission=ALFA", "--where", "mission=BRAVO", "--where", "country=NOR", "--known-at", all_there];
        const [deployed] = figures(await csv(place, "S1", "--as-of", "2024-04-30", ...asked));
        const sequence = deployed!.sequence!;
        assert.match(sequence, /^[1-9][0-9]*$/);
        assert.equal(Date.parse(deployed!.known_at!), Date.parse(all_there));
        const empty = Object.fromEntries(Object.keys(deployed!).map((name) => [name, ""]));
        assert.deepEqual({ ...deployed, known_at: "" }, {
          ...empty, women: "2", men: "1", other: "1", unknown: "1", total: "5", share: "0.500000", share_low: "0.400000", share_high: "0.600000",
          numerator: "2", denominator: "4", date: "2024-04-30", indicator: "S1", filter: "mission=ALFA|BRAVO; country=NOR", sequence,
          completeness: "0.800000", low_completeness: "yes", from_headcounts: "0", unstated: "0", counted_elsewhere: "0",
        });
        const [months, whole] = [["--every", "month"], []].map((more) => ["S3", "--from", "2024-03-02", "--to", "2024-04-20", ...more]);
        assert.deepEqual(figures(await csv(place, ...months!)).map(({ month, date, date_to }) => [month, date, date_to]),
          [["2024-03", "2024-03-02", "2024-03-31"], ["2024-04", "2024-04-01", "2024-04-20"]]);
        assert.deepEqual(figures(await csv(place, ...whole!)).map(({ date, date_to }) => [date, date_to]), [["2024-03-02", "2024-04-20"]]);
        const later = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
        for (const flags of [["S1", "--as-of", later], ["S3", "--from", "2024-01-01", "--to", later]]) {
          await refused(1, /is later than today, /, ["stat", ...flags, ...place.flags], place.environment);
        }
        const thisMonth = new Date().toISOString().slice(0, 7);
        assert.equal(figures(await csv(place, "S3", "--where", `month=${thisMonth}`)).length, 1, "as far as the month has come");
      });

      test(`stat by ${way}: every indicator`, async () => {
        const place = desk[way]!;
        const april = ["--from", "2024-04-01", "--to", "2024-04-30"];
        const requirements = (await there.must("training.v1.TrainingService/ListRequirements", {})).requirements as Json[];
        assert.equal(requirements.length, 1, "so that it need not be named");
        const named = ["--requirement", requirements[0]!.code, "--known-at", all_there];
        const answers: [string[], string][] = [
          [["S2", ...april], "60,30,30,1,121,0.500000,0.495868,0.504132"],
          [["S3", ...april], "0,0,0,1,1,,0.000000,1.000000"],
          [["L1", "--as-of", "2024-04-30"], "1,1,0,0,2,0.500000,0.500000,0.500000"],
          [["L1", "--as-of", "2024-04-30", "--tier", "4"], "0,0,0,0,0,,,"],
          [["L2", "--as-of", "2024-04-30"], "1,1,0,0,2,0.500000,0.500000,0.500000"],
          [["N1", ...april], "0,0,0,0,0,,,"],
          [["N1", ...april, "--stage", "SELECTED"], "0,0,0,0,0,,,"],
          [["T1", "--as-of", "2024-05-07", ...named], "4,1,1,1,7,0.666667,0.571429,0.714286"],
          [["T1", "--as-of", "2024-05-07", "--known-at", all_there], "4,1,1,1,7,0.666667,0.571429,0.714286"],
          [["T2", "--as-of", "2024-04-30", ...named], "2,1,1,1,5,0.500000,0.400000,0.600000"],
          [["H1", "--as-of", "2010-04-30", "--source", "UN"], ",,,,,,,"],
        ];
        for (const [flags, numbers] of answers) assert.deepEqual(await stat(place, ...flags), [numbers], flags.join(" "));
        // What an indicator divides besides has columns of its own, and the others have none of it.
        const own = async (flags: string[], ofIt: string) => told(await csv(place, ...flags), ofIt);
        const trained = ["T1", "--as-of", "2024-05-07", ...named];
        assert.deepEqual(await own(trained, "coverage,coverage_low,coverage_high,numerator,denominator"), ["0.142857,0.142857,0.142857,1,7"]);
        assert.deepEqual(await own(trained, "valid,soon,expired,never,waived,training_unknown"), ["1,0,0,6,0,0"]);
        assert.deepEqual(await own(trained, "requirement,index,rate"), [`${requirements[0]!.code},,`]);
        const parity = ["L2", "--as-of", "2024-04-30"];
        assert.deepEqual(await own(parity, "index,index_low,index_high,coverage,numerator,denominator"), ["1.000000,0.833333,1.250000,,,"]);
        assert.deepEqual(await own(parity, "base_women,base_men,base_other,base_unknown,base_total,tier_min"), ["2,1,1,1,5,1"]);
        const selected = ["N1", ...april, "--stage", "SELECTED"];
        assert.deepEqual(await own(selected, "rate,rate_low,rate_high,cohort_submitted,cohort_selected,cohort_open,stage"), [",,,0,0,0,SELECTED"]);
        assert.deepEqual(await own(["N1", ...april], "cohort_submitted,stage"), [",SUBMITTED"]);
        assert.deepEqual(await own(["H1", "--as-of", "2010-04-30"], "no_report,source,unstated,date"), ["yes,UN,,2010-04-30"]);
      });

      test(`stat by ${way}: table and JSON say the same`, async () => {
        const flags = ["stat", "S1", "--as-of", "2024-04-30", "--group-by", "mission"];
        const answer = JSON.parse(await must(desk[way]!, ...flags, "--format", "json")) as Json;
        assert.deepEqual(answer.cells.map((cell: Json) => [cell.group, cell.women, cell.total]), [[["ALFA"], 1, 2], [["BRAVO"], 1, 3]]);
        const table = await must(desk[way]!, ...flags);
        assert.match(table, /^mission +women +men +other +unknown +total +share +share_low +share_high +low_completeness *\n/);
        assert.match(table, /^ALFA +1 +1 +0 +0 +2 +50\.0 % +50\.0 % +50\.0 % *\n/m);
        assert.match(table, /^BRAVO +1 +0 +1 +1 +3 +50\.0 % +33\.3 % +66\.7 % +yes *\n/m);
        assert.match(table, /^On 30 April 2024, 2 of 4 deployed \(50\.0 %\) were women, 1 unknown\.$/m);
        const index = await must(desk[way]!, "stat", "L2", "--as-of", "2024-04-30");
        assert.match(index, /^women .* +index +index_low +index_high *\n +1 +1 +0 +0 +2 +50\.0 % +50\.0 % +50\.0 % +1\.00 +0\.83 +1\.25 *\n/);
        assert.equal(await must(desk[way]!, ...flags, "--format", "table"), table);
      });

      test(`import headcounts by ${way}, and stat H1`, async () => {
        const [month, mission] = way === "--server" ? ["2024-06", "UNMISS"] : ["2024-07", "MINUSMA"];
        const table = await file("headcounts.csv", headcounts, `${month}-30,${mission},Norway,NOR,578,Troops,10,4,14,K`,
          `${month}-30,${mission},Norway,NOR,578,Staff Officer,,,17,K`, `${month}-30,"A, ""field"" ${mission}",Norway,NOR,578,Troops,1,0,1,K`);
        assert.match(await must(desk[way]!, "import", "headcounts", table, "--dry-run"), /checked, nothing written\. 3 rows: 3 to write/);
        assert.match(await must(desk[way]!, "import", "headcounts", table), /applied\. 3 rows: 3 written/);
        assert.deepEqual(await stat(desk[way]!, "H1", "--as-of", `${month}-30`, "--group-by", "mission,country", "--where", "country=NOR"),
          [`A, "field" ${mission},NOR,0,1,0,0,1,0.000000,0.000000,0.000000`, `${mission},NOR,4,10,0,17,31,0.285714,0.129032,0.677419`]);
        // The same again replaces nothing; another table of the month says what it replaces before it does.
        assert.match(await must(desk[way]!, "import", "headcounts", table), /^imports\/\d+: applied/);
        const other = await file("other.csv", headcounts, `${month}-30,${mission},Sweden,SWE,752,Troops,3,1,4,K`);
        const replaced = (words: string) => new RegExp(`${month} of UN: 3 lines, 32 people ${words} 1 lines, 4 people\\. No longer named: NOR\\.\n`);
        const { flags, environment } = desk[way]!;
        await refused(1, /as it stands the import would be refused; --replace/, ["import", "headcounts", other, "--dry-run", ...flags], environment);
        await refused(1, new RegExp(`UN has a table of ${month} already, with 3 lines and 32 people, of which NOR would be gone`),
          ["import", "headcounts", other, ...flags], environment);
        assert.match(await must(desk[way]!, "import", "headcounts", other, "--dry-run", "--replace"), replaced("would be replaced by"));
        const applied = await must(desk[way]!, "import", "headcounts", other, "--replace");
        assert.match(applied, replaced("replaced by"));
        const total = async () => (await stat(desk[way]!, "H1", "--as-of", `${month}-30`))[0]!.split(",")[4];
        assert.equal(await total(), "4");
        await must(desk[way]!, "import", "undo", /imports\/\d+/.exec(applied)![0]);
        assert.equal(await total(), "32");
      });

      test(`import persons by ${way}: dry run, all or nothing, clean rows only, findings, undo`, async () => {
        const at = desk[way]!;
        const number = (i: number) => `${way === "--server" ? "S" : "D"}${i}`;
        const row = (i: number, gender = "woman") => `${number(i)},Åse,"Ødegård, født Li",${gender},police,TOP,2020-01-01`;
        const right = await file("right.csv", persons, row(1), row(2, "not_stated"));
        const wrong = await file("wrong.csv", persons, row(3), row(4, ""), row(5, "man"));
        const found = () => people(`number >= "${number(1)}" AND number <= "${number(5)}"`);
        assert.match(await must(at, "import", "persons", right, "--dry-run"), /nothing written\. 2 rows: 2 to write/);
        assert.equal((await found()).length, 0);
        const applied = await must(at, "import", "persons", right);
        assert.match(applied, /^imports\/\d+: applied\. 2 rows: 2 written/);
        assert.deepEqual((await found()).map((one: Json) => [one.number, one.familyName, one.gender]),
          [[number(1), "Ødegård, født Li", "GENDER_WOMAN"], [number(2), "Ødegård, født Li", "GENDER_NOT_STATED"]]);
        await refused(1, /line 3, column gender: .*\n.*1 rows are wrong, so nothing was written/, ["import", "persons", wrong, ...at.flags], at.environment);
        await refused(1, /as it stands the import would be refused/, ["import", "persons", wrong, "--dry-run", ...at.flags], at.environment);
        assert.equal((await found()).length, 2);
        const findings = path.join(folder, "findings.csv");
        assert.match(await must(at, "import", "persons", wrong, "--clean-rows-only", "--findings", findings), /applied\. 3 rows: 2 written, 0 unchanged, 1 wrong/);
        assert.match(await readFile(findings, "utf8"), /^line,outcome,column,description,text\r\n3,wrong,gender,.*,".*Ødegård, født Li.*"\r\n$/);
        assert.deepEqual((await found()).map((one: Json) => one.number), [1, 2, 3, 5].map(number));
        const listed = await must(at, "export", "persons", "--filter", `number = "${number(1)}"`);
        const [head, line] = listed.split("\r\n");
        assert.match(head!, /^name,number,given_name,family_name,preferred_name,gender/);
        assert.match(line!, new RegExp(`^persons/\\d+,${number(1)},Åse,"Ødegård, født Li",,WOMAN,`));
        assert.match(head!, /,display_name,last_day$/);
        assert.match(line!, /,"Åse Ødegård, født Li",$/);
        await must(at, "import", "undo", /imports\/\d+/.exec(applied)![0]);
        assert.deepEqual((await found()).map((one: Json) => one.number), [3, 5].map(number));
      });

      test(`import completions by ${way}, and export them`, async () => {
        const code = (await there.must("training.v1.TrainingService/CreateCourse", await there.valid("CreateCourse"))).code;
        const course = (await there.must("training.v1.TrainingService/ListCourses", { filter: `code = "${code}"` })).courses[0].name;
        await there.must("training.v1.TrainingService/CreateCourseVersion", { course_version: { course, version: "1", valid_from: "2020-01-01" } });
        const person = await there.must("roster.v1.RosterService/GetPerson", { name: await there.person() });
        const rows = await file("completions.csv", completions, `${person.number},${code},1,2024-01-31,=1+1`, `NOBODY,${code},1,2024-01-31,`);
        await refused(1, /line 3, column number: /, ["import", "completions", rows, ...desk[way]!.flags], desk[way]!.environment);
        assert.match(await must(desk[way]!, "import", "completions", rows, "--clean-rows-only"), /1 written, 0 unchanged, 1 wrong/);
        const listed = await must(desk[way]!, "export", "completions", "--filter", `person = "${person.name}"`);
        assert.match(listed, /2024-01-31/);
        assert.ok(!/(^|,)"?=/m.test(listed), `no cell is a formula: ${listed}`);
      });

      test(`export waivers by ${way}, revoked ones among them`, async () => {
        const at = desk[way]!;
        const { waiver } = await there.valid("CreateWaiver");
        const [held, revoked] = [await there.person(), await there.person()];
        const waivers: string[] = [];
        for (const person of [held, revoked]) {
          waivers.push((await there.must("training.v1.TrainingService/CreateWaiver", { waiver: { ...waiver, person, reason: "Ill, \"at home\"" } })).name);
        }
        await there.must("training.v1.TrainingService/RevokeWaiver", { name: waivers[1], reason: "=wrong" });
        const head = "name,person,requirement,reason,valid_from,valid_to,approver,create_time,revoked_date,revoked_reason,plausible_reason";
        const cells = (person: string, more: string) => new RegExp(
          `^${head}\r\nwaivers/\\d+,${person},requirements/\\d+,"Ill, ""at home""",2024-01-01,2024-02-01,accounts/\\d+,[-0-9T:.]+Z,${more}\r\n$`);
        assert.match(await must(at, "export", "waivers", "--filter", `person = "${held}"`), cells(held, ",,"));
        assert.match(await must(at, "export", "waivers", "--filter", `person = "${revoked}"`), cells(revoked, `\\d{4}-\\d\\d-\\d\\d,"'=wrong",`));
        const listed = (await must(at, "export", "waivers", "--order-by", "create_time desc")).split("\r\n");
        assert.deepEqual(listed.slice(1, 3).map((line) => line.split(",")[0]), [waivers[1], waivers[0]]);
      });

      test(`export tokens by ${way}: without their secrets, and those that one may see`, async () => {
        const secret = await server.token("desk");
        const listed = await must(administrator[way]!, "export", "tokens", "--filter", 'display_name = "contract tests"');
        assert.match(listed, /^name,account,display_name,create_time,expire_time,end_time,purposes,roles\r\n/);
        const lines = listed.trimEnd().split("\r\n").slice(1);
        for (const line of lines) assert.match(line, /^tokens\/\d+,accounts\/\d+,contract tests,[-0-9T:.]+Z,[-0-9T:.]+Z,,"ADMINISTER; EXPORT; IMPORT; READ; STATISTICS; WRITE",$/);
        assert.ok(!listed.includes(secret), listed);
        assert.ok(new Set(lines.map((line) => line.split(",")[1])).size >= 2, `of desk and administrator: ${listed}`);
        if (way !== "--server") return;
        const own = (await must(desk[way]!, "export", "tokens")).trimEnd().split("\r\n").slice(1);
        assert.equal(new Set(own.map((line) => line.split(",")[1])).size, 1, "a desk sees its own");
      });

      test(`account and token create by ${way}`, async () => {
        const at = administrator[way]!;
        const name = way === "--server" ? "by-server" : "by-database";
        const create = ["account", "create", name, "--role", "HR-Unit", "--password-stdin", ...(way === "--server" ? [] : ["--unit", "TOP"])];
        const made = await muster([...create, ...at.flags], at.environment, `${password}\n`);
        assert.match(made.stdout, /^accounts\/\d+\n$/, made.stderr);
        if (way === "--server") {
          // The account is there; what opens personal data takes a second hand, here the console's.
          const waiting = /approvals\/\d+ waits/.exec(made.stderr)?.[0];
          assert.deepEqual([made.status, waiting === undefined], [1, false], made.stderr);
          await server.cli("approve", waiting!.split(" ")[0]!);
        } else {
          assert.deepEqual([made.status, made.stderr], [0, ""], made.stderr);
        }
        const token = ["token", "create", name, "--days", "1", ...(way === "--server" ? ["--password-stdin"] : [])];
        const shown = await muster([...token, ...at.flags], {}, `${password}\n`);
        assert.deepEqual([shown.status, shown.stderr], [0, ""]);
        const session = await fetch(`${server.url}/muster.access.v1.AccessService/GetSession`, {
          method: "POST", headers: { authorization: `Bearer ${shown.stdout.trim()}`, "content-type": "application/json", "connect-protocol-version": "1" }, body: "{}",
        }).then((response) => response.json() as Promise<Json>);
        assert.deepEqual([session.displayName, session.grants[0].role], [name, "ROLE_HR_UNIT"]);
        assert.equal(session.grants[0].unit ?? "", way === "--server" ? "" : there.names.unit);
        const twice = await muster([...create, ...at.flags], at.environment, `${password}\n`);
        assert.deepEqual([twice.status, /account_name/.test(twice.stderr)], [1, true], twice.stderr);
      });
    }

    test("a token is made for whom one names or for nobody", async () => {
      const at = desk["--server"]!;
      await refused(2, /--password-stdin: is needed with --server: a token makes no tokens/, ["token", "create", "administrator", ...at.flags], at.environment);
      const guessed = await muster(["token", "create", "administrator", "--password-stdin", "--server", server.url], at.environment, "guessed\n");
      assert.deepEqual([guessed.status, guessed.stdout], [1, ""], guessed.stderr);
      await refused(1, /NAME: there is no account nobody/, ["token", "create", "nobody", "--database", server.database]);
    });

    test("a flag outranks the environment, and an address may end with a slash", async () => {
      const elsewhere = { MUSTER_SERVER: "http://127.0.0.1:1", MUSTER_TOKEN: "wrong" };
      const listed = await must({ name: "", flags: ["--database", server.database], environment: elsewhere }, "export", "units");
      assert.match(listed, /^name,code,/);
      const token = desk["--server"]!.environment.MUSTER_TOKEN!;
      const byFlag = { name: "", flags: ["--server", `${server.url}//`, "--token", token], environment: elsewhere };
      assert.equal(await must(byFlag, "export", "units"), listed);
      assert.equal(await must({ name: "", flags: [], environment: { MUSTER_SERVER: server.url, MUSTER_TOKEN: token } }, "export", "units"), listed);
    });

    test("exit code 2 for what is wrong on the command line, 1 for what is refused", async () => {
      const on = ["--database", server.database];
      const wrong: [RegExp, string[]][] = [
        [/--role: is none of PERSON, HR_UNIT, /, ["account", "create", "x", "--role", "x", "--password-stdin", ...on]],
        [/--password-stdin/, ["account", "create", "x", "--role", "analyst", ...on]],
        [/--every: /, ["stat", "S1", "--every", "week", ...on]],
        [/--where: write it as dimension=value/, ["stat", "S1", "--where", "x", ...on]],
        [/--where: knows mission, /, ["stat", "S1", "--where", "x=1", ...on]],
        [/--group-by: knows mission, /, ["stat", "S1", "--group-by", "mission,x", ...on]],
        [/--known-at: is not a time/, ["stat", "S1", "--known-at", "x", ...on]],
        [/--as-of: is not a date/, ["stat", "S1", "--as-of", "2026-02-30", ...on]],
        [/--format: /, ["stat", "S1", "--format", "xml", ...on]],
        [/LIST: knows persons, /, ["export", "x", ...on]],
        [/--where: write it as field=value/, ["export", "persons", "--where", "x", ...on]],
        [/--where: this list knows unit, query/, ["export", "persons", "--where", "order_by=x", ...on]],
        [/--where: this list knows none/, ["export", "units", "--where", "x=y", ...on]],
        [/--server or --database: give exactly one/, ["stat", "S1"]],
        [/--server and --database: give one/, ["stat", "S1", "--server", server.url, ...on]],
        [/--database: /, ["verify"]],
        [/--database: /, ["verify", "--server", server.url]],
        [/CODE/, ["stat", ...on]],
        [/nonsense/, ["stat", "S1", "--nonsense", ...on]],
        [/subcommand/, []],
      ];
      for (const [reason, args] of wrong) await refused(2, reason, args);
      const refusals: [RegExp, string[]][] = [
        [/indicator: /, ["stat", "X9", ...on]],
        [/person: is required/, ["export", "affiliations", ...on]],
        [/FILE: cannot be read/, ["import", "persons", path.join(folder, "nowhere.csv"), ...on]],
        [/token is not valid|sign in/i, ["stat", "S1", "--server", server.url, "--token", "wrong"]],
        [/cannot call http:\/\/127\.0\.0\.1:1: /, ["stat", "S1", "--server", "http://127.0.0.1:1"]],
      ];
      for (const [reason, args] of refusals) await refused(1, reason, args);
      assert.equal((await muster(["--help"])).status, 0);
    });

    test("export knows every list of pages, also those of one person, deployment, nomination or import", async () => {
      const at = { name: "", flags: ["--database", server.database], environment: {} };
      const paged = methods.filter((method) => method.name.startsWith("List") && !["ListCellRecords", "ListMyReaders"].includes(method.name) &&
        method.input.fields.some((field) => field.name === "page_token"));
      assert.ok(paged.length >= 24, `${paged.length} lists`);
      const made = async (method: string) => (await there.must(method, await there.valid(method.split("/")[1]!))).name as string;
      const owners: Record<string, string> = {
        person: await made("roster.v1.RosterService/CreatePerson"),
        deployment: await made("missions.v1.MissionsService/CreateDeployment"),
        nomination: await made("nominations.v1.NominationsService/CreateNomination"),
        import: await made("imports.v1.ImportService/CreateImport"),
        unit: there.names.unit!,
        mission: there.names.mission!,
      };
      for (const method of paged) {
        const list = method.name.replace(/^List/, "").replace(/(?<=.)[A-Z]/g, "-$&").toLowerCase();
        const owner = method.input.fields[0]!.name;
        const where = owners[owner] ? ["--where", `${owner}=${owners[owner]}`] : [];
        // What of a post is vacant has no name of its own.
        const head = list === "vacancies" ? /^\ufeffpost,/ : /^\ufeffname,/;
        assert.match(await must(at, "export", list, "--bom", ...where), head, list);
      }
      const tours = (await must(at, "export", "deployments", "--filter", `name = "${owners.deployment}"`)).trimEnd().split("\r\n");
      assert.match(tours[0]!, /,segments_post,segments_title,segments_personnel_type,segments_rank_band,segments_leadership_tier,/);
      const { segments: [present] } = await there.must("missions.v1.MissionsService/GetDeployment", { name: owners.deployment });
      assert.ok(tours[1]!.includes(`,${present.post},${present.title},`), tours[1]);
      assert.doesNotMatch(await must(at, "export", "nominations"), /actions/);
      const belonging = (await must(at, "export", "affiliations", "--where", `person=${owners.person}`)).trimEnd().split("\r\n");
      assert.equal(belonging.length, 2);
      assert.match(belonging[1]!, new RegExp(`^affiliations/\\d+,${owners.person},`));
    });

    test("what cannot be written is no success", async () => {
      for (const args of [["stat", "S1"], ["export", "persons"], ["verify"]]) {
        const finished = await run("sh", ["-c", '"$0" "$@" >/dev/full', program, ...args, "--database", server.database]);
        assert.equal(finished.status, 1);
        assert.match(finished.stderr, /the output cannot be written; is the disk full\?/);
      }
    });
  });
}
