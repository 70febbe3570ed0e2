// SPDX-License-Identifier: EUPL-1.2
// Who gets in: sessions, requests from other sites, tokens, and every method called as every role.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { getOption, type DescMethod, type DescService } from "@bufbuild/protobuf";
import { access as accessOption, Role } from "../gen/muster/platform/v1/options_pb";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { ImportService } from "../gen/muster/imports/v1/imports_pb";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { TrainingService } from "../gen/muster/training/v1/training_pb";
import { programs, run } from "./support/processes.ts";
import { password, type Server, startServer } from "./support/server.ts";

const services: DescService[] = [
  AccessService,
  RosterService,
  TrainingService,
  MissionsService,
  NominationsService,
  ImportService,
  StatisticsService,
];
const roles = Object.values(Role).filter((role): role is Role => typeof role === "number" && role !== 0);
const accountOf = (role: Role) => Role[role].toLowerCase().replaceAll("_", "-");

let server: Server;
before(async () => {
  server = await startServer();
  await server.createAccount("hr-central", "hr-central");
  const authorization = `Bearer ${await server.token("hr-central")}`;
  const unit = await call("muster.roster.v1.RosterService/CreateUnit", { authorization }, {
    unit: { code: "TOP", displayName: "Top", kind: "UNIT_KIND_MINISTRY" },
  });
  const person = await call("muster.roster.v1.RosterService/CreatePerson", { authorization }, {
    person: { number: "P-1", givenName: "Kari", familyName: "Prøve", gender: "GENDER_WOMAN", category: "CATEGORY_POLICE" },
    affiliation: { unit: unit.body.name, validFrom: "2020-01-01" },
  });
  assert.equal(person.status, 200, JSON.stringify(person.body));
  for (const role of roles) {
    if (role === Role.HR_CENTRAL) continue;
    await server.createAccount(accountOf(role), accountOf(role), role === Role.PERSON ? person.body.name : undefined);
  }
});
after(() => server?.stop());

