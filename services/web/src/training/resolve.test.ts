// SPDX-License-Identifier: EUPL-1.2
// Whom a pasted line means, on a roster of a few people that answers as the server does.
import { create } from "@bufbuild/protobuf";
import { beforeEach, expect, test, vi } from "vitest";
import { PersonSchema, type Person } from "../gen/muster/roster/v1/roster_pb";
import { linesOf, resolveLines } from "./resolve";

const { listPersons } = vi.hoisted(() => ({ listPersons: vi.fn<(request: Asked) => Promise<Answered>>() }));
vi.mock("../api/api", () => ({ roster: { listPersons }, quoted: (text: string) => `"${text}"` }));

interface Asked { filter?: string; query?: string; identifier?: string; pageSize: number }
interface Answered { persons: Person[]; nextPageToken: string }

function person(number: string, givenName: string, familyName: string, preferredName = ""): Person {
  const displayName = `${preferredName || givenName} ${familyName}`;
  return create(PersonSchema, { name: `persons/${number}`, number, givenName, familyName, preferredName, displayName });
}

const anne = person("P-101", "Anne", "Berg");
const kari = person("P-102", "Kari Anne", "Lie", "Kaja");
const ola = person("P-103", "Ola", "Berg");
const other = person("P-104", "Ola", "Berg");
const everybody = [anne, kari, ola, other];

// What other systems call people by.
const called = [{ of: anne, by: "anne.berg@example.org" }, { of: kari, by: "774" }, { of: ola, by: "774" }];

function answer({ filter, query, identifier, pageSize }: Asked): Answered {
  const numbered = everybody.some(({ number }) => number.toLowerCase() === identifier?.toLowerCase());
  const found = everybody.filter((one) => {
    const { number, givenName, preferredName, familyName } = one;
    if (identifier && numbered) return number.toLowerCase() === identifier.toLowerCase();
    if (identifier) return called.some(({ of, by }) => of === one && by === identifier.toLowerCase());
    if (filter) return filter === `family_name = "${familyName}" AND given_name = "${givenName}"`;
    const text = `${number} ${givenName} ${preferredName} ${familyName}`.toLowerCase();
    return query?.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  });
  return { persons: found.slice(0, pageSize), nextPageToken: found.length > pageSize ? "more" : "" };
}

beforeEach(() => {
  listPersons.mockReset();
  listPersons.mockImplementation((request) => Promise.resolve(answer(request)));
});

async function resolve(...texts: string[]) {
  return resolveLines(texts, () => undefined, () => true);
}

test("a paste has a line for each person: the first cell of a row that says something", () => {
  expect(linesOf("P-101\r\n\n  P-102  \n\tBerg, Ola\tOF-3\nP-103;P-104\n \t \n")).toEqual(
    ["P-101", "P-102", "Berg, Ola", "P-103", "P-104"],
  );
});

test.each([
  ["P-101", anne],
  ["p-101", anne],
  ["Anne.Berg@example.org", anne],
  ["Berg, Anne", anne],
  ["anne  BERG", anne],
  ["Kaja Lie", kari],
  ["Kari Anne Lie", kari],
])("%s names one person exactly", async (text, expected) => {
  expect(await resolve(text)).toEqual([{ text, exact: true, persons: [expected], more: false }]);
});

test("of two people with the same names somebody chooses", async () => {
  for (const text of ["Ola Berg", "Berg, Ola"]) {
    expect(await resolve(text)).toEqual([{ text, exact: false, persons: [ola, other], more: false }]);
  }
});

test("of two people with one identifier somebody chooses", async () => {
  expect(await resolve("774")).toEqual([{ text: "774", exact: false, persons: [kari, ola], more: false }]);
});

test("a number that is only alike is nobody's", async () => {
  expect(await resolve("P-10")).toEqual([{ text: "P-10", exact: false, persons: [], more: false }]);
});

test("a part of a name is not a person's name", async () => {
  expect(await resolve("Anne")).toEqual([{ text: "Anne", exact: false, persons: [anne, kari], more: false }]);
});

test("whoever alone has the name among those listed is not taken while there are more", async () => {
  listPersons.mockResolvedValue({ persons: [anne], nextPageToken: "more" });
  expect(await resolve("Anne Berg")).toEqual([{ text: "Anne Berg", exact: false, persons: [anne], more: true }]);
});

test("no more than eight are offered, and the line says that there are more", async () => {
  const many = Array.from({ length: 9 }, (_, index) => person(`Q-${index}`, "Per", `Moe${index}`));
  listPersons.mockResolvedValue({ persons: many, nextPageToken: "" });
  const [line] = await resolve("Per");
  expect(line).toEqual({ text: "Per", exact: false, persons: many.slice(0, 8), more: true });
});

test("lines keep their order, at most six are asked at once, and progress counts each", async () => {
  let asking = 0;
  let most = 0;
  listPersons.mockImplementation(async (request) => {
    most = Math.max(most, ++asking);
    await Promise.resolve();
    --asking;
    return answer(request);
  });
  const texts = Array.from({ length: 20 }, (_, index) => `P-${100 + index}`);
  const told: number[] = [];
  const lines = await resolveLines(texts, (done) => told.push(done), () => true);
  expect(lines.map(({ text }) => text)).toEqual(texts);
  expect(most).toBe(6);
  expect(told).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test("nothing is asked for once nobody waits any more", async () => {
  let left = 3;
  await resolveLines(["P-101", "P-102", "P-103", "P-104"], () => undefined, () => left-- > 0);
  expect(listPersons.mock.calls.map(([{ identifier }]) => identifier)).toEqual(
    expect.arrayContaining(["P-101", "P-102", "P-103"]),
  );
  expect(listPersons.mock.calls.filter(([{ identifier }]) => identifier === "P-104")).toEqual([]);
});
