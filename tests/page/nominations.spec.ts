// SPDX-License-Identifier: EUPL-1.2
import { fromBinary } from "@bufbuild/protobuf";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import {
  CallState, CreateNominationRequestSchema, NominationsService, NominationState, SupervisorAgreement,
} from "../gen/muster/nominations/v1/nominations_pb";
import { PersonStatus, RosterService } from "../gen/muster/roster/v1/roster_pb";
import { civil, typed } from "./support/dates.ts";
import { activePersons, draftCall, nominate, openCall } from "./support/nominate.ts";
import { expect, refused, settled, test } from "./support/page_test.ts";

test.use({ allowed: [refused(400, 409)] });

test("a nomination goes from draft over review to endorsed by somebody else", async ({ page, context, signIn, api }) => {
  test.setTimeout(120_000);
  const nominations = await api(NominationsService, "desk");
  const call = await openCall(await api(MissionsService, "desk"), nominations, "Call for the way through");
  const [person] = await activePersons(await api(RosterService, "desk"), 1);

  await signIn("desk");
  await page.goto(`/nominations/nominate?call=${call.name}`);
  await settled(page);
  await page.getByLabel("Post", { exact: true }).selectOption({ index: 1 });
  await page.getByRole("combobox", { name: "Person" }).fill(person!.number);
  await page.getByRole("option", { name: person!.number }).click();
  await page.getByLabel("First day").fill(typed(civil(120)));
  await page.getByLabel("Last day").fill(typed(civil(480)));
  await page.getByLabel("Yes").check();
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(person!.familyName));
  const place = page.url();
  await page.getByRole("button", { name: "Send to review" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send to review" }).click();
  await expect(page.locator(".page-heading")).toContainText("In review");
  await expect(page.getByRole("group", { name: "What you can do" })).toBeFocused();

  await context.clearCookies();
  await signIn("endorser");
  await page.goto(place);
  await settled(page);
  await page.getByRole("button", { name: "Return" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Return" }).click();
  await expect(page.getByRole("dialog").getByLabel("What is missing")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("dialog").getByLabel("What is missing")).toBeFocused();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Endorse", exact: true }).click();
  await page.getByRole("dialog").getByLabel("More about the reason").fill("Agreed in the meeting.");
  await page.getByRole("dialog").getByRole("button", { name: "Endorse" }).click();
  await expect(page.locator(".page-heading")).toContainText("Endorsed");
  await expect(page.getByRole("region", { name: "History" }).locator("tbody tr").first()).toContainText("Endorse");
});

test("a dormant member is nominated with a word why", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const roster = await api(RosterService, "desk");
  const call = await openCall(await api(MissionsService, "desk"), nominations, "Call for who has let it lapse");
  const { memberships } = await roster.listMemberships({ dormant: true, pageSize: 500 });
  const people = await Promise.all(memberships.slice(0, 40).map(({ person }) => roster.getPerson({ name: person })));
  const person = people.find(({ status }) => status === PersonStatus.ACTIVE)!;
  await signIn("desk");
  await page.goto(`/nominations/nominate?call=${call.name}`);
  await settled(page);
  await page.getByLabel("Post", { exact: true }).selectOption({ index: 1 });
  await page.getByRole("combobox", { name: "Person" }).fill(person.number);
  await page.getByRole("option", { name: person.number }).click();
  await page.getByLabel("First day").fill(typed(civil(120)));
  await page.getByLabel("Last day").fill(typed(civil(480)));
  await expect(page.getByLabel("Why a dormant member")).toHaveCount(0);
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByRole("alert")).toContainText("dormant member of the roster");
  await page.getByLabel("Why a dormant member").fill("The letter is in the post.");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(person.familyName));
});

test("puts what the server refuses at its fields", async ({ page, signIn }) => {
  await signIn("desk");
  await page.goto("/nominations/nominate");
  await settled(page);
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByRole("combobox", { name: "Person" })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("Must be filled in.").first()).toBeVisible();
  await expect(page.locator("form [aria-invalid=true]").first()).toBeFocused();
});

