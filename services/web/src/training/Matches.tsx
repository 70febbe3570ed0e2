// SPDX-License-Identifier: EUPL-1.2
// The three columns of a checked list: matched, which one, not found.
import { Button } from "@navikt/ds-react/Button";
import { Select } from "@navikt/ds-react/Select";
import { BodyShort, Heading } from "@navikt/ds-react/Typography";
import type { ReactNode } from "react";
import type { Person } from "../gen/muster/roster/v1/roster_pb";
import { useTexts, type Texts } from "../texts/texts";
import type { Line } from "./resolve";

function Column({ title, empty, count, children }: { title: string; empty: string; count: number; children: ReactNode }) {
  return (
    <div className="matches-column">
      <Heading level="3" size="xsmall">{title}</Heading>
      {count === 0 ? <BodyShort size="small" className="empty">{empty}</BodyShort> : <ul>{children}</ul>}
    </div>
  );
}

// Enough to tell people of one name apart.
function described(person: Person, texts: Texts): string {
  return [person.number, person.displayName, texts.name(person.unitDisplayName, person.unitDisplayNameNb)].filter(Boolean).join(" · ");
}

export function MatchedPeople({ lines, leaveOut }: { lines: Line[]; leaveOut: (line: Line) => void }) {
  const texts = useTexts();
  const t = texts.training;
  return (
    <Column title={t.matched(lines.length)} empty={t.noneMatched} count={lines.length}>
      {lines.map((line) => line.persons.slice(0, 1).map((person) => (
        <li key={person.name}>
          <span>{described(person, texts)}</span>
          <Button type="button" size="xsmall" variant="tertiary" aria-label={t.leaveOutOf(person.displayName)} onClick={() => leaveOut(line)}>
            {t.leaveOut}
          </Button>
        </li>
      )))}
    </Column>
  );
}

interface UnclearProperties {
  lines: Line[];
  choose: (line: Line, person: Person) => void;
  leaveOut: (line: Line) => void;
}

export function UnclearLines({ lines, choose, leaveOut }: UnclearProperties) {
  const texts = useTexts();
  const t = texts.training;
  return (
    <Column title={t.unclear(lines.length)} empty={t.noneUnclear} count={lines.length}>
      {lines.map((line, index) => (
        <li key={index}>
          <Select label={t.which(line.text)} size="small" value="" description={line.more ? t.tooMany : undefined}
                  onChange={(event) => {
                    const person = line.persons.find(({ name }) => name === event.target.value);
                    if (person) choose(line, person);
                  }}>
            <option value="">{t.choose}</option>
            {line.persons.map((person) => <option key={person.name} value={person.name}>{described(person, texts)}</option>)}
          </Select>
          <Button type="button" size="xsmall" variant="tertiary" aria-label={t.leaveOutOf(line.text)} onClick={() => leaveOut(line)}>
            {t.leaveOut}
          </Button>
        </li>
      ))}
    </Column>
  );
}

export function MissingLines({ lines }: { lines: Line[] }) {
  const t = useTexts().training;
  return (
    <Column title={t.missing(lines.length)} empty={t.noneMissing} count={lines.length}>
      {lines.map((line, index) => <li key={index}>{line.text}</li>)}
    </Column>
  );
}
