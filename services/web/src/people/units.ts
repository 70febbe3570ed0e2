// SPDX-License-Identifier: EUPL-1.2
import { today } from "../api/dates";
import type { Unit } from "../gen/muster/roster/v1/roster_pb";

// Without those that have ended, but for the one that is chosen.
export function inForce(units: Unit[], chosen = ""): Unit[] {
  return units.filter((unit) => !unit.validTo || unit.validTo >= today() || unit.name === chosen);
}

// The units in the order of their tree, each with how deep it lies.
export function tree(units: Unit[]): { unit: Unit; depth: number }[] {
  const known = new Set(units.map((unit) => unit.name));
  const below = (parent: string, depth: number): { unit: Unit; depth: number }[] =>
    units.filter((unit) => (known.has(unit.parent) ? unit.parent : "") === parent)
      .flatMap((unit) => [{ unit, depth }, ...below(unit.name, depth + 1)]);
  return below("", 0);
}
