// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { Radio, RadioGroup } from "@navikt/ds-react/Radio";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { roster } from "../api/api";
import { longDate } from "../api/dates";
import { ErrorNotice, fieldError, violations } from "../ui/errors";
import { useFaultyFieldFocus } from "../ui/useFaultyFieldFocus";
import { Purpose, PurposeSchema } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";

// Sensitive: read by a method of its own that keeps who read it and why.
export function BirthDate({ person }: { person: string }) {
  const texts = useTexts();
  const t = texts.people;
  const [asking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState(Purpose.UNSPECIFIED);
  const read = useMutation({
    mutationFn: () => roster.readPersonDetails({ name: person, purpose }),
    onSuccess: () => setAsking(false),
  });
  const form = useFaultyFieldFocus<HTMLDivElement>(read.error);
  if (read.data) return <Shown text={read.data.birthDate ? longDate(read.data.birthDate, texts.locale) : texts.app.notGiven} />;
  return (
    <>
      <Button size="xsmall" variant="secondary" onClick={() => setAsking(true)}>{t.showBirthDate}</Button>
      <Modal open={asking} onClose={() => setAsking(false)} header={{ heading: t.showBirthDate }}>
        <Modal.Body>
          <div ref={form}>
            {read.isError && <ErrorNotice error={read.error} shown={["purpose"]} />}
            <RadioGroup legend={t.purpose} description={t.purposeHelp} value={purpose} onChange={setPurpose}
                        error={fieldError(violations(read.error), "purpose", texts)}>
              {PurposeSchema.values.filter(({ number }) => number !== 0).map(({ number }) => (
                <Radio key={number} value={number}>{texts.value(PurposeSchema, number)}</Radio>
              ))}
            </RadioGroup>
          </div>
        </Modal.Body>
        <Modal.Footer>
          <Button loading={read.isPending} onClick={() => read.mutate()}>{t.show}</Button>
          <Button variant="tertiary" onClick={() => setAsking(false)}>{texts.app.cancel}</Button>
        </Modal.Footer>
      </Modal>
    </>
  );
}

// Takes the focus: the button that had it is gone.
function Shown({ text }: { text: string }) {
  const shown = useRef<HTMLSpanElement>(null);
  useEffect(() => shown.current?.focus(), []);
  return <span ref={shown} tabIndex={-1}>{text}</span>;
}
