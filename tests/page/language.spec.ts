// SPDX-License-Identifier: EUPL-1.2
// In Norwegian the page speaks Norwegian: of what is written on every page nothing is English but
// what is marked as such.
import type { Page } from "@playwright/test";
import { NominationState, NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { access } from "../../services/web/src/texts/access";
import { app } from "../../services/web/src/texts/app";
import { missions } from "../../services/web/src/texts/missions";
import { nominations as nominationTexts } from "../../services/web/src/texts/nominations";
import { people } from "../../services/web/src/texts/people";
import { statistics } from "../../services/web/src/texts/statistics";
import { terms } from "../../services/web/src/texts/terms";
import { training } from "../../services/web/src/texts/training";
import { activePersons, nominate, openCall } from "./support/nominate.ts";
import { places } from "./support/places.ts";
import { expect, refused, settled, test } from "./support/page_test.ts";

test.use({ locale: "nb-NO", allowed: [refused(400)] });

// Everything that the page says in English and says otherwise in Norwegian, with all texts that are
// not put together from numbers and names.
function englishTexts(): Set<string> {
  const norwegian = new Set<string>();
  const english = new Set<string>();
  const collect = (part: unknown, into: Set<string>) => {
    if (typeof part === "string") into.add(part);
    else if (part && typeof part === "object") Object.values(part).forEach((value) => collect(value, into));
  };
  for (const { en, nb } of [access, app, missions, nominationTexts, people, statistics, terms, training]) {
    collect(en, english);
    collect(nb, norwegian);
  }
  // A course of the demonstration is given by them, under their own name.
  norwegian.add("United Nations");
  return new Set([...english].filter((text) => text.length > 2 && !norwegian.has(text)));
}

// What the server says in English: of refusals, and as names that it has in both languages.
const SERVER_ENGLISH = /\b(is required|is needed|cannot do this|must be|ranks?|captain|lieutenant|sergeant|colonel|battalion|norway|women among)\b/i;

// What stands on the page, also for the ear, without what is marked as English.
async function norwegian(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    copy.querySelectorAll("[lang=en], script, style").forEach((element) => element.remove());
    const texts: string[] = [document.title];
    const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) texts.push(walk.currentNode.textContent ?? "");
    copy.querySelectorAll("[aria-label], [placeholder], [title]").forEach((element) =>
      ["aria-label", "placeholder", "title"].forEach((name) => texts.push(element.getAttribute(name) ?? "")));
    return texts.map((text) => text.trim()).filter(Boolean);
  });
}

const english = englishTexts();

async function expectNorwegian(page: Page, where: string) {
  const found = (await norwegian(page)).filter((text) => english.has(text) || SERVER_ENGLISH.test(text));
  expect.soft([...new Set(found)], where).toEqual([]);
}

test("no page has English words", async ({ page, signIn, api }) => {
  test.setTimeout(120_000);
  await signIn("desk");
  const all = await places({
    roster: await api(RosterService, "desk"),
    missions: await api(MissionsService, "desk"),
    nominations: await api(NominationsService, "desk"),
  });
  for (const place of all) {
    await page.goto(place);
    await settled(page);
    await expectNorwegian(page, place);
  }
});

test("no refusal does", async ({ page, signIn, api }) => {
  const nominations = await api(NominationsService, "desk");
  const call = await openCall(await api(MissionsService, "desk"), nominations, "Utlysning");
  const [person] = await activePersons(await api(RosterService, "desk"), 1);
  const draft = await nominate(nominations, call, person!);
  await signIn("desk");
  await page.goto("/nominations/nominate");
  await settled(page);
  await page.getByRole("button", { name: "Lagre som utkast" }).click();
  await expect(page.getByText("Må fylles ut.").first()).toBeVisible();
  await expectNorwegian(page, "a form that is not filled in");
  await page.goto(`/${draft.name}`);
  await settled(page);
  await expect(page.getByText("Den som foreslo nominasjonen, kan ikke gjøre dette.")).toBeVisible();
  await page.getByRole("button", { name: "Trekk", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Trekk" }).click();
  await expect(page.getByRole("dialog").getByText("Må fylles ut.")).toBeVisible();
  await expectNorwegian(page, "a step that needs a reason");
  expect((await nominations.getNomination({ name: draft.name })).state).toBe(NominationState.DRAFT);
});