test("a person declares their own interest, and a colleague goes on with it", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const call = await openCall(await api(MissionsService, "desk"), nominations, "Call for whoever is interested");
  const { person } = await (await api(AccessService, "person")).getSession({});
  await signIn("person");
  await page.goto(`/${person.replace("persons", "people")}`);
  await settled(page);
  await expect(page.getByRole("button", { name: "Declare interest" })).toBeVisible();
  await page.goto(`/nominations/${call.name}`);
  await settled(page);
  await page.getByRole("button", { name: "Declare interest" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Declare your interest");
  await settled(page);
  // Neither is for them to say.
  await expect(page.getByRole("combobox", { name: "Person" })).toHaveCount(0);
  await expect(page.getByRole("radiogroup")).toHaveCount(0);
  await page.getByLabel("Post", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("First day").fill(typed(civil(120)));
  await page.getByLabel("Last day").fill(typed(civil(480)));
  await page.getByLabel("Motivation").fill("Has served there before.");
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page).toHaveURL(/\/nominations\/\d+$/);
  await settled(page);
  await expect(page.locator(".page-heading")).toContainText("Draft");
  const name = new URL(page.url()).pathname.slice(1);
  const draft = await nominations.getNomination({ name });
  expect([draft.person, draft.state]).toEqual([person, NominationState.DRAFT]);
  await nominations.updateNomination({ nomination: { name, supervisorAgreement: SupervisorAgreement.YES }, updateMask: { paths: ["supervisor_agreement"] } });
  expect((await nominations.submitNominationForReview({ name })).state).toBe(NominationState.IN_REVIEW);

  await page.getByRole("combobox", { name: "Language" }).first().selectOption("nb");
  await page.goto(`/nominations/nominate?call=${call.name}`);
  await settled(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Meld interesse");
  await page.getByLabel("Stilling", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Første dag").fill(typed(civil(120)));
  await page.getByLabel("Siste dag").fill(typed(civil(480)));
  await page.getByRole("button", { name: "Lagre som utkast" }).click();
  await expect(page.getByRole("alert")).toContainText("Personen er allerede nominert til denne stillingen i utlysningen.");
});

test("does not take a wrong date for none", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const call = await openCall(await api(MissionsService, "desk"), nominations, "Call for dates");
  const [person] = await activePersons(await api(RosterService, "desk"), 1);
  const draft = await nominate(nominations, call, person!);
  const endorser = await api(NominationsService, "endorser");
  await nominations.submitNominationForReview({ name: draft.name });
  await endorser.endorseNomination({ name: draft.name, reasonText: "as agreed" });
  await signIn("desk");
  await page.goto(`/${draft.name}`);
  await settled(page);
  await page.getByRole("button", { name: "Submit to the organisation" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reference number of the submission").fill("26/1");
  await dialog.getByLabel("Took effect on").fill("31.02.2026");
  await dialog.getByRole("button", { name: "Submit to the organisation" }).click();
  await expect(dialog.getByText("Write the date as dd.mm.yyyy.")).toBeVisible();
  await expect(dialog.getByLabel("Took effect on")).toBeFocused();
  expect((await nominations.getNomination({ name: draft.name })).state).toBe(NominationState.ENDORSED);
  await dialog.getByLabel("Took effect on").fill("");
  await dialog.getByRole("button", { name: "Submit to the organisation" }).click();
  await expect(page.locator(".page-heading")).toContainText("Submitted");
});

test.describe("when the connection breaks", () => {
  test.use({ allowed: [/ERR_CONNECTION_RESET|ERR_FAILED/] });
  test("the same content is the same request, and another one is new", async ({ page, signIn, api }) => {
    const call = await openCall(await api(MissionsService, "desk"), await api(NominationsService, "desk"), "Call for retries");
    const [person] = await activePersons(await api(RosterService, "desk"), 1);
    const ids: string[] = [];
    await page.route("**/CreateNomination", async (route) => {
      ids.push(fromBinary(CreateNominationRequestSchema, route.request().postDataBuffer()!).requestId);
      await route.abort("connectionreset");
    });
    await signIn("desk");
    await page.goto(`/nominations/nominate?call=${call.name}&person=${person!.name}`);
    await settled(page);
    const save = async (times: number) => {
      await page.getByRole("button", { name: "Save as draft" }).click();
      await expect.poll(() => ids.length).toBe(times);
      await expect(page.getByRole("alert")).toBeVisible();
    };
    await page.getByLabel("Motivation").fill("Knows the region.");
    await save(1);
    await save(2);
    await page.getByLabel("Motivation").fill("Knows the region and its languages.");
    await save(3);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

test("says that somebody was faster, shows what they did, and goes on from there", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const call = await openCall(await api(MissionsService, "desk"), nominations, "Call for two at once");
  const [person] = await activePersons(await api(RosterService, "desk"), 1);
  const draft = await nominate(nominations, call, person!);
  await signIn("desk");
  await page.goto(`/${draft.name}`);
  await settled(page);
  await page.getByRole("button", { name: "Withdraw", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason", { exact: true }).selectOption({ label: "Family" });
  await nominations.submitNominationForReview({ name: draft.name });
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Somebody else changed this in the meantime");
  await expect(page.locator(".page-heading")).toContainText("In review");
  await expect(dialog.getByLabel("Reason", { exact: true })).toHaveValue(/^[1-9]/);
  await dialog.getByRole("button", { name: "Withdraw" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator(".page-heading")).toContainText("Withdrawn");
});

test("a call shows its slate by state, and its composition as the server counts it", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const { nominations: [some] } = await nominations.listNominations({ pageSize: 1, orderBy: "create_time" });
  const slate = await nominations.listNominations({ filter: `call = "${some!.call}"`, pageSize: 500 });
  const call = await nominations.getCall({ name: some!.call });
  await signIn("desk");
  await page.goto(`/nominations/${call.name}`);
  await settled(page);
  await expect(page.locator(".board article")).toHaveCount(slate.nominations.length);
  await expect(page.locator(".composition")).toContainText(`${call.slate!.women} women of ${call.slate!.known}`);
  await expect(page.locator(".composition")).toContainText(
    call.maxNominees > 0 ? `${call.slate!.nominees} of at most ${call.maxNominees}` : `${call.slate!.nominees}, no maximum`);
  if (call.state === CallState.OPEN) await expect(page.locator(".deadline")).toContainText(/left|passed/);
  await page.getByRole("radio", { name: "Table" }).click();
  await expect(page.locator(".rows tbody tr")).toHaveCount(slate.nominations.length);
});

test("closes and cancels a call only after it has said what that means", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const call = await openCall(await api(MissionsService, "desk"), nominations, "Call that ends");
  const [person] = await activePersons(await api(RosterService, "desk"), 1);
  await nominate(nominations, call, person!);
  const stateOfCall = async () => (await nominations.getCall({ name: call.name })).state;
  await signIn("desk");
  await page.goto(`/nominations/${call.name}`);
  await settled(page);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Close the call" }).click();
  await expect(dialog).toContainText("Call that ends");
  await expect(dialog).toContainText("1 nomination is not submitted yet.");
  await dialog.getByRole("button", { name: "Leave the call as it is" }).click();
  expect(await stateOfCall()).toBe(CallState.OPEN);
  await page.getByRole("button", { name: "Close the call" }).click();
  await dialog.getByRole("button", { name: "Close the call" }).click();
  await expect(dialog).toBeHidden();
  expect(await stateOfCall()).toBe(CallState.CLOSED);
  await page.getByRole("button", { name: "Cancel the call" }).click();
  await dialog.getByRole("button", { name: "Cancel the call" }).click();
  await expect(dialog.getByLabel("Reason")).toBeFocused();
  await dialog.getByLabel("Reason").fill("The mission ends.");
  await dialog.getByRole("button", { name: "Cancel the call" }).click();
  await expect(dialog).toBeHidden();
  expect(await stateOfCall()).toBe(CallState.CANCELLED);
  await expect(page.getByRole("button", { name: /the call/ })).toHaveCount(0);
});

test("says why a call cannot be opened", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const call = await draftCall(await api(MissionsService, "desk"), nominations, "Call that came too late", civil(-2));
  await signIn("desk");
  await page.goto(`/nominations/${call.name}`);
  await expect(page.getByRole("button", { name: "Open the call" })).toBeDisabled();
  await expect(page.getByRole("listitem").filter({ hasText: "Open the call" })).toHaveText("Open the call: The call's deadline has passed.");
  await expect(page.getByRole("button", { name: "Cancel the call" })).toBeEnabled();
});

test("every step has words, whatever the state", async ({ page, signIn, api }) => {
  test.setTimeout(120_000);
  const nominations = await api(NominationsService, "desk");
  await signIn("desk");
  const steps = new Set<string>();
  for (const state of Object.keys(NominationState).filter((name) => isNaN(Number(name)) && name !== "UNSPECIFIED")) {
    const { nominations: [one] } = await nominations.listNominations({ pageSize: 1, filter: `state = NOMINATION_STATE_${state}` });
    if (!one) continue;
    await page.goto(`/${one.name}`);
    await settled(page);
    const shown = await page.getByRole("group", { name: "What you can do" }).getByRole("button").allTextContents();
    const history = await page.getByRole("region", { name: "History" }).locator("tbody td:nth-child(2)").allTextContents();
    for (const step of [...shown, ...history]) steps.add(step);
  }
  expect(steps).toContain("Record an interview");
  expect([...steps].filter((step) => /[a-z][A-Z]/.test(step))).toEqual([]);
});
