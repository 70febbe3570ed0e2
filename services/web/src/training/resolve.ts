// SPDX-License-Identifier: EUPL-1.2
// Finds the people that a pasted list means: one request a line or two, a few at a time. What is
// recorded for somebody is never taken back, so only a line that names one person exactly is
// matched; for anything else somebody chooses.
import { quoted, roster } from "../api/api";
import type { Person } from "../gen/muster/roster/v1/roster_pb";

export interface Line {
  text: string;
  // The line's own words name the one person: the number, or both names. Or somebody chose.
  exact: boolean;
  // Nobody: not found. Unless exact, those to choose from.
  persons: Person[];
  // There are more than `persons` holds.
  more: boolean;
}

const AT_ONCE = 6;
const LOOKED_AT = 50;
const CHOICES = 8;

// The lines of a paste. Of a row from a sheet only the cell counts that says who: the first one.
export function linesOf(paste: string): string[] {
  return paste.split(/[\r\n;]+/)
    .map((line) => (line.split("\t").find((cell) => cell.trim()) ?? "").trim())
    .filter(Boolean);
}

// `wanted` says, before each request, whether anybody still waits for the answer.
export async function resolveLines(texts: string[], progress: (done: number) => void, wanted: () => boolean): Promise<Line[]> {
  const lines: Line[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < texts.length && wanted()) {
      const index = next++;
      lines[index] = await resolve(texts[index] ?? "");
      progress(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return lines;
}

// Texts are the same whatever their case, their spaces and how their letters are composed.
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

function resolve(text: string): Promise<Line> {
  const plain = text.normalize("NFKC");
  return /^[\w./-]*\d[\w./-]*$/.test(plain) || /^\S+@\S+$/.test(plain) ? byNumber(text) : byName(text);
}

// A number is one in whatever case; one that nobody has may be an identifier of somebody, such as an e-mail address, and
// else is nobody's, however much it is like another.
async function byNumber(text: string): Promise<Line> {
  const { persons, nextPageToken } = await roster.listPersons({ identifier: text, pageSize: CHOICES });
  return { text, exact: persons.length === 1, persons, more: nextPageToken !== "" };
}

async function byName(text: string): Promise<Line> {
  const [family, given, ...rest] = text.split(",").map((part) => part.trim());
  const twoNames = family && given && rest.length === 0;
  if (twoNames) {
    const { persons } = await roster.listPersons({
      filter: `family_name = ${quoted(family)} AND given_name = ${quoted(given)}`, pageSize: LOOKED_AT,
    });
    if (persons.length === 1) return { text, exact: true, persons, more: false };
    if (persons.length > 1) return choice(text, persons, false);
  }
  const wanted = folded(twoNames ? `${given} ${family}` : text);
  const found = await roster.listPersons({ query: text.replaceAll(",", " ").slice(0, 200), pageSize: LOOKED_AT });
  const more = found.nextPageToken !== "";
  const named = found.persons.filter((person) => namesOf(person).includes(wanted));
  if (named.length === 1 && !more) return { text, exact: true, persons: named, more };
  return choice(text, named.length > 1 ? named : found.persons, more);
}

// As one calls the person, and as the papers do.
function namesOf({ displayName, givenName, familyName }: Person): string[] {
  return [displayName, `${givenName} ${familyName}`].map(folded);
}

function choice(text: string, persons: Person[], more: boolean): Line {
  return { text, exact: false, persons: persons.slice(0, CHOICES), more: more || persons.length > CHOICES };
}
