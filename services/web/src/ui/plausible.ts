// SPDX-License-Identifier: EUPL-1.2
// Which word the server asks for where something looks like a slip of the pen.

interface Doubted {
  reason: string;
  metadata: Readonly<Record<string, string>>;
}

// Whether a refusal asks for the word in this field of the request, by its proto name: "plausible_reason" is also that of
// a resource, "affiliation.plausible_reason".
export function asksForWord(found: readonly Doubted[], field: string): boolean {
  return found.some(({ reason, metadata }) => reason === "IMPLAUSIBLE" && metadata.field?.split(".").at(-1) === field);
}
