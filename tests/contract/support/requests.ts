// SPDX-License-Identifier: EUPL-1.2
// A request that is right for every method that takes in something new, on a small organisation;
// and a walk over the fields of a request, so that tests break them one by one.
import assert from "node:assert/strict";
import { getOption, hasOption, type DescField, type DescMessage, type DescMethod, type DescService } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import { AccessService } from "../../gen/muster/access/v1/access_pb";
import { ImportService } from "../../gen/muster/imports/v1/imports_pb";
import { MissionsService } from "../../gen/muster/missions/v1/missions_pb";
import { NominationsService } from "../../gen/muster/nominations/v1/nominations_pb";
import { field as fieldOption, method as methodOption, type Field } from "../../gen/muster/platform/v1/options_pb";
import { RosterService } from "../../gen/muster/roster/v1/roster_pb";
import { StatisticsService } from "../../gen/muster/statistics/v1/statistics_pb";
import { TrainingService } from "../../gen/muster/training/v1/training_pb";
import { password, type Server } from "./server.ts";

export const services: DescService[] = [
  AccessService, ImportService, MissionsService, NominationsService, RosterService, StatisticsService, TrainingService,
];
export const methods: DescMethod[] = services.flatMap((service) => service.methods);
// What takes in something new; the other methods list what is there or take a step with it, as
// RecordInterview does. A password is set with a code that is good once.
export const writers = methods.filter((method) => /^(Create|Record|Report|Set|Update)/.test(method.name)
  && !method.input.name.endsWith("ActionRequest") && method.name !== "SetPassword");
// Whether clients may call it by GET; what is read-only and holds personal data is for POST alone.
export const mayBeGet = (method: DescMethod) => method.idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
export const readers = methods.filter((method) => mayBeGet(method) || getOption(method, methodOption).readOnly);
// Whatever may change something, the verbs that move what is there and the audited reads among them.
export const changers = methods.filter((method) => !readers.includes(method));

export type Json = Record<string, any>;
export interface Answer {
  status: number;
  body: Json;
}

// A field of a request: its path as the server names it, "affiliation.branch", and its rules.
export interface Place {
  path: string;
  field: DescField;
  rule: Field;
}

// What of a resource holds from a day: Change and Correct take these fields alone, Update all others.
const dated: Record<string, string[]> = {
  Post: ["category", "personnel_type", "function", "rank_band", "leadership_tier"],
  Mission: ["organisation", "kind"],
  Unit: ["parent"],
};

// Every field that a client fills, also within messages and lists; not what the server sets, and in an
// update not what is set once or by another method.
export function placesOf(
  message: DescMessage, before = "", update = message.fields.some((one) => one.name === "update_mask"), request = message.name,
): Place[] {
  return message.fields.flatMap((field) => {
    const rule = getOption(field, fieldOption);
    const path = before + field.name;
    if (update && before !== "" && dated[message.name]
      && dated[message.name]!.includes(field.name) === request.startsWith("Update")) return [];
    if (rule.outputOnly || (update && rule.immutable) || (before !== "" && ["name", "etag"].includes(field.name))) return [];
    const place = { path: field.fieldKind === "list" ? `${path}[0]` : path, field, rule };
    const inner = field.message && field.message.typeName.startsWith("muster.") ? placesOf(field.message, `${place.path}.`, update, request) : [];
    return [place, ...inner];
  });
}

// A known_at behind all that was answered until now: it has whole milliseconds, a fact's time parts of one too. The
// moment has come when it is given, for one that has not is refused.
export function knownByNow(): string {
  const moment = Date.now() + 1;
  while (Date.now() < moment);
  return new Date(moment).toISOString();
}

export const isText = (field: DescField) =>
  (field.fieldKind === "scalar" || field.fieldKind === "list") && field.scalar === 9;
// The type that a field refers to, as in google.api.resource_reference; it is not generated here.
export const isReference = (field: DescField) =>
  isText(field) && hasOption(field, fieldOption) !== undefined && (field.proto.options?.$unknown ?? []).some((one) => one.no === 1055);

// Sets the value at "affiliation.branch" or "call.posts[0]" in a copy of the request.
export function changed(request: Json, path: string, value: unknown): Json {
  const copy = structuredClone(request);
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  let at: any = copy;
  for (const [index, step] of steps.entries()) {
    if (index === steps.length - 1) at[step] = value;
    else at = at[step] ??= /^\d+$/.test(steps[index + 1]!) ? [] : {};
  }
  return copy;
}

