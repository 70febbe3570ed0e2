// SPDX-License-Identifier: EUPL-1.2
// The official Connect clients against the real server, on both databases: what goes in comes
// out, and what is wrong is said with code, fields and reason.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { MissionKind, MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { RosterService, UnitKind } from "../gen/muster/roster/v1/roster_pb";
import { Category, Gender, Organisation, Topic } from "../gen/muster/platform/v1/terms_pb";
import { BadRequestSchema, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { type Backend, type Server, startServer } from "./support/server.ts";
import { type Way, ways } from "./support/transports.ts";

const backends: Backend[] = ["sqlite", "postgresql"];
const any_script = "Øyvind Ærlig 漢字 🕊 O'Neil – \"a\\b\"";

// What a call fails with.
async function failure(call: Promise<unknown>): Promise<ConnectError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof ConnectError, String(error));
    return error;
  }
  assert.fail("the call should have failed");
}

function violatedFields(error: ConnectError): string[] {
  return error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations.map((v) => v.field));
}

for (const backend of backends) {
  describe(`clients on ${backend}`, () => {
    let server: Server;
    let headers: HeadersInit;
    let analyst: HeadersInit;

    before(async () => {
      server = await startServer(backend);
      await server.createAccount("central", "hr-central");
      await server.createAccount("analyst", "analyst");
      headers = { authorization: `Bearer ${await server.token("central")}` };
      analyst = { authorization: `Bearer ${await server.token("analyst")}` };
    });
    after(() => server?.stop());

    const clients = (way: Way) => {
      const transport = way.open(server.url);
      return {
        access: createClient(AccessService, transport),
        missions: createClient(MissionsService, transport),
        roster: createClient(RosterService, transport),
      };
    };

    for (const [index, way] of ways.entries()) {
      test(`${way.name}: every kind of field comes back as it went in`, async () => {
        const { missions } = clients(way);
        const acronym = `M${index}-${any_script}`.slice(0, 60).trim();
        const sent = {
          acronym,
          displayName: any_script,
          displayNameNb: "",
          organisation: Organisation.UN,
          kind: MissionKind.INTERNATIONAL,
          hostCountries: ["SSD", "SDN"],
          mandateFrom: "2011-07-09",
          themes: [Topic.WPS, Topic.CRSV],
        };
        const made = await missions.createMission({ mission: sent }, { headers });
        assert.match(made.name, /^missions\/\d+$/);
        const got = await missions.getMission({ name: made.name }, { headers });
        assert.deepEqual(got, made);
        for (const [field, value] of Object.entries(sent)) {
          assert.deepEqual(got[field as keyof typeof sent], value, field);
        }
        assert.equal(got.mandateTo, undefined);
        assert.ok(got.createTime && got.createTime.seconds > 1_700_000_000n);
      });

      test(`${way.name}: a long list comes page by page, each row once`, async () => {
        const { roster } = clients(way);
        if (index === 0) {
          for (let i = 0; i < 25; ++i) {
            await roster.createUnit(
              { unit: { code: `U${i}`, displayName: `Unit ${i} ${any_script}`, kind: UnitKind.UNIT } },
              { headers },
            );
          }
        }
        const codes: string[] = [];
        let pages = 0;
        for (let pageToken = ""; pages === 0 || pageToken; ++pages) {
          const page = await roster.listUnits({ pageSize: 10, pageToken, orderBy: "code desc" }, { headers });
          codes.push(...page.units.map((unit) => unit.code));
          pageToken = page.nextPageToken;
        }
        assert.equal(pages, 3);
        assert.deepEqual(codes, Array.from({ length: 25 }, (_, i) => `U${i}`).sort().reverse());
      });

      test(`${way.name}: every wrong field is named`, async () => {
        const { roster } = clients(way);
        const error = await failure(
          roster.createPerson(
            {
              person: {
                number: "not a code!",
                givenName: "",
                familyName: "Two\nlines",
                gender: Gender.UNSPECIFIED,
                category: Category.POLICE,
                birthDate: "1990-02-30",
                nationality: "NO",
              },
              affiliation: { unit: "units/1", validFrom: "2020-01-01", validTo: "2019-12-31" },
            },
            { headers },
          ),
        );
        assert.equal(error.code, Code.InvalidArgument);
        assert.deepEqual(violatedFields(error).sort(), [
          "affiliation.valid_to",
          "person.birth_date",
          "person.family_name",
          "person.gender",
          "person.nationality",
          "person.number",
        ]);
        for (const violation of error.findDetails(BadRequestSchema)[0]!.fieldViolations) {
          assert.ok(violation.description.length > 10, `${violation.field}: ${violation.description}`);
        }
      });

      if (way.name.includes("POST")) {
        test(`${way.name}: a message over the limit is resource_exhausted`, async () => {
          // Above the limit of a body, and above that of a message when it comes compressed.
          for (const length of [1_100_000, 5_000_000]) {
            const error = await failure(clients(way).missions.listMissions({ filter: "x".repeat(length) }, { headers }));
            assert.equal(Code[error.code], Code[Code.ResourceExhausted], error.message);
          }
        });
      }

      test(`${way.name}: refusals carry their code and reason`, async () => {
        const { missions, roster } = clients(way);
        const cases: [Code, () => Promise<unknown>][] = [
          [Code.Unauthenticated, () => missions.listMissions({})],
          [Code.Unauthenticated, () => missions.listMissions({}, { headers: { authorization: "Bearer nobody" } })],
          [Code.PermissionDenied, () => roster.listPersons({}, { headers: analyst })],
          [Code.NotFound, () => missions.getMission({ name: "missions/999999" }, { headers })],
          [Code.InvalidArgument, () => missions.getMission({ name: "persons/1" }, { headers })],
          [Code.InvalidArgument, () => missions.listMissions({ pageToken: "nonsense" }, { headers })],
          [Code.InvalidArgument, () => missions.listMissions({ filter: 'no_such_field = "x"' }, { headers })],
          [Code.InvalidArgument, () => missions.listMissions({ orderBy: "no_such_field" }, { headers })],
        ];
        for (const [code, call] of cases) {
          const error = await failure(call());
          assert.equal(Code[error.code], Code[code], error.message);
          const [info] = error.findDetails(ErrorInfoSchema);
          assert.ok(info, "an ErrorInfo");
          assert.match(info.reason, /^[A-Z][A-Z_]+$/);
          assert.equal(info.domain, "muster");
        }
      });
    }

    test("the request's number is in the answer and in the error", async () => {
      const { missions } = clients(ways[0]!);
      let header: string | null = null;
      await missions.listMissions({}, { headers, onHeader: (h) => (header = h.get("x-request-id")) });
      assert.match(String(header), /^[0-9a-z-]{8,}$/i);
      const error = await failure(missions.getMission({ name: "missions/999999" }, { headers }));
      const named = error.findDetails(ErrorInfoSchema)[0]?.metadata["request_id"];
      assert.ok(named);
      assert.equal(error.metadata.get("x-request-id"), named);
    });

    test("a retry with the same request_id has one effect", async () => {
      const { missions } = clients(ways[0]!);
      const mission = {
        acronym: "RETRY",
        displayName: "Retried",
        organisation: Organisation.EU,
        kind: MissionKind.INTERNATIONAL,
      };
      const send = () => missions.createMission({ mission, requestId: "once" }, { headers });
      const answers = await Promise.all([send(), send(), send(), send()]);
      answers.push(await send());
      assert.equal(new Set(answers.map((answer) => answer.name)).size, 1);
      const again = await failure(
        missions.createMission({ mission: { ...mission, displayName: "Other" }, requestId: "once" }, { headers }),
      );
      assert.equal(again.code, Code.InvalidArgument);
      assert.deepEqual(violatedFields(again), ["request_id"]);
      const double = await failure(missions.createMission({ mission, requestId: "twice" }, { headers }));
      assert.equal(double.code, Code.AlreadyExists);
    });

    test("a call within its time is answered, a stale etag is refused", async () => {
      const { roster } = clients(ways[0]!);
      const made = await roster.createPerson(
        {
          person: {
            number: "P-1",
            givenName: "Kari",
            familyName: "Prøve",
            gender: Gender.NOT_STATED,
            category: Category.CIVILIAN,
          },
          affiliation: { unit: "units/1", validFrom: "2020-01-01" },
        },
        { headers, timeoutMs: 9_000 },
      );
      const change = (familyName: string) =>
        roster.updatePerson(
          { person: { name: made.name, familyName, etag: made.etag }, updateMask: { paths: ["family_name"] } },
          { headers },
        );
      assert.equal((await change("Ny")).familyName, "Ny");
      assert.equal((await failure(change("Nyere"))).code, Code.Aborted);
    });

    test("sensitive fields come from the audited method only", async () => {
      const { roster } = clients(ways[0]!);
      const made = await roster.createPerson(
        {
          person: {
            number: "P-2",
            givenName: "Ola",
            familyName: "Prøve",
            gender: Gender.MAN,
            category: Category.MILITARY,
            birthDate: "1985-06-07",
          },
          affiliation: { unit: "units/1", validFrom: "2020-01-01" },
        },
        { headers },
      );
      assert.equal(made.birthDate, undefined);
      assert.equal((await roster.getPerson({ name: made.name }, { headers })).birthDate, undefined);
      const details = await roster.readPersonDetails({ name: made.name, purpose: 1 }, { headers });
      assert.equal(details.birthDate, "1985-06-07");
    });
  });
}