async function call(path: string, headers: Record<string, string>, message: unknown = {}) {
  const response = await fetch(`${server.url}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "connect-protocol-version": "1", ...headers },
    body: JSON.stringify(message),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

const accessPath = (method: string) => `muster.access.v1.AccessService/${method}`;
const signIn = (accountName: string, secret: string, headers: Record<string, string> = {}) =>
  call(accessPath("SignIn"), headers, { accountName, password: secret });

describe("sessions", () => {
  test("the cookie is out of reach of scripts and of other sites", async () => {
    const answer = await signIn("hr-central", password);
    assert.equal(answer.status, 200);
    const cookie = answer.headers.get("set-cookie") ?? "";
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
    assert.match(cookie, /Path=\//);
    assert.equal(answer.body.session.grants[0].role, "ROLE_HR_CENTRAL");
    assert.equal(answer.headers.get("cache-control"), "no-store");
  });

  test("an account is one in whatever case, and is guessed at as one", async () => {
    for (const name of ["HR-Central", " hr-central ", "\uFF28R-central"]) {
      const answer = await signIn(name, password);
      assert.equal(answer.status, 200, name);
      assert.equal(answer.body.session.grants[0].role, "ROLE_HR_CENTRAL");
    }
    await server.createAccount("guessed", "analyst");
    const spellings = ["guessed", "Guessed", "GUESSED", "guesseD"];
    const statuses: number[] = [];
    for (let i = 0; i < 12; ++i) statuses.push((await signIn(spellings[i % 4]!, `guess ${i} of many`)).status);
    assert.equal(statuses.at(-1), 429);
  });

  test("a wrong password and an unknown account are told apart by nobody", async () => {
    const wrong = await signIn("analyst", "not the password");
    const unknown = await signIn("nobody-at-all", "not the password");
    assert.equal(wrong.status, 401);
    assert.equal(unknown.status, 401);
    assert.equal(wrong.body.message, unknown.body.message);
  });

  test("guessing is slowed down", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 12; ++i) statuses.push((await signIn("auditor", `guess ${i} of many`)).status);
    assert.deepEqual(new Set(statuses), new Set([401, 429]));
    assert.equal(statuses.at(-1), 429);
    assert.equal((await signIn("administrator", password)).status, 200, "others are not held up");
  });

  test("signing out ends the session at once", async () => {
    const cookie = await server.signIn("leadership");
    const session = () => call(accessPath("GetSession"), { cookie });
    assert.match((await session()).body.account, /^accounts\/\d+$/);
    assert.equal((await call(accessPath("SignOut"), { cookie })).status, 200);
    assert.equal((await session()).body.account, undefined);
    const units = await call("muster.roster.v1.RosterService/ListUnits", { cookie });
    assert.equal(units.status, 401);
  });

  test("another site cannot use the cookie", async () => {
    const cookie = await server.signIn("leadership");
    const path = "muster.roster.v1.RosterService/ListUnits";
    assert.equal((await call(path, { cookie })).status, 200);
    assert.equal((await call(path, { cookie, origin: server.url })).status, 200);
    assert.equal((await call(path, { cookie, origin: "https://elsewhere.example" })).status, 403);
    for (const site of ["cross-site", "same-site"]) {
      assert.equal((await call(path, { cookie, "sec-fetch-site": site })).status, 403, site);
    }
  });

  test("disabling an account ends its sessions and tokens", async () => {
    await server.createAccount("leaving", "analyst");
    const bearer = { authorization: `Bearer ${await server.token("leaving")}` };
    const mine = await call(accessPath("GetSession"), bearer);
    assert.equal((await call(accessPath("ListGrants"), bearer)).status, 403);
    const administrator = { authorization: `Bearer ${await server.token("administrator")}` };
    const disabled = await call(accessPath("DisableAccount"), administrator, { name: mine.body.account });
    assert.equal(disabled.status, 200, JSON.stringify(disabled.body));
    assert.equal((await call(accessPath("ListGrants"), bearer)).status, 401);
    assert.equal((await signIn("leaving", password)).status, 401);
  });
});

describe("tokens", () => {
  const display = "a program";
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const createToken = (headers: Record<string, string>) => call(accessPath("CreateToken"), headers, { displayName: display });

  test("a token is listed, ended, and makes no others", async () => {
    const cookie = await server.signIn("endorser");
    const { token } = (await createToken({ cookie })).body;
    const child = await createToken(bearer(token));
    assert.equal(child.status, 400, JSON.stringify(child.body));
    assert.match(child.body.message, /a token makes no tokens: sign in/);
    const listed = await call(accessPath("ListTokens"), bearer(token));
    const [mine] = listed.body.tokens.filter((one: any) => one.displayName === display);
    assert.equal(JSON.stringify(listed.body).includes(token), false, "the secret is shown once");
    const elsewhere = await call(accessPath("RevokeToken"), { cookie: await server.signIn("leadership") }, { name: mine.name });
    assert.equal(elsewhere.status, 404);
    assert.equal((await call(accessPath("ListTokens"), bearer(token))).status, 200);
    const ended = await call(accessPath("RevokeToken"), { cookie }, { name: mine.name });
    assert.equal(ended.status, 200, JSON.stringify(ended.body));
    assert.equal((await call(accessPath("ListTokens"), bearer(token))).status, 401, "with the next call");
  });

  test("the command line makes a token of an account over the network with its password", async () => {
    const over = (...flags: string[]) =>
      run(path.join(programs, "muster"), ["token", "create", "training-coordinator", "--server", server.url, ...flags], { input: `${password}\n` });
    const made = await over("--password-stdin");
    assert.equal(made.status, 0, made.stderr);
    const mine = await call(accessPath("GetSession"), bearer(made.stdout.trim()));
    assert.equal(mine.body.grants[0].role, "ROLE_TRAINING_COORDINATOR");
    const without = await over();
    assert.equal(without.status, 2);
    assert.match(without.stderr, /--password-stdin/);
  });
});

// What an empty message answers that got past the check of roles: 2xx, or refused for its content.
const admitted = (status: number) => ![401, 403, 404, 405, 415, 500].includes(status);

function pathOf(method: DescMethod): string {
  return `${method.parent.typeName}/${method.name}`;
}

describe("every method as every role", () => {
  const tokens = new Map<Role, string>();
  before(async () => {
    // "auditor" has used up its attempts above.
    await server.createAccount("second-auditor", "auditor");
    for (const role of roles) {
      tokens.set(role, await server.token(role === Role.AUDITOR ? "second-auditor" : accountOf(role)));
    }
  });

  for (const service of services) {
    for (const method of service.methods) {
      // Signing in and out is tested above, and would end what the others need; a first password takes a code (ApprovalsTest).
      if (["SignIn", "SignOut", "SetPassword"].includes(method.name)) continue;
      test(pathOf(method), async () => {
        const option = getOption(method, accessOption);
        const nobody = await call(pathOf(method), {});
        if (option.anyone) {
          assert.equal(nobody.status, 200);
        } else {
          assert.equal(nobody.status, 401, "without signing in");
        }
        for (const role of roles) {
          const answer = await call(pathOf(method), { authorization: `Bearer ${tokens.get(role)}` });
          const may = option.anyone || option.signedIn || option.anyGrant || option.roles.includes(role);
          const text = `${Role[role]}: ${answer.status} ${JSON.stringify(answer.body)}`;
          if (may) {
            assert.ok(admitted(answer.status), text);
          } else {
            assert.equal(answer.status, 403, text);
          }
        }
      });
    }
  }
});

describe("every answer is guarded", () => {
  for (const path of ["/", "/healthz", "/readyz", "/nothing-here.js", "/muster.nope.v1.Nope/X", `/${accessPath("GetSession")}`]) {
    test(path, async () => {
      const response = await fetch(server.url + path);
      await response.arrayBuffer();
      const policy = response.headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      assert.equal(response.headers.get("referrer-policy"), "same-origin");
      assert.equal(response.headers.get("cross-origin-opener-policy"), "same-origin");
      assert.equal(response.headers.get("server"), null);
      assert.equal(response.headers.get("access-control-allow-origin"), null);
    });
  }
});
