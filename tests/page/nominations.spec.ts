// SPDX-License-Identifier: EUPL-1.2
import { CallState, NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { expect, refused, settled, test } from "./support/page_test.ts";

test.use({ allowed: [refused(400)] });

test("a nomination goes from draft over review to endorsed by somebody else", async ({ page, context, signIn, api }) => {
  test.setTimeout(120_000);
  const roster = await api(RosterService, "desk");
  const nominations = await api(NominationsService, "desk");
  const { calls } = await nominations.listCalls({ filter: "state = CALL_STATE_OPEN", orderBy: "deadline_date desc", pageSize: 500 });
  const call = calls.find(({ maxNominees, minWomenPercent }) => maxNominees === 0 && minWomenPercent === 0) ?? calls[0]!;
  const taken = await nominations.listNominations({ filter: `call = "${call.name}"`, pageSize: 500 });
  const { persons } = await roster.listPersons({ pageSize: 100, filter: "status = PERSON_STATUS_ACTIVE" });
  const person = persons.find(({ name }) => !taken.nominations.some((nomination) => nomination.person === name))!;

  await signIn("desk");
  await page.goto(`/nominations/nominate?call=${call.name}`);
  await settled(page);
  await page.getByLabel("Post", { exact: true }).selectOption({ index: 1 });
  await page.getByRole("combobox", { name: "Person" }).fill(person.number);
  await page.getByRole("option", { name: person.number }).click();
  await page.getByLabel("First day").fill("01.03.2027");
  await page.getByLabel("Last day").fill("28.02.2028");
  await page.getByLabel("Yes").check();
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(new RegExp(person.familyName));
  const place = page.url();
  await page.getByRole("button", { name: "Send to review" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send to review" }).click();
  await expect(page.locator(".page-heading")).toContainText("In review");

  await context.clearCookies();
  await signIn("endorser");
  await page.goto(place);
  await settled(page);
  await page.getByRole("button", { name: "Return" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Return" }).click();
  await expect(page.getByRole("dialog").getByLabel("What is missing")).toHaveAttribute("aria-invalid", "true");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Endorse", exact: true }).click();
  await page.getByRole("dialog").getByLabel("More about the reason").fill("Agreed in the meeting.");
  await page.getByRole("dialog").getByRole("button", { name: "Endorse" }).click();
  await expect(page.locator(".page-heading")).toContainText("Endorsed");
  await expect(page.getByRole("region", { name: "History" }).locator("tbody tr").first()).toContainText("Endorse");
});

test("puts what the server refuses at its fields", async ({ page, signIn }) => {
  await signIn("desk");
  await page.goto("/nominations/nominate");
  await settled(page);
  await page.getByRole("button", { name: "Save as draft" }).click();
  await expect(page.getByRole("combobox", { name: "Person" })).toHaveAttribute("aria-invalid", "true");
});

test("a call shows its slate by state, and its composition as the nominations have it", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const { nominations: [some] } = await nominations.listNominations({ pageSize: 1 });
  const slate = await nominations.listNominations({ filter: `call = "${some!.call}"`, pageSize: 500 });
  const call = await nominations.getCall({ name: some!.call });
  await signIn("desk");
  await page.goto(`/nominations/calls/${call.name.split("/")[1]}`);
  await settled(page);
  await expect(page.locator(".board article")).toHaveCount(slate.nominations.length);
  await expect(page.locator(".composition")).toContainText(/\d+ women of \d+/);
  if (call.state === CallState.OPEN) await expect(page.locator(".deadline")).toContainText(/left|passed/);
  await page.getByRole("radio", { name: "Table" }).click();
  await expect(page.locator(".rows tbody tr")).toHaveCount(slate.nominations.length);
});
