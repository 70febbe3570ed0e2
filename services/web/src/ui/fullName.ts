// SPDX-License-Identifier: EUPL-1.2
export function fullName(person: { givenName: string; familyName: string }): string {
  return `${person.familyName}, ${person.givenName}`;
}
