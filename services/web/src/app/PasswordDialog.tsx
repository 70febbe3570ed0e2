// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Modal } from "@navikt/ds-react/Modal";
import { TextField } from "@navikt/ds-react/TextField";
import { BodyLong } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { access } from "../api/api";
import { useAskedForPassword } from "../api/freshFactor";
import { ErrorNotice, refusedFor } from "../ui/errors";
import { useFaultyFieldFocus } from "../ui/useFaultyFieldFocus";
import { useTexts } from "../texts/texts";

// Asks for the password when something needs that it was given a moment ago; what waits for it goes on.
export function PasswordDialog() {
  const answer = useAskedForPassword();
  return answer ? <Asked answer={answer} /> : null;
}

function Asked({ answer }: { answer: (given: boolean) => void }) {
  const texts = useTexts();
  const t = texts.app.passwordAnew;
  const [password, setPassword] = useState("");
  const confirm = useMutation({
    mutationFn: () => access.confirmPassword({ password }),
    onSuccess: () => answer(true),
  });
  const wrong = refusedFor(confirm.error, "WRONG_PASSWORD");
  const form = useFaultyFieldFocus<HTMLFormElement>(confirm.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password) confirm.mutate();
  };
  return (
    <Modal open onClose={() => answer(false)} header={{ heading: t.title }}>
      <Modal.Body>
        <form id="password-anew" ref={form} className="form" onSubmit={submit} noValidate>
          <BodyLong>{t.why}</BodyLong>
          {confirm.isError && !wrong && <ErrorNotice error={confirm.error} shown={["password"]} />}
          <TextField label={texts.app.signIn.password} type="password" autoComplete="current-password" value={password}
                     onChange={(event) => setPassword(event.target.value)} error={wrong ? t.wrong : undefined} />
        </form>
      </Modal.Body>
      <Modal.Footer>
        <Button type="submit" form="password-anew" loading={confirm.isPending}>{t.submit}</Button>
        <Button type="button" variant="tertiary" onClick={() => answer(false)}>{texts.app.cancel}</Button>
      </Modal.Footer>
    </Modal>
  );
}
