// SPDX-License-Identifier: EUPL-1.2
// Finds the people that a pasted list means: one request a line, a few at a time.
import { quoted, roster } from "../app/api";
import type { Person } from "../gen/muster/roster/v1/roster_pb";

export interface Line {
  text: string;
  // Nobody: not found. One: matched. More: which one?
  persons: Person[];
  // There are more than `persons` holds.
  more: boolean;
}

const AT_ONCE = 6;
const CHOICES = 8;

// The lines of a paste. Of a row from a sheet only the cell counts that says who: the first one.
export function linesOf(paste: string): string[] {
  return paste.split(/[\r\n;]+/)
    .map((line) => (line.split("\t").find((cell) => cell.trim()) ?? "").trim())
    .filter(Boolean);
}

export async function resolveLines(texts: string[], progress: (done: number) => void): Promise<Line[]> {
  const lines: Line[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < texts.length) {
      const index = next++;
      lines[index] = await resolve(texts[index] ?? "");
      progress(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return lines;
}

// A number matches exactly; "Last, First" by both names; anything else by every word of it.
async function resolve(text: string): Promise<Line> {
  if (/^[\w./-]*\d[\w./-]*$/.test(text)) {
    const exact = await ask(text, { filter: `number = ${quoted(text)}` });
    if (exact.persons.length > 0) return exact;
  }
  const [family, given, ...rest] = text.split(",").map((part) => part.trim());
  if (family && given && rest.length === 0) {
    return ask(text, { filter: `family_name : ${quoted(family)} AND given_name : ${quoted(given)}` });
  }
  return ask(text, { query: text.replaceAll(",", " ").slice(0, 200) });
}

async function ask(text: string, how: { filter?: string; query?: string }): Promise<Line> {
  const response = await roster.listPersons({ ...how, pageSize: CHOICES });
  return { text, persons: response.persons, more: response.nextPageToken !== "" };
}
