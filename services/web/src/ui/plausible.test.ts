// SPDX-License-Identifier: EUPL-1.2
import { expect, test } from "vitest";
import { reasons } from "../texts/reasons";
import { asksForWord } from "./plausible";

test("a doubt names the field of its word, in the request or in a resource of it", () => {
  const doubt = { reason: "IMPLAUSIBLE", metadata: { field: "plausible_reason" } };
  expect(asksForWord([doubt], "plausible_reason")).toBe(true);
  expect(asksForWord([doubt], "reason")).toBe(false);
  expect(asksForWord([{ ...doubt, metadata: { field: "waiver.plausible_reason" } }], "plausible_reason")).toBe(true);
});

test("what is wrong for another reason asks for no word", () => {
  expect(asksForWord([], "plausible_reason")).toBe(false);
  expect(asksForWord([{ reason: "IN_FUTURE", metadata: { field: "plausible_reason" } }], "plausible_reason")).toBe(false);
  expect(asksForWord([{ reason: "IMPLAUSIBLE", metadata: {} }], "plausible_reason")).toBe(false);
});

test("both languages say what to do about a doubt", () => {
  expect(reasons.en.IMPLAUSIBLE).toContain("say why it is right");
  expect(reasons.nb.IMPLAUSIBLE).toContain("skriv hvorfor det stemmer");
});
