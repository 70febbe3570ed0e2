// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Textarea } from "@navikt/ds-react/Textarea";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { ErrorNotice } from "../ui/errors";
import type { Person } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";
import { MatchedPeople, MissingLines, UnclearLines } from "./Matches";
import { linesOf, resolveLines, type Line } from "./resolve";

// A pasted list, and what became of each line. `onPersons` gets the names of everybody matched,
// each once.
export function PeoplePaste({ onPersons, error }: { onPersons: (names: string[]) => void; error?: ReactNode }) {
  const texts = useTexts();
  const t = texts.training;
  const [paste, setPaste] = useState("");
  const [done, setDone] = useState(0);
  const [lines, setLines] = useState<Line[]>();
  const wanted = linesOf(paste);
  const show = (next: Line[] | undefined) => {
    setLines(next);
    onPersons([...distinct(next ?? []).keys()]);
  };
  // What stands in the field now: an answer for anything else comes too late.
  const current = useRef("");
  const check = useMutation({
    mutationFn: (text: string) => {
      const asked = () => current.current === text;
      return resolveLines(linesOf(text), (count) => asked() && setDone(count), asked);
    },
    onMutate: () => setDone(0),
    onSuccess: (found, text) => {
      if (current.current === text) show(found);
    },
  });
  const edit = (text: string) => {
    current.current = text;
    setPaste(text);
    check.reset();
    if (lines) show(undefined);
  };
  const settle = (line: Line, persons: Person[]) =>
    show(lines?.flatMap((other) => (other !== line ? [other] : persons.length > 0 ? [{ ...line, persons, exact: true, more: false }] : [])));
  return (
    <>
      <Textarea label={t.paste} description={t.pasteHelp} minRows={5} maxRows={14} value={paste}
                onChange={(event) => edit(event.target.value)} error={error} />
      <div className="inline">
        <Button type="button" variant="secondary" size="small" disabled={wanted.length === 0} loading={check.isPending}
                onClick={() => check.mutate(paste)}>{t.check}</Button>
        {check.isPending && <BodyShort size="small" role="status">{t.checking(done, wanted.length)}</BodyShort>}
      </div>
      {check.isError && <ErrorNotice error={check.error} />}
      {lines && <Outcome lines={lines} settle={settle} />}
    </>
  );
}

// Everybody who is matched, once each, with the line that named them first.
function distinct(lines: Line[]): Map<string, Line> {
  const matched = new Map<string, Line>();
  for (const line of lines) {
    const [person, ...others] = line.persons;
    if (line.exact && person && others.length === 0 && !matched.has(person.name)) matched.set(person.name, line);
  }
  return matched;
}

function Outcome({ lines, settle }: { lines: Line[]; settle: (line: Line, persons: Person[]) => void }) {
  const t = useTexts().training;
  const single = lines.filter((line) => line.exact);
  const matched = [...distinct(lines).values()];
  const unclear = lines.filter((line) => !line.exact && line.persons.length > 0);
  const missing = lines.filter((line) => line.persons.length === 0);
  const repeated = single.length - matched.length;
  return (
    <>
      {repeated > 0 && <BodyShort size="small">{t.twice(repeated)}</BodyShort>}
      <div className="matches">
        <MatchedPeople lines={matched} leaveOut={(line) => settle(line, [])} />
        <UnclearLines lines={unclear} choose={(line, person) => settle(line, [person])} leaveOut={(line) => settle(line, [])} />
        <MissingLines lines={missing} />
      </div>
    </>
  );
}
