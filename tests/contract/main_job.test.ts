// SPDX-License-Identifier: EUPL-1.2
// The main job over HTTP on both databases: a person is entered, trained, nominated, endorsed by
// somebody else, selected and deployed, and the leadership figure moves by exactly that person.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Backend, type Server, startServer } from "./support/server.ts";

// The day so many days from now, in UTC: "2026-03-01".
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

type Fields = Record<string, unknown>;

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`the main job on ${backend}`, () => {
    let server: Server;
    const tokens: Record<string, string> = {};

    before(async () => {
      server = await startServer(backend);
      for (const [name, role] of [["desk", "hr-central"], ["colleague", "hr-central"],
        ["endorser", "endorser"], ["trainer", "training-coordinator"],
        ["leader", "leadership"]] as const) {
        await server.createAccount(name, role);
        tokens[name] = await server.token(name);
      }
    });
    after(() => server?.stop());

    async function ask(who: string, method: string, request: Fields) {
      return fetch(`${server.url}/muster.${method}`, {
        method: "POST",
        headers: { "content-type": "application/json", "connect-protocol-version": "1", authorization: `Bearer ${tokens[who]}` },
        body: JSON.stringify(request),
      });
    }
    async function call(who: string, method: string, request: Fields) {
      const response = await ask(who, method, request);
      const answer = await response.json();
      assert.equal(response.status, 200, `${method}: ${JSON.stringify(answer)}`);
      return answer;
    }
    async function figures(indicator: string) {
      const request = { indicator, asOf: day(0), groupBy: ["DIMENSION_MISSION"] };
      const { cells = [], totals = [] } = await call("leader", "statistics.v1.StatisticsService/QueryIndicator", request);
      return {
        cells: cells.map(({ group, women = 0, men = 0, total = 0 }: Fields) => ({ group, women, men, total })),
        total: { women: totals[0]?.women ?? 0, men: totals[0]?.men ?? 0, total: totals[0]?.total ?? 0 },
      };
    }

    async function enterPeople() {
      const unit = await call("desk", "roster.v1.RosterService/CreateUnit",
        { unit: { code: "HQ", displayName: "Headquarters", kind: "UNIT_KIND_UNIT" } });
      const person = (number: string, gender: string) => call("desk", "roster.v1.RosterService/CreatePerson", {
        person: { number, givenName: "Ingrid", familyName: "Åsen", gender, category: "CATEGORY_MILITARY" },
        affiliation: { unit: unit.name, validFrom: "2020-01-01" },
      });
      return { woman: await person("P1", "GENDER_WOMAN"), man: await person("P2", "GENDER_MAN") };
    }

    async function train(person: string) {
      const course = await call("trainer", "training.v1.TrainingService/CreateCourse",
        { course: { code: "SEAH-B", displayName: "Basic SEAH", topics: ["TOPIC_SEAH"] } });
      const version = await call("trainer", "training.v1.TrainingService/CreateCourseVersion",
        { courseVersion: { course: course.name, version: "2024", validityMonths: 36, validFrom: "2024-01-01" } });
      const request = { persons: [person], courseVersion: version.name, completedDate: day(-30) };
      await call("trainer", "training.v1.TrainingService/RecordCompletions", request);
      const { completions } = await call("desk", "training.v1.TrainingService/ListCompletions", {});
      assert.equal(completions.length, 1);
    }

    async function openCall() {
      const mission = await call("desk", "missions.v1.MissionsService/CreateMission",
        { mission: { acronym: "UNMISS", displayName: "South Sudan", organisation: "ORGANISATION_UN", kind: "MISSION_KIND_INTERNATIONAL" } });
      const post = await call("desk", "missions.v1.MissionsService/CreatePost", {
        post: {
          mission: mission.name, code: "0001", displayName: "Chief of staff", category: "CATEGORY_MILITARY",
          personnelType: "PERSONNEL_TYPE_STAFF_OFFICER", function: "POST_FUNCTION_CHIEF_OF_STAFF",
          rankBand: "RANK_BAND_SENIOR", leadershipTier: 3, tourMonths: 12, validFrom: "2020-01-01",
        },
      });
      const created = await call("desk", "nominations.v1.NominationsService/CreateCall", {
        call: {
          reference: "26/1", displayName: "Staff of UNMISS", organisation: "ORGANISATION_UN", kind: "CALL_KIND_NOTE_VERBALE",
          posts: [post.name], deadlineDate: day(10), timeZone: "Europe/Oslo",
        },
      });
      await call("desk", "nominations.v1.NominationsService/OpenCall", { name: created.name });
      return { post, opened: created };
    }

    async function nominate(person: string, opened: string, post: string) {
      const nomination = await call("desk", "nominations.v1.NominationsService/CreateNomination", {
        nomination: { call: opened, post, person, supervisorAgreement: "SUPERVISOR_AGREEMENT_YES", plannedFrom: day(-2), plannedTo: day(360) },
      });
      const step = (who: string, verb: string) =>
        call(who, `nominations.v1.NominationsService/${verb}`, { name: nomination.name, reference: "26/1" });
      await step("desk", "SubmitNominationForReview");
      const own = await ask("desk", "nominations.v1.NominationsService/EndorseNomination", { name: nomination.name });
      assert.equal(own.status, 403, "who proposes does not endorse");
      await step("endorser", "EndorseNomination");
      await step("desk", "SubmitNomination");
      await step("desk", "SelectNomination");
      await step("desk", "AcceptNomination");
      return nomination;
    }

    test("moves the leadership figure by exactly one person", async () => {
      const { woman, man } = await enterPeople();
      await train(woman.name);
      const { post, opened } = await openCall();
      const nomination = await nominate(woman.name, opened.name, post.name);
      const plan = { deployment: { nomination: nomination.name } };
      const refused = await ask("desk", "missions.v1.MissionsService/CreateDeployment", plan);
      assert.equal(refused.status, 400);
      assert.match(await refused.text(), /deployment\.country/);
      assert.equal(await server.cli("country", "NOR"), "NOR\n");
      const deployment = await call("desk", "missions.v1.MissionsService/CreateDeployment", plan);
      const step = (verb: string, fields: Fields = {}) =>
        call("desk", `missions.v1.MissionsService/${verb}`, { name: deployment.name, ...fields });
      await step("StartPreparing");
      await step("ClearDeployment");
      const none = { cells: [], total: { women: 0, men: 0, total: 0 } };
      assert.deepEqual(await figures("L1"), none, "a plan counts nowhere");
      assert.deepEqual(await figures("S1"), none);
      await step("Depart", { actualFrom: day(-1) });
      const one = { women: 1, men: 0, total: 1 };
      assert.deepEqual(await figures("L1"), { cells: [{ group: ["UNMISS"], ...one }], total: one });
      assert.deepEqual(await figures("S1"), { cells: [{ group: ["UNMISS"], ...one }], total: one });
      const { records } = await call("leader", "statistics.v1.StatisticsService/ListCellRecords",
        { query: { indicator: "L1", asOf: day(0), tier: 3 }, reason: "Who leads the staff now" });
      assert.deepEqual(records.map(({ record, person }: Fields) => ({ record, person })), [{ record: deployment.name, person: woman.name }]);
      assert.notEqual(man.name, woman.name);
      const voiding = { name: deployment.name, reason: "entered by mistake" };
      assert.equal((await ask("desk", "missions.v1.MissionsService/VoidDeployment", voiding)).status, 400, "who entered it does not void it");
      await call("colleague", "missions.v1.MissionsService/VoidDeployment", voiding);
      assert.deepEqual(await figures("L1"), none, "a void deployment counts nowhere");
      assert.match(await server.cli("verify"), /entries are whole/);
    });
  });
}
