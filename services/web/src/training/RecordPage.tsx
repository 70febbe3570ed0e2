// SPDX-License-Identifier: EUPL-1.2
// One course version on one date for a pasted list of people.
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { newRequestId, queries, training } from "../app/api";
import { BackLink } from "../app/blocks";
import { ErrorNotice, fieldError, violations } from "../app/errors";
import { PageHeading } from "../app/PageHeading";
import { onSaveKey } from "../app/saveKey";
import { useTexts } from "../texts/texts";
import { CourseFields, type CourseChoice } from "./CourseFields";
import { PeoplePaste } from "./PeoplePaste";

const FIELDS = ["course_version", "completed_date", "evidence", "persons"];
const LIMIT = 1000;

export default function RecordPage() {
  const texts = useTexts();
  const [turn, setTurn] = useState(0);
  return (
    <>
      <BackLink href="/training">{texts.training.title}</BackLink>
      <PageHeading title={texts.training.record} />
      <BodyLong className="lead">{texts.training.lead}</BodyLong>
      <RecordForm key={turn} onAnother={() => setTurn(turn + 1)} />
    </>
  );
}

function RecordForm({ onAnother }: { onAnother: () => void }) {
  const texts = useTexts();
  const t = texts.training;
  const [requestId] = useState(newRequestId);
  const [choice, setChoice] = useState<CourseChoice>({ courseVersion: "", completedDate: "", evidence: "", recognised: false });
  const [persons, setPersons] = useState<string[]>([]);
  const record = useMutation({
    mutationFn: () => training.recordCompletions({ ...choice, persons, requestId }),
    onSuccess: () => void queries.invalidateQueries(),
  });
  const found = violations(record.error);
  const ready = persons.length > 0 && persons.length <= LIMIT && !record.isPending;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (ready) record.mutate();
  };
  const onKeyDown = onSaveKey(submit);
  if (record.data) {
    return (
      <LocalAlert status="success" role="status">
        <LocalAlert.Header>
          <LocalAlert.Title as="h2">{t.done(record.data.createdCount, record.data.unchangedCount)}</LocalAlert.Title>
        </LocalAlert.Header>
        <LocalAlert.Content>
          <Button size="small" onClick={onAnother}>{t.another}</Button>
        </LocalAlert.Content>
      </LocalAlert>
    );
  }
  return (
    <form className="form wide" onSubmit={submit} onKeyDown={onKeyDown} noValidate>
      <CourseFields choice={choice} onChange={setChoice} found={found} />
      <PeoplePaste onPersons={setPersons} error={persons.length > LIMIT ? t.limit : fieldError(found, "persons")} />
      {record.isError && <ErrorNotice error={record.error} shown={FIELDS} />}
      <div><Button type="submit" disabled={!ready} loading={record.isPending}>{t.submit(persons.length)}</Button></div>
    </form>
  );
}
