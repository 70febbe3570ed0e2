// SPDX-License-Identifier: EUPL-1.2
// The second hand over HTTP and on the command line: an act that takes two waits, by the console or another one it is
// done, and what was written to say so is there although the answer was an error.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import { ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { muster } from "./support/command_line.ts";
import type { Json } from "./support/requests.ts";
import { type Backend, type Server, startServer } from "./support/server.ts";

for (const backend of ["sqlite", "postgresql"] satisfies Backend[]) {
  describe(`approvals on ${backend}`, () => {
    let server: Server;
    const cookies: Record<string, string> = {};
    let analyst = "";

    before(async () => {
      server = await startServer(backend);
      for (const name of ["first", "second"]) {
        await server.createAccount(name, "administrator");
        cookies[name] = await server.signIn(name);
      }
      await server.createAccount("analyst", "analyst");
      const { body } = await call("first", "ListAccounts", { filter: 'account_name = "analyst"' });
      analyst = body.accounts[0].name;
    });
    after(() => server?.stop());

    async function call(who: string, method: string, request: Json): Promise<{ status: number; body: Json }> {
      const response = await fetch(`${server.url}/muster.access.v1.AccessService/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json", "connect-protocol-version": "1", cookie: cookies[who]! },
        body: JSON.stringify(request),
      });
      return { status: response.status, body: (await response.json()) as Json };
    }
    const infoOf = (body: Json) => {
      const detail = body.details.find((one: Json) => one.type === "google.rpc.ErrorInfo");
      return fromBinary(ErrorInfoSchema, Buffer.from(detail.value, "base64"));
    };
    const grant = (role: string) => ({ grant: { account: analyst, role, validFrom: "2024-01-01" }, requestId: `grant-${role}` });
    async function asked(role: string): Promise<string> {
      const { status, body } = await call("first", "CreateGrant", grant(role));
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(infoOf(body).reason, "APPROVAL_NEEDED");
      return infoOf(body).metadata.approval!;
    }
    const roles = async () => (await call("first", "ListGrants", { filter: `account = ${analyst}` })).body.grants.map((one: Json) => one.role);

    test("waits for the other administrator, who finds it and approves it", async () => {
      const name = await asked("ROLE_ENDORSER");
      assert.equal(await asked("ROLE_ENDORSER"), name, "asked twice, it is one");
      assert.deepEqual(await roles(), ["ROLE_ANALYST"]);
      assert.equal(infoOf((await call("first", "ApproveRequest", { name })).body).reason, "OWN_REQUEST");
      const { body } = await call("second", "ListApprovals", { view: "APPROVAL_VIEW_MINE_TO_GIVE" });
      assert.deepEqual(body.approvals.map((one: Json) => [one.name, one.askedByDisplayName]), [[name, "first"]]);
      const approved = await call("second", "ApproveRequest", { name, etag: body.approvals[0].etag });
      assert.equal(approved.body.state, "APPROVAL_STATE_APPROVED", JSON.stringify(approved.body));
      assert.deepEqual((await roles()).toSorted(), ["ROLE_ANALYST", "ROLE_ENDORSER"]);
      assert.equal((await call("first", "CreateGrant", grant("ROLE_ENDORSER"))).body.name, approved.body.result, "the retry hears of it");
      assert.equal(infoOf((await call("second", "ApproveRequest", { name })).body).reason, "APPROVAL_DECIDED");
    });

    test("two approvers at once: one runs it, the other hears so", async () => {
      await server.createAccount("third", "administrator");
      cookies.third = await server.signIn("third");
      const name = await asked("ROLE_LEADERSHIP");
      const answers = await Promise.all(["second", "third"].map((who) => call(who, "ApproveRequest", { name })));
      assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 400], JSON.stringify(answers));
      assert.equal(infoOf(answers.find(({ status }) => status === 400)!.body).reason, "APPROVAL_DECIDED");
      assert.equal((await roles()).filter((role: string) => role === "ROLE_LEADERSHIP").length, 1);
    });

    test("what cannot be done any more has failed, and stays so", async () => {
      const name = await asked("ROLE_AUDITOR");
      const { body } = await call("second", "ListAccounts", { filter: 'account_name = "first"' });
      assert.equal((await call("second", "DisableAccount", { name: body.accounts[0].name })).status, 200);
      const failed = await call("second", "ApproveRequest", { name });
      assert.equal(infoOf(failed.body).reason, "APPROVAL_FAILED", JSON.stringify(failed.body));
      assert.equal((await call("second", "GetApproval", { name })).body.state, "APPROVAL_STATE_FAILED");
    });

    test("the console lists, approves and refuses", async () => {
      const place = ["--database", server.database];
      const ask = async (role: string) => infoOf((await call("second", "CreateGrant", grant(role))).body).metadata.approval!;
      const name = await ask("ROLE_HR_CENTRAL");
      const other = await ask("ROLE_TRAINING_COORDINATOR");
      const listed = await muster(["approvals", ...place]);
      assert.match(listed.stdout, new RegExp(`^${name}: Give HR_CENTRAL for all units to the account analyst .*Asked by second`, "m"));
      assert.match((await muster(["approve", name.split("/")[1]!, ...place])).stdout, /approved.* grants\/\d+/);
      assert.match((await muster(["refuse", other, "--reason", "Not needed", ...place])).stdout, /refused/);
      const again = await muster(["approve", other, ...place]);
      assert.deepEqual([again.status, again.stdout], [1, ""]);
      assert.match(again.stderr, /was decided already: REFUSED by console, Not needed/);
      assert.match((await muster(["approve", "99999", ...place])).stderr, /was not found/);
      const { body } = await call("second", "ListGrants", { filter: `account = ${analyst} AND role = ROLE_HR_CENTRAL` });
      assert.equal(body.grants[0].approvedBy, "console");
      assert.match(await server.cli("verify"), /entries are whole/);
    });

    test("what is done alone stands on its reviewer's list, on the console's too", async () => {
      const place = ["--database", server.database];
      for (const name of ["desk", "reviewer"]) {
        await server.createAccount(name, "hr-central");
        cookies[name] = await server.signIn(name);
      }
      const ask = async (who: string, method: string, request: Json) => {
        const response = await fetch(`${server.url}/muster.${method}`, {
          method: "POST",
          headers: { "content-type": "application/json", "connect-protocol-version": "1", cookie: cookies[who]! },
          body: JSON.stringify(request),
        });
        return { status: response.status, body: (await response.json()) as Json };
      };
      const must = async (method: string, request: Json) => {
        const { status, body } = await ask("desk", method, request);
        assert.equal(status, 200, `${method}: ${JSON.stringify(body)}`);
        return body.name as string;
      };
      const unit = await must("roster.v1.RosterService/CreateUnit", { unit: { code: "U", displayName: "Unit", kind: "UNIT_KIND_UNIT" } });
      const person = await must("roster.v1.RosterService/CreatePerson", {
        person: { number: "P1", givenName: "Kari", familyName: "Prøve", gender: "GENDER_WOMAN", category: "CATEGORY_MILITARY" },
        affiliation: { unit, validFrom: "2020-01-01" },
      });
      const requirement = await must("training.v1.TrainingService/CreateRequirement", {
        requirement: { code: "R", displayName: "Rule", population: "POPULATION_ROSTER", topics: ["TOPIC_WPS"], time: "REQUIREMENT_TIME_CONTINUOUS", validFrom: "2020-01-01" },
      });
      const waiver = { waiver: { person, requirement, reason: "Course is full", validFrom: "2024-01-01", validTo: "2024-02-01" } };
      const needed = await ask("desk", "training.v1.TrainingService/CreateWaiver", waiver);
      assert.equal(infoOf(needed.body).reason, "REVIEWER_NEEDED", JSON.stringify(needed.body));
      const { body: { accounts } } = await call("second", "ListAccounts", { filter: 'account_name = "reviewer"' });
      const named = await call("second", "SetReviewer", { act: "TWO_HAND_ACT_WAIVER", account: accounts[0].name });
      assert.equal(named.body.reviewer, accounts[0].name, JSON.stringify(named.body));
      const made = await must("training.v1.TrainingService/CreateWaiver", waiver);
      const { body } = await call("reviewer", "ListApprovals", { view: "APPROVAL_VIEW_MINE_TO_GIVE" });
      assert.deepEqual(body.approvals.map((one: Json) => [one.state, one.result, one.grounds, one.reviewerDisplayName]),
        [["APPROVAL_STATE_TO_REVIEW", made, "Course is full", "reviewer"]]);
      const { name } = body.approvals[0];
      assert.equal((await call("reviewer", "GetSession", {})).body.notices[0].approval, name);
      const listed = await muster(["approvals", ...place]);
      assert.match(listed.stdout, new RegExp(`^${name}: ${person} was excused from the requirement R .*: Course is full\\. Done by desk .*to be looked at until`, "m"));
      assert.equal(infoOf((await call("desk", "ApproveRequest", { name })).body).reason, "OWN_REQUEST");
      const right = await call("reviewer", "ApproveRequest", { name });
      assert.equal(right.body.state, "APPROVAL_STATE_REVIEWED", JSON.stringify(right.body));
      const second = await must("training.v1.TrainingService/CreateWaiver", { waiver: { ...waiver.waiver, validFrom: "2024-03-01", validTo: "2024-04-01" } });
      const { body: again } = await call("reviewer", "ListApprovals", { view: "APPROVAL_VIEW_MINE_TO_GIVE" });
      assert.deepEqual(again.approvals.map((one: Json) => one.result), [second]);
      assert.match((await muster(["refuse", again.approvals[0].name, "--reason", "Revoke it", ...place])).stdout, /not right/);
    });

    test("a service account is made without a password, and a person without a second account", async () => {
      const place = ["--database", server.database];
      assert.equal((await muster(["account", "create", "program", "--role", "analyst", "--service", ...place])).status, 0);
      const both = await muster(["account", "create", "other", "--role", "analyst", "--service", "--password-stdin", ...place], {}, "a long enough phrase\n");
      assert.deepEqual([both.status, /exactly one/.test(both.stderr)], [2, true]);
      assert.match((await muster(["token", "create", "program", ...place])).stdout, /^[0-9a-f]{64}\n$/);
    });
  });
}
