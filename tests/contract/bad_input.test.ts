// SPDX-License-Identifier: EUPL-1.2
// Wrong input over HTTP, on both databases: every request that may change something, broken field by
// field as the descriptors list them, so that a new method or field is covered by itself. Each refusal
// names the field, what is wrong and a remedy, and leaves everything as it was.
// What is no message at all is in wire.test.ts and framing.test.ts; dates, names and gender of one
// person in many spellings are in tests/roster/persons_test.cpp.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { getOption } from "@bufbuild/protobuf";
import { Format, method as methodOption } from "../gen/muster/platform/v1/options_pb";
import { assertRefused, violationsOf } from "./support/refusals.ts";
import { changed, changers, isReference, isText, type Json, masked, Organisation, type Place, placesOf } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

const createPerson = "roster.v1.RosterService/CreatePerson";
const formats = [Format.DATE, Format.MONTH, Format.COUNTRY, Format.LANGUAGE, Format.CODE, Format.TIME_ZONE];

// A collection and a number that nobody has: "units/1" becomes "units/999999".
const collections: Record<string, string> = {
  person: "persons", persons: "persons", unit: "units", parent: "units", from_unit: "units", to_unit: "units",
  successor: "units", owner: "units", rank: "ranks", course: "courses", courses: "courses",
  course_version: "courseVersions", requirement: "requirements", mission: "missions", post: "posts", posts: "posts",
  call: "calls", nomination: "nominations", account: "accounts", segment: "deploymentSegments",
};
// Its person is the one that is created, whatever is given.
const overwritten = ["affiliation.person"];

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`bad input on ${backend}`, () => {
    let server: Server;
    let there: Organisation;

    before(async () => {
      server = await startServer(backend);
      there = await new Organisation(server).build();
    });
    after(() => server?.stop());

    // Breaks every field that `choose` gives values for and expects each to be refused by name.
    async function breakFields(choose: (place: Place, request: Json) => unknown[]): Promise<number> {
      const wrong: { request: Json; path: string; method: (typeof changers)[number] }[] = [];
      for (const method of changers) {
        const valid = await there.valid(method.name);
        for (const place of placesOf(method.input)) {
          for (const value of choose(place, valid)) {
            wrong.push({ method, path: place.path, request: changed(masked(valid, place.path), place.path, value) });
          }
        }
      }
      const untouched = await there.everything();
      for (const { method, path, request } of wrong) {
        const answer = await there.ask(method, request);
        assertRefused(answer, path, `${method.name}, ${path}: ${JSON.stringify(request).slice(0, 300)}`);
      }
      assert.deepEqual(await there.everything(), untouched, "a refusal leaves everything as it was");
      assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
      return wrong.length;
    }

    test("a field that does not exist is named at every level", async () => {
      const wrong: [(typeof changers)[number], string, Json][] = [];
      for (const method of changers) {
        const valid = await there.valid(method.name);
        const holders = new Set(placesOf(method.input).map((place) => place.path.split(".").slice(0, -1)));
        for (const path of new Set([...holders].map((holder) => [...holder, "shoe_size"].join(".")))) {
          wrong.push([method, path, changed(valid, path, 43)]);
        }
      }
      const untouched = await there.everything();
      for (const [method, path, request] of wrong) {
        assertRefused(await there.ask(method, request), path, `${method.name}: ${path}`);
      }
      assert.deepEqual(await there.everything(), untouched);
    });

    test("a word that is no value of an enum is refused with the words that are", async () => {
      const seen = await breakFields(({ field }) => (field.enum ? ["PURPLE", 4711] : []));
      assert.ok(seen > 40, String(seen));
    });

    test("a date that does not exist is refused", async () => {
      const seen = await breakFields(({ rule }) => (rule.format === Format.DATE ? ["2026-02-30", "2026-13-01", "01.02.2026"] : []));
      assert.ok(seen > 40, String(seen));
    });

    test("a last day before the first is refused", async () => {
      const seen = await breakFields(({ path, rule }, valid) => {
        if (!rule.notBefore) return [];
        const first = path.split(".").slice(0, -1).reduce((at: any, step) => at?.[step], valid)?.[rule.notBefore];
        assert.ok(first, `the request for ${path} must give ${rule.notBefore}`);
        return [`${Number(String(first).slice(0, 4)) - 1}-12-31`];
      });
      assert.ok(seen >= 8, String(seen));
    });

    test("a reference to what does not exist, or to something else, is refused", async () => {
      const seen = await breakFields(({ path, field }, valid) => {
        if (!isReference(field) || overwritten.includes(path)) return [];
        // What the request is about: missing, it is not found, as in the next test.
        if (path === "name") return ["shoes/1", valid.name.replace(/\d+$/, "01"), valid.name.replace(/\/.*/, "")];
        assert.ok(collections[field.name], `say in this test what ${path} refers to`);
        const wrong = ["shoes/1", `${collections[field.name]}/01`];
        // MovePeople answers whom it did not find in from_unit (not_moved): UnitMovesTest.
        if (path === "persons[0]" && valid.from_unit) return wrong;
        return [`${collections[field.name]}/999999`, ...wrong];
      });
      assert.ok(seen > 60, String(seen));
    });

    test("what a verb is about and is not there is not found, by its name", async () => {
      const requests: [(typeof changers)[number], Json][] = [];
      for (const method of changers.filter(({ input }) => input.fields.some(({ name }) => name === "name"))) {
        requests.push([method, await there.valid(method.name)]);
      }
      const untouched = await there.everything();
      let asked = 0;
      for (const [method, valid] of requests) {
        const absent = valid.name.replace(/\d+$/, "999999");
        const answer = await there.ask(method, { ...valid, name: absent });
        assert.deepEqual([answer.status, answer.body.code], [404, "not_found"], `${method.name}: ${JSON.stringify(answer.body)}`);
        assert.ok(answer.body.message.includes(absent), `${method.name}: ${answer.body.message}`);
        ++asked;
      }
      assert.ok(asked > 35, String(asked));
      assert.deepEqual(await there.everything(), untouched);
    });

    test("every create and state verb takes a request_id", () => {
      const without: Record<string, string> = {
        ConfirmPassword: "gives the password, which a retry may give again",
        SignIn: "opens a session, which a retry may open again", SetPassword: "the password is set then",
        ChangePassword: "it is changed then", DismissNotice: "it is dismissed then", SignOut: "ends what has ended already",
        UploadChunk: "its offset says whether it was there", ReadPersonDetails: "reads", ReadDeploymentDetails: "reads",
      };
      const lacking = changers.filter(({ input }) => !input.fields.some(({ name }) => name === "request_id"));
      assert.deepEqual(lacking.map(({ name }) => name).sort(), Object.keys(without).sort());
      for (const method of lacking) assert.ok(getOption(method, methodOption).retrySafe, `${method.name} says that it may be repeated`);
    });

    test("text beyond its length is refused, and so is a list beyond its", async () => {
      const seen = await breakFields(({ field, rule }) => {
        if (!isText(field) || formats.includes(rule.format)) return [];
        return ["漢".repeat((rule.maxLength || 200) + 1)];
      });
      assert.ok(seen > 40, String(seen));
    });

    test("control characters are refused in every text", async () => {
      const seen = await breakFields(({ field, rule }) => {
        if (!isText(field)) return [];
        const short = rule.maxLength === 1 ? "" : "a";
        const spoofing = [Format.NAME, Format.TEXT].includes(rule.format) ? ["a\u202eb", "a\u2028b"] : [];
        return [`${short}\u0000`, `${short}\u001b`, ...spoofing];
      });
      assert.ok(seen > 150, String(seen));
    });

    test("a number, code or name that another has is refused", async () => {
      const unique: Record<string, string> = {
        CreatePerson: "person.number", CreateUnit: "unit.code", CreateCourse: "course.code", CreateRequirement: "requirement.code",
        CreateMission: "mission.acronym", CreatePost: "post.code", CreateCall: "call.reference", CreateAccount: "account.account_name",
      };
      const requests: [(typeof changers)[number], Json][] = [];
      for (const name of Object.keys(unique)) {
        requests.push([changers.find((one) => one.name === name)!, await there.valid(name)]);
      }
      for (const [method, request] of requests) assert.equal((await there.ask(method, request)).status, 200, method.name);
      const untouched = await there.everything();
      for (const [method, request] of requests) {
        const again = await there.ask(method, request);
        assert.equal(again.body.code, "already_exists");
        assertRefused(again, unique[method.name]!, method.name);
      }
      assert.deepEqual(await there.everything(), untouched);
    });

    test("names in any script come back byte for byte, up to 200 characters", async () => {
      const scripts: Record<string, string> = {
        Arabic: "عائشة بنت محمد", Han: "王小明漢字", Devanagari: "क्षत्रिय आशा", "combining marks": "x\u0323\u0302 q\u0307",
        emoji: "🕊👩🏽‍✈️", Hebrew: "שרה", Thai: "น้ำผึ้ง", Gothic: "𐌰𐌱𐌲",
      };
      for (const [script, name] of Object.entries(scripts)) {
        const filled = [...name.repeat(200)].slice(0, 200).join("").trim();
        const whole = filled + "a".repeat(200 - [...filled].length);
        for (const text of [name, whole]) {
          const valid = await there.valid("CreatePerson");
          Object.assign(valid.person, { given_name: text, family_name: text, preferred_name: text });
          const made = await there.must(createPerson, valid);
          const read = await there.must("roster.v1.RosterService/GetPerson", { name: made.name });
          for (const field of ["givenName", "familyName", "preferredName"]) assert.equal(read[field], text, script);
        }
        const valid = await there.valid("CreatePerson");
        valid.person.family_name = `${whole}a`;
        assertRefused(await there.ask(createPerson, valid), "person.family_name", `201 characters of ${script}`);
      }
    });

    test("everything that is wrong is told at once", async () => {
      const valid = await there.valid("CreatePerson");
      const wrong = changed(changed(changed(valid, "person.gender", "GENDER_UNSPECIFIED"), "person.birth_date", "2026-02-30"),
        "affiliation.position", "a\u0007");
      const found = violationsOf(await there.ask(createPerson, wrong), "three faults");
      assert.deepEqual([...found.keys()].sort(), ["affiliation.position", "person.birth_date", "person.gender"]);
    });
  });
}