// The same request, which an update's mask lets speak of the field at "person.given_name".
export function masked(request: Json, path: string): Json {
  const field = path.split(/[.[]/)[1];
  if (!("update_mask" in request) || field === undefined) return request;
  const name = field.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return { ...request, update_mask: [...new Set([...request.update_mask.split(","), name])].join(",") };
}

// What posts and missions become.
const other = {
  post: {
    category: "CATEGORY_POLICE", personnel_type: "PERSONNEL_TYPE_INDIVIDUAL_POLICE", function: "POST_FUNCTION_ADVISER",
    rank_band: "RANK_BAND_MIDDLE", leadership_tier: 3,
  },
  ofPost: "category,personnelType,function,rankBand,leadershipTier",
  mission: { organisation: "ORGANISATION_NATO", kind: "MISSION_KIND_EXERCISE" },
  ofMission: "organisation,kind",
};

export class Organisation {
  private tokens: Record<string, string> = {};
  private cookie = "";
  private uploads: string[] = [];
  private count = 0;
  names: Record<string, string> = {};

  constructor(readonly server: Server) {}

  // A code that no other has.
  fresh(): string {
    return `N${++this.count}`;
  }

  async ask(method: DescMethod | string, request: Json): Promise<Answer> {
    const path = typeof method === "string" ? `muster.${method}` : `${method.parent.typeName}/${method.name}`;
    const administers = path.startsWith("muster.access.");
    // A token makes no tokens, and has no password.
    const who: Record<string, string> = /\/(CreateToken|ConfirmPassword)$/.test(path)
      ? { cookie: this.cookie }
      : { authorization: `Bearer ${this.tokens[administers ? "administrator" : "desk"]}` };
    const response = await fetch(`${this.server.url}/${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "connect-protocol-version": "1",
        ...who,
      },
      body: JSON.stringify(request),
    });
    const body = (await response.json()) as Json;
    if (path.endsWith("/CreateImport") && response.status === 200) this.uploads.push(body.name);
    return { status: response.status, body };
  }

  async must(method: string, request: Json): Promise<Json> {
    const answer = await this.ask(method, request);
    assert.equal(answer.status, 200, `${method}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  // A new one of the missions service.
  private async made(method: string, service = "missions.v1.MissionsService"): Promise<string> {
    return (await this.must(`${service}/${method}`, await this.valid(method))).name;
  }

  private record(method: string): Promise<string> {
    return this.made(method, "roster.v1.RosterService");
  }

  async person(unit = this.names.unit): Promise<string> {
    const request = {
      person: { number: this.fresh(), given_name: "Kari", family_name: "Prøve", gender: "GENDER_WOMAN", category: "CATEGORY_MILITARY" },
      affiliation: { unit, valid_from: "2020-01-01" },
    };
    return (await this.must("roster.v1.RosterService/CreatePerson", request)).name;
  }

  // One that nothing hangs on.
  async unit(): Promise<string> {
    return (await this.must("roster.v1.RosterService/CreateUnit", { unit: { code: this.fresh(), display_name: "Unit", kind: "UNIT_KIND_UNIT" } })).name;
  }

  // Of somebody of its own, from 2020-01-01 on.
  private async affiliation(): Promise<string> {
    const { affiliations } = await this.must("roster.v1.RosterService/ListAffiliations", { person: await this.person() });
    return affiliations[0].name;
  }

  async build(): Promise<this> {
    for (const [name, role] of [["desk", "hr-central"], ["administrator", "administrator"]] as const) {
      await this.server.createAccount(name, role);
      this.tokens[name] = await this.server.token(name);
    }
    // Somebody looks at waivers afterwards, so that they can be granted.
    for (const name of ["reviewer", "deputy"]) {
      await this.server.createAccount(name, "hr-central");
      this.names[name] = (await this.must("access.v1.AccessService/ListAccounts", { filter: `account_name = "${name}"` })).accounts[0].name;
    }
    await this.must("access.v1.AccessService/SetReviewer", await this.valid("SetReviewer"));
    // Every verb of nominations is the desk's or an endorser's.
    const { accounts } = await this.must("access.v1.AccessService/ListAccounts", { filter: 'account_name = "desk"' });
    await this.approved({ grant: { account: accounts[0].name, role: "ROLE_ENDORSER", valid_from: "2024-01-01" } });
    this.cookie = await this.server.signIn("desk");
    const names = this.names;
    names.unit = (await this.must("roster.v1.RosterService/CreateUnit",
      { unit: { code: "TOP", display_name: "Top", kind: "UNIT_KIND_MINISTRY" } })).name;
    names.person = await this.person();
    for (const [name, service, method] of [["course", "training.v1.TrainingService", "CreateCourse"],
      ["course_version", "training.v1.TrainingService", "CreateCourseVersion"],
      ["requirement", "training.v1.TrainingService", "CreateRequirement"],
      ["mission", "missions.v1.MissionsService", "CreateMission"], ["post", "missions.v1.MissionsService", "CreatePost"],
      ["call", "nominations.v1.NominationsService", "CreateCall"], ["account", "access.v1.AccessService", "CreateAccount"]] as const) {
      names[name] = (await this.must(`${service}/${method}`, await this.valid(method))).name;
    }
    await this.must("nominations.v1.NominationsService/OpenCall", { name: names.call });
    names.approval = await this.asked({ grant: { account: names.account, role: "ROLE_LEADERSHIP", valid_from: "2024-01-01" } });
    return this;
  }

  // Asks for a grant that takes a second hand, and gives the approval that waits.
  private async asked(request: Json): Promise<string> {
    const { body } = await this.ask("access.v1.AccessService/CreateGrant", request);
    const found = /approvals\/\d+/.exec(body.message)?.[0];
    assert.ok(found, JSON.stringify(body));
    return found;
  }

  // The same with its second hand, which is the console's.
  private async approved(request: Json): Promise<void> {
    await this.server.cli("approve", await this.asked(request));
  }

  // A request that is right, new each time. Throws for a method that nobody has written one for.
  async valid(method: string): Promise<Json> {
    const descriptor = methods.find((one) => one.name === method)!;
    const nomination = descriptor.input.name === "NominationActionRequest";
    const make = this.makers[nomination ? "NominationActionRequest" : method];
    // Most reads need nothing.
    if (!make && readers.includes(descriptor) && !descriptor.input.fields.some((field) => getOption(field, fieldOption).required)) return {};
    assert.ok(make, `tests/contract/support/requests.ts has no request for ${method}: write one`);
    return make();
  }

  // The name of one that is made when it is first asked for.
  private async once(name: string, method: string): Promise<string> {
    if (!this.names[name]) this.names[name] = (await this.must(method, await this.valid(method.split("/")[1]!))).name as string;
    return this.names[name]!;
  }

  private deployment(): Promise<string> {
    return this.once("deployment", "missions.v1.MissionsService/CreateDeployment");
  }

  // One whose person is away.
  private async deployed(): Promise<string> {
    if (!this.names.deployed) {
      const { deployment, post } = await this.valid("CreateDeployment");
      const plan = { ...deployment, planned_from: "2024-05-06", planned_to: "2031-12-31" };
      const { name } = await this.must("missions.v1.MissionsService/CreateDeployment", { deployment: plan, post });
      await this.must("missions.v1.MissionsService/Depart", { name, actual_from: "2024-05-06", reason: "Entered late" });
      this.names.deployed = name;
    }
    return this.names.deployed!;
  }

  private readonly makers: Record<string, () => Json | Promise<Json>> = {
    CreateUnit: () => ({ unit: { code: this.fresh(), display_name: "Unit", kind: "UNIT_KIND_UNIT", parent: this.names.unit } }),
    UpdateUnit: async () => ({
      unit: { name: await this.once("updated_unit", "roster.v1.RosterService/CreateUnit"), code: this.fresh(), display_name: "Unit, renamed", display_name_nb: "Øverst", kind: "UNIT_KIND_MINISTRY" },
      update_mask: "code,displayName,displayNameNb,kind",
    }),
    MoveUnit: async () => ({ name: await this.unit(), parent: await this.unit(), valid_from: "2024-05-06", reason: "Reorganised" }),
    ChangeUnitDisclosure: async () => ({
      unit: await this.unit(), disclosure: "DISCLOSURE_GROUPED", valid_from: "2024-05-06", reason: "Its people would be known",
    }),
    CorrectUnit: async () => ({
      name: await this.unit(), parent: await this.unit(), first_day: "2024-05-06", last_day: "2024-06-07", reason: "Recorded wrongly",
    }),
    CorrectUnitEnd: async () => {
      const name = await this.unit();
      await this.must("roster.v1.RosterService/EndUnit", { name, last_day: "2024-05-06", successor: this.names.unit, reason: "Merged" });
      return { name, last_day: "2024-06-07", reason: "Recorded wrongly" };
    },
    EndUnit: async () => ({ name: await this.unit(), last_day: "2024-05-06", successor: this.names.unit, reason: "Merged" }),
    MovePeople: async () => ({ from_unit: this.names.unit, to_unit: await this.unit(), valid_from: "2024-05-06", persons: [await this.person()] }),
    CreatePerson: () => ({
      person: {
        number: this.fresh(), given_name: "Ola", family_name: "Prøve", gender: "GENDER_MAN", category: "CATEGORY_POLICE",
        birth_date: "1985-06-07", nationality: "NOR",
      },
      affiliation: { unit: this.names.unit, branch: "Army", position: "Officer", valid_from: "2020-01-01" },
    }),
    UpdatePerson: async () => ({
      person: {
        name: this.names.updated ??= await this.person(), number: "UPDATED", given_name: "Ada", family_name: "Prøve", preferred_name: "A",
        birth_date: "1985-06-07", gender: "GENDER_WOMAN", gender_source: "GENDER_SOURCE_SELF", status: "PERSON_STATUS_ACTIVE",
      },
      update_mask: "number,givenName,familyName,preferredName,birthDate,gender,genderSource,status",
    }),
    ChangePerson: async () => ({
      person: { name: this.names.changed ??= await this.person(), category: "CATEGORY_POLICE", nationality: "SWE" },
      update_mask: "category,nationality", valid_from: "2024-05-06",
    }),
    CorrectPerson: async () => ({
      person: { name: this.names.corrected ??= await this.person(), category: "CATEGORY_POLICE", nationality: "SWE" },
      update_mask: "category,nationality", first_day: "2024-01-01", last_day: "2024-03-31", reason: "Entered wrongly",
    }),
    ChangeAffiliation: async () => ({
      affiliation: { name: this.names.transferred ??= await this.affiliation(), branch: "Navy", position: "Chief", valid_from: "2020-01-01" },
      update_mask: "branch,position", valid_from: "2024-05-06",
    }),
    CorrectAffiliation: async () => ({
      affiliation: { name: this.names.restated ??= await this.affiliation(), branch: "Navy", valid_from: "2019-12-01" },
      update_mask: "branch,validFrom", reason: "Entered wrongly",
    }),
    PreviewErasure: () => ({ name: this.names.person }),
    ErasePerson: () => ({ name: this.names.person, reason: "Asked for it" }),
    ApplyRetention: () => ({}),
    SetRetentionRule: () => ({ rule: { kind: "RETENTION_KIND_CREDENTIALS", months: 1200 } }),
    CreateAffiliation: async () => ({
      affiliation: { person: await this.person(), unit: this.names.unit, valid_from: "2010-01-01", valid_to: "2010-12-31" },
    }),
    CreateLanguageSkill: async () => ({
      language_skill: { person: await this.person(), language: "fra", level: "LANGUAGE_LEVEL_B2", assessed_date: "2024-02-29" },
    }),
    CorrectLanguageSkill: async () => ({
      language_skill: { name: await this.record("CreateLanguageSkill"), language: "deu", level: "LANGUAGE_LEVEL_C1", assessed_date: "2024-03-01" },
      update_mask: "language,level,assessedDate", reason: "Misread",
    }),
    CreateAvailability: () => ({
      availability: { person: this.names.person, kind: "AVAILABILITY_KIND_LEAVE", valid_from: "2024-01-01", valid_to: "2024-01-31" },
    }),
    CorrectAvailability: async () => ({
      availability: { name: await this.record("CreateAvailability"), kind: "AVAILABILITY_KIND_COURSE", valid_from: "2024-01-02", valid_to: "2024-02-01" },
      update_mask: "kind,validFrom,validTo", reason: "Misread",
    }),
    CreateCredential: () => ({
      credential: { person: this.names.person, kind: "CREDENTIAL_KIND_VISA", valid_from: "2024-01-01", valid_to: "2034-01-01", issuer: "Police" },
    }),
    EndCredential: async () => ({ name: await this.record("CreateCredential"), last_day: "2033-12-31" }),
    CorrectCredential: async () => ({
      credential: { name: await this.record("CreateCredential"), kind: "CREDENTIAL_KIND_FIRST_AID", valid_from: "2024-01-02", valid_to: "2035-01-01", issuer: "Embassy" },
      update_mask: "kind,validFrom,validTo,issuer", reason: "Misread",
    }),
    CreateIdentifier: () => ({
      identifier: { person: this.names.person, scheme: "IDENTIFIER_SCHEME_PAYROLL", value: this.fresh(), issuer: "Pay", valid_from: "2024-01-01", valid_to: "2034-01-01" },
    }),
    EndIdentifier: async () => ({
      name: await this.once("identifier", "roster.v1.RosterService/CreateIdentifier"), last_day: "2033-12-31",
    }),
    CorrectIdentifier: async () => ({
      identifier: {
        name: await this.once("corrected_identifier", "roster.v1.RosterService/CreateIdentifier"), value: this.fresh(), issuer: "Payroll",
        valid_from: "2024-01-01", valid_to: "2035-01-01",
      },
      update_mask: "value,issuer,validFrom,validTo", reason: "Misread",
    }),
    CreateContact: () => ({
      contact: { person: this.names.person, kind: "CONTACT_KIND_POSTAL", value: "Storgata 1\nOslo", note: "Home", valid_from: "2024-01-01", valid_to: "2034-01-01" },
    }),
    EndContact: async () => ({ name: await this.once("contact", "roster.v1.RosterService/CreateContact"), last_day: "2033-12-31" }),
    CorrectContact: async () => ({
      contact: {
        name: await this.record("CreateContact"), value: "Storgata 2\nOslo", note: "Work",
        valid_from: "2024-01-01", valid_to: "2035-01-01",
      },
      update_mask: "value,note,validFrom,validTo", reason: "Misread",
    }),
    CreateMembership: async () => ({
      membership: {
        person: await this.person(), valid_from: "2024-01-01", valid_to: "2034-01-01", exit_reason: "Agreed",
        mission_kinds: ["ASSIGNMENT_KIND_CIVILIAN_MISSION"], earliest_date: "2024-06-01", longest_months: 12,
      },
    }),
    EndMembership: async () => ({
      name: await this.once("ended_membership", "roster.v1.RosterService/CreateMembership"), last_day: "2033-12-31", reason: "Moved",
    }),
    CorrectMembership: async () => ({
      membership: {
        name: await this.record("CreateMembership"), valid_from: "2024-01-02", valid_to: "2034-02-01", exit_reason: "Agreed otherwise",
        mission_kinds: ["ASSIGNMENT_KIND_SECONDMENT"], earliest_date: "2024-07-01", longest_months: 6,
      },
      update_mask: "validFrom,validTo,exitReason,missionKinds,earliestDate,longestMonths", reason: "Misread",
    }),
    CorrectIntent: async () => ({
      letter: {
        name: (await this.must("roster.v1.RosterService/RenewIntent", await this.valid("RenewIntent"))).letters[0].name as string,
        year: 2026, signed_date: "2025-02-15", mission_kinds: ["ASSIGNMENT_KIND_OTHER"], earliest_date: "2025-07-01", longest_months: 7,
        employer_consent: "EMPLOYER_CONSENT_NOT_NEEDED",
      },
      update_mask: "year,signedDate,missionKinds,earliestDate,longestMonths,employerConsent", reason: "Misread",
    }),
    // Of a membership of its own each time.
    RenewIntent: async () => ({
      name: (await this.must("roster.v1.RosterService/CreateMembership", await this.valid("CreateMembership"))).name as string,
      year: 2025, signed_date: "2025-01-15",
      mission_kinds: ["ASSIGNMENT_KIND_PEACE_OPERATION"], earliest_date: "2025-06-01", longest_months: 6, employer_consent: "EMPLOYER_CONSENT_YES",
    }),
    GetMembership: async () => ({ name: await this.once("membership", "roster.v1.RosterService/CreateMembership") }),
    CreateCourse: () => ({ course: { code: this.fresh(), display_name: "Course", topics: ["TOPIC_WPS"] } }),
    UpdateCourse: async () => ({
      course: { name: await this.once("updated_course", "training.v1.TrainingService/CreateCourse"), code: this.fresh(), display_name: "Course, renamed", display_name_nb: "Kurs", provider: "NODEFIC" },
      update_mask: "code,displayName,displayNameNb,provider",
    }),
    UpdateCourseVersion: async () => ({
      course_version: { name: await this.once("updated_course_version", "training.v1.TrainingService/CreateCourseVersion"), version: this.fresh(), valid_from: "2020-01-01", valid_to: "2035-01-01", hours: 8 },
      update_mask: "version,validTo,hours",
    }),
    CreateCourseVersion: () => ({
      course_version: { course: this.names.course, version: this.fresh(), validity_months: 36, valid_from: "2020-01-01", valid_to: "2034-01-01" },
    }),
    CreateRequirement: () => ({
      requirement: {
        code: this.fresh(), display_name: "Rule", population: "POPULATION_ROSTER", courses: [this.names.course],
        time: "REQUIREMENT_TIME_CONTINUOUS", valid_from: "2024-01-01", valid_to: "2034-01-01",
      },
    }),
    UpdateRequirement: async () => ({
      requirement: { name: await this.once("updated_requirement", "training.v1.TrainingService/CreateRequirement"), code: this.fresh(), display_name: "Rule, renamed", display_name_nb: "Regel", soon_days: 30, valid_from: "2024-01-01", valid_to: "2035-01-01" },
      update_mask: "code,displayName,displayNameNb,soonDays,validTo",
    }),
    RecordCompletions: async () => ({
      persons: [await this.person()], course_version: this.names.course_version, completed_date: "2024-05-06", evidence: "No. 7",
    }),
    CreateWaiver: () => ({
      waiver: { person: this.names.person, requirement: this.names.requirement, reason: "Ill", valid_from: "2024-01-01", valid_to: "2024-02-01" },
    }),
    CreateMission: () => ({
      mission: {
        acronym: this.fresh(), display_name: "Mission", organisation: "ORGANISATION_UN", kind: "MISSION_KIND_INTERNATIONAL",
        host_countries: ["SSD"], mandate_from: "2020-01-01", mandate_to: "2034-01-01",
      },
    }),
    UpdateMission: async () => ({
      mission: {
        name: await this.once("updated_mission", "missions.v1.MissionsService/CreateMission"), acronym: this.fresh(), display_name: "Mission, renamed", display_name_nb: "Oppdrag",
        host_countries: ["SSD", "SDN"], mandate_from: "2020-01-01", mandate_to: "2035-01-01", themes: ["TOPIC_WPS"],
      },
      update_mask: "acronym,displayName,displayNameNb,hostCountries,mandateFrom,mandateTo,themes",
    }),
    EndMission: async () => ({
      name: await this.once("updated_mission", "missions.v1.MissionsService/CreateMission"), last_day: "2035-01-01", reason: "Mandate not renewed",
    }),
    UpdatePost: async () => ({
      post: {
        name: await this.once("updated_post", "missions.v1.MissionsService/CreatePost"), code: this.fresh(), display_name: "Post, renamed", grade_min: "OF-3", grade_max: "OF-4", tour_months: 6,
        duty_station: "Juba", valid_from: "2020-01-01", valid_to: "2034-12-31", seats: 400,
      },
      update_mask: "code,displayName,gradeMin,gradeMax,tourMonths,dutyStation,validTo,seats",
    }),
    ChangePost: async () => ({
      post: { name: await this.made("CreatePost"), ...other.post }, update_mask: other.ofPost, valid_from: "2024-05-06",
    }),
    CorrectPost: async () => ({
      post: { name: await this.made("CreatePost"), ...other.post },
      update_mask: other.ofPost, first_day: "2024-05-06", last_day: "2024-05-07", reason: "A slip",
    }),
    ChangeMission: async () => ({
      mission: { name: await this.made("CreateMission"), ...other.mission }, update_mask: other.ofMission, valid_from: "2024-05-06",
    }),
    ChangeMissionDisclosure: async () => ({
      mission: await this.made("CreateMission"), disclosure: "DISCLOSURE_GROUPED", valid_from: "2024-05-06", reason: "It is not told",
    }),
    CorrectMission: async () => ({
      mission: { name: await this.made("CreateMission"), ...other.mission },
      update_mask: other.ofMission, first_day: "2024-05-06", last_day: "2024-05-07", reason: "A slip",
    }),
    CreatePost: () => ({
      post: {
        mission: this.names.mission, code: this.fresh(), display_name: "Post", category: "CATEGORY_MILITARY",
        personnel_type: "PERSONNEL_TYPE_STAFF_OFFICER", function: "POST_FUNCTION_STAFF_OFFICER", rank_band: "RANK_BAND_SENIOR",
        tour_months: 12, valid_from: "2020-01-01", valid_to: "2034-12-31", seats: 500,
      },
    }),
    CreateDeployment: async () => ({
      deployment: { person: await this.person(), planned_from: "2030-01-01", planned_to: "2030-12-31", country: "NOR" },
      post: this.names.post, overlap_reason: "Agreed", handover_reason: "Agreed too",
    }),
    ReportHeadcounts: () => ({
      unit: this.names.unit, month: "2024-02", country: "NOR",
      headcounts: [{ mission: this.names.mission, category: "CATEGORY_MILITARY", gender: "GENDER_WOMAN", count: 3 }],
    }),
    CreateCall: () => ({
      call: {
        reference: this.fresh(), display_name: "Call", organisation: "ORGANISATION_UN", kind: "CALL_KIND_VACANCY",
        posts: [this.names.post], deadline_date: "2039-12-01", time_zone: "Europe/Oslo",
      },
    }),
    UpdateCall: async () => ({
      call: {
        name: await this.once("updated_call", "nominations.v1.NominationsService/CreateCall"), display_name: "Call, renamed", deadline_date: "2039-12-02", deadline_time: "16:00",
        time_zone: "Europe/Oslo", max_nominees: 900, min_women_percent: 0,
      },
      update_mask: "displayName,deadlineDate,deadlineTime,timeZone,maxNominees,minWomenPercent",
    }),
    CreateNomination: async () => ({
      nomination: {
        call: this.names.call, post: this.names.post, person: await this.person(), motivation: "Two\nlines",
        planned_from: "2031-01-01", planned_to: "2031-12-31",
      },
    }),
    UpdateNomination: async () => ({
      nomination: {
        name: this.names.draft ??= (await this.must("nominations.v1.NominationsService/CreateNomination",
          await this.valid("CreateNomination"))).name,
        motivation: "More\nlines", supervisor_agreement: "SUPERVISOR_AGREEMENT_ASKED", planned_from: "2031-02-01", planned_to: "2031-11-30",
      },
      update_mask: "motivation,supervisorAgreement,plannedFrom,plannedTo",
    }),
    CreateAccount: () => ({ account: { account_name: this.fresh(), display_name: "Somebody" }, password }),
    CreateGrant: () => ({
      grant: { account: this.names.account, role: "ROLE_ANALYST", unit: this.names.unit, valid_from: "2024-01-01", valid_to: "2034-01-01" },
    }),
    CreateToken: () => ({ display_name: "Program", purposes: ["TOKEN_PURPOSE_READ"], roles: ["ROLE_HR_CENTRAL"] }),
    ConfirmPassword: () => ({ password }),
    CreatePasswordCode: async () => ({
      name: (await this.must("access.v1.AccessService/CreateAccount", { account: { account_name: this.fresh() } })).name as string,
    }),
    SetPassword: () => ({ account_name: "nobody", code: "0123", password }),
    ChangePassword: () => ({ password, new_password: `${password} and more` }),
    GetApproval: () => ({ name: this.names.approval }),
    ApproveRequest: () => ({ name: this.names.approval }),
    RefuseRequest: () => ({ name: this.names.approval, reason: "Not needed" }),
    WithdrawRequest: () => ({ name: this.names.approval }),
    SetReviewer: () => ({
      act: "TWO_HAND_ACT_WAIVER", account: this.names.reviewer,
      deputy: { account: this.names.deputy, first_day: "2026-01-01", last_day: "2027-01-01" },
    }),
    DismissNotice: () => ({ name: "notices/1" }),
    SetHomeCountry: () => ({ country: "NOR" }),
    SetRosterSettings: () => ({ time_zone: "Europe/Oslo", handover_days: 14 }),
    CreateImport: async () => {
      // An account may have some uploads open only.
      for (const name of this.uploads.splice(0)) await this.ask("imports.v1.ImportService/DeleteImport", { name });
      return { import: { kind: "IMPORT_KIND_HEADCOUNTS", file_name: "file.csv", size_bytes: "10", source: "UN" } };
    },
    SignIn: () => ({ account_name: "desk", password }),
    SignOut: () => ({}),
    RevokeToken: async () => ({
      name: this.names.token ??= (await this.must("access.v1.AccessService/ListTokens", {})).tokens[0].name,
    }),
    DeleteImport: async () => ({ name: await this.once("import", "imports.v1.ImportService/CreateImport") }),
    ReopenDeployment: async () => ({ name: await this.deployed(), reason: "Closed by mistake" }),
    WithdrawHeadcounts: () => ({ unit: this.names.unit, month: "2024-02", country: "NOR" }),
    RevokeWaiver: async () => ({
      name: await this.once("waiver", "training.v1.TrainingService/CreateWaiver"), reason: "Entered by mistake",
    }),
    DisableAccount: () => ({ name: this.names.account }),
    RevokeGrant: async () => ({ name: await this.once("grant", "access.v1.AccessService/CreateGrant") }),
    UploadChunk: async () => ({ name: await this.once("import", "imports.v1.ImportService/CreateImport"), data: "AAAA" }),
    StartImport: async () => ({ name: await this.once("import", "imports.v1.ImportService/CreateImport") }),
    UndoImport: async () => ({ name: await this.once("import", "imports.v1.ImportService/CreateImport") }),
    StartPreparing: async () => ({ name: await this.deployment() }),
    ClearDeployment: async () => ({ name: await this.deployment() }),
    Depart: async () => ({ name: await this.deployment(), actual_from: "2024-05-06", reason: "At once" }),
    ExtendDeployment: async () => ({ name: await this.deployment(), planned_to: "2031-06-30", reason: "Needed" }),
    ChangeRole: async () => ({ name: await this.deployed(), post: this.names.post, valid_from: "2024-06-01" }),
    EndDeployment: async () => ({ name: await this.deployed(), actual_to: "2024-06-30", end_reason: "END_REASON_ROTATION" }),
    CorrectDeploymentDays: async () => ({ name: await this.deployed(), actual_from: "2024-05-07", reason: "Entered wrongly" }),
    CloseDeployment: async () => ({ name: await this.deployed() }),
    CancelDeployment: async () => ({ name: await this.deployment(), reason: "Off" }),
    VoidDeployment: async () => ({ name: await this.deployment(), reason: "Entered by mistake" }),
    ReadDeploymentDetails: async () => ({ name: await this.deployment() }),
    OpenCall: () => ({ name: this.names.call, reason: "Ready" }),
    CloseCall: () => ({ name: this.names.call, reason: "Over" }),
    CancelCall: () => ({ name: this.names.call, reason: "Off" }),
    NominationActionRequest: async () => ({
      name: await this.once("nomination", "nominations.v1.NominationsService/CreateNomination"), reason: "REASON_OTHER", reason_text: "So it is",
      effective_date: "2024-05-06", reference: "26/1", planned_from: "2031-01-01", planned_to: "2031-12-31", reserve_until: "2031-12-31",
    }),
    ReadPersonDetails: () => ({ name: this.names.person, purpose: "PURPOSE_NOMINATION" }),
    EndAffiliation: async () => ({
      name: this.names.affiliation ??= (await this.must("roster.v1.RosterService/ListAffiliations", { person: this.names.person })).affiliations[0].name,
      last_day: "2034-12-31",
    }),
    RevokeCompletion: async () => ({
      name: this.names.completion ??= (await this.must("training.v1.TrainingService/RecordCompletions", await this.valid("RecordCompletions"))).completions[0].name,
      reason: "Entered by mistake",
    }),
    GetPerson: () => ({ name: this.names.person }),
    GetUnit: () => ({ name: this.names.unit }),
    GetMission: () => ({ name: this.names.mission }),
    GetMissionHistory: () => ({ mission: this.names.mission }),
    ListMissionDisclosures: () => ({ mission: this.names.mission }),
    GetPostHistory: () => ({ post: this.names.post }),
    GetCall: () => ({ name: this.names.call }),
    GetDeployment: async () => ({ name: await this.deployment() }),
    GetNomination: async () => ({ name: await this.once("nomination", "nominations.v1.NominationsService/CreateNomination") }),
    GetImport: async () => ({ name: await this.once("import", "imports.v1.ImportService/CreateImport") }),
    ListImportRows: async () => ({ import: await this.once("import", "imports.v1.ImportService/CreateImport") }),
    ListDeploymentEvents: async () => ({ deployment: await this.deployment() }),
    ListNominationEvents: async () => ({ nomination: await this.once("nomination", "nominations.v1.NominationsService/CreateNomination") }),
    ListAffiliations: () => ({ person: this.names.person }),
    ListUnitPlaces: () => ({ unit: this.names.unit }),
    ListUnitDisclosures: () => ({ unit: this.names.unit }),
    ListLanguageSkills: () => ({ person: this.names.person }),
    ListAvailabilities: () => ({ person: this.names.person }),
    ListCredentials: () => ({ person: this.names.person }),
    ListIdentifiers: () => ({ person: this.names.person }),
    ListContacts: () => ({ person: this.names.person }),
    GetTrainingStatus: () => ({ person: this.names.person, as_of: "2026-01-31" }),
    ListCodes: () => ({ list: "CODE_LIST_COUNTRIES" }),
    QueryIndicator: () => ({ indicator: "S1", as_of: "2026-01-31", group_by: ["DIMENSION_GENDER"] }),
    ListCellRecords: () => ({ query: { indicator: "S1", as_of: "2026-01-31" } }),
  };

  // Every resource that there is, by its name, as the lists show it; of one person also what is
  // listed person by person.
  async everything(): Promise<Map<string, Json>> {
    const found = new Map<string, Json>();
    const lists = methods.filter((method) => method.name.startsWith("List") && method.input.fields.some((field) => field.name === "page_token")
      && !method.input.fields.some((field) => getOption(field, fieldOption).required)
      && !["ListRanks", "ListAuditEntries", "ListReadRecords", "ListMyReaders", "ListVacancies"].includes(method.name));
    const read = async (method: DescMethod, request: Json) => {
      for (let token = ""; ;) {
        const { status, body } = await this.ask(method, { ...request, page_size: 500, page_token: token });
        assert.equal(status, 200, `${method.name}: ${JSON.stringify(body)}`);
        for (const one of Object.values(body).filter(Array.isArray).flat()) found.set(one.name, one);
        if (!(token = body.nextPageToken ?? "")) break;
      }
    };
    for (const method of lists) await read(method, {});
    const records = ["ListAffiliations", "ListCredentials", "ListAvailabilities", "ListLanguageSkills", "ListIdentifiers", "ListContacts"];
    for (const method of methods.filter((one) => records.includes(one.name))) await read(method, { person: this.names.person });
    return found;
  }
}
