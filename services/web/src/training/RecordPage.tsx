// SPDX-License-Identifier: EUPL-1.2
// One course version on one date for a pasted list of people.
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useEffect, useRef, useState } from "react";
import { refresh, training } from "../api/api";
import { BackLink } from "../ui/blocks";
import { ErrorNotice, fieldError } from "../ui/errors";
import { PageHeading } from "../ui/PageHeading";
import { PlausibleReason } from "../ui/PlausibleReason";
import { useSave } from "../ui/useSave";
import { StatisticsService } from "../gen/muster/statistics/v1/statistics_pb";
import { TrainingService, type RecordCompletionsResponse } from "../gen/muster/training/v1/training_pb";
import { useTexts } from "../texts/texts";
import { CourseFields, type CourseChoice } from "./CourseFields";
import { PeoplePaste } from "./PeoplePaste";

const FIELDS = ["course_version", "completed_date", "evidence", "persons", "plausible_reason"];
const LIMIT = 1000;

export default function RecordPage() {
  const texts = useTexts();
  const [turn, setTurn] = useState(0);
  return (
    <>
      <BackLink href="/training">{texts.training.title}</BackLink>
      <PageHeading title={texts.training.record} />
      <BodyLong className="lead">{texts.training.lead}</BodyLong>
      <RecordForm key={turn} first={turn === 0} onAnother={() => setTurn(turn + 1)} />
    </>
  );
}

function RecordForm({ first, onAnother }: { first: boolean; onAnother: () => void }) {
  const texts = useTexts();
  const t = texts.training;
  const [choice, setChoice] = useState<CourseChoice>({ courseVersion: "", completedDate: "", evidence: "", recognised: false });
  const [persons, setPersons] = useState<string[]>([]);
  const [plausibleReason, setPlausibleReason] = useState("");
  const ready = persons.length > 0 && persons.length <= LIMIT;
  const { form, save, onKeyDown, saving, error, found, answer } = useSave<HTMLFormElement, RecordCompletionsResponse>({
    content: { ...choice, persons, plausibleReason },
    send: (requestId) => training.recordCompletions({ ...choice, persons, plausibleReason, requestId }),
    onSaved: () => void refresh(TrainingService, StatisticsService),
    ready,
  });
  // The form that follows another one takes over where the work goes on.
  useEffect(() => {
    if (!first) form.current?.querySelector("select")?.focus();
  }, [first, form]);
  if (answer) return <Recorded response={answer} onAnother={onAnother} />;
  return (
    <form ref={form} className="form wide" onSubmit={save} onKeyDown={onKeyDown} noValidate>
      <CourseFields choice={choice} onChange={setChoice} found={found} />
      <PeoplePaste onPersons={setPersons} error={persons.length > LIMIT ? t.limit : fieldError(found, "persons", texts)} />
      <PlausibleReason value={plausibleReason} found={found} onChange={setPlausibleReason} />
      {error && <ErrorNotice error={error} shown={FIELDS} />}
      <div><Button type="submit" disabled={!ready} loading={saving}>{t.submit(persons.length)}</Button></div>
    </form>
  );
}

// Takes the focus: the form that had it is gone.
function Recorded({ response, onAnother }: { response: RecordCompletionsResponse; onAnother: () => void }) {
  const t = useTexts().training;
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => outcome.current?.focus(), []);
  return (
    <div ref={outcome} tabIndex={-1} className="outcome">
      <LocalAlert status="success">
        <LocalAlert.Header>
          <LocalAlert.Title as="h2">{t.done(response.createdCount, response.unchangedCount)}</LocalAlert.Title>
        </LocalAlert.Header>
        <LocalAlert.Content>
          <Button size="small" onClick={onAnother}>{t.another}</Button>
        </LocalAlert.Content>
      </LocalAlert>
    </div>
  );
}
