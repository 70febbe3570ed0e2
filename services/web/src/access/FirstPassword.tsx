// SPDX-License-Identifier: EUPL-1.2
// The first password of an account, by its owner, with the code that an administrator gave.
import { Button } from "@navikt/ds-react/Button";
import { TextField } from "@navikt/ds-react/TextField";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { access } from "../api/api";
import type { SetPasswordResponse } from "../gen/muster/access/v1/access_pb";
import { useTexts } from "../texts/texts";
import { ErrorNotice, fieldError } from "../ui/errors";
import { useSave } from "../ui/useSave";

const FIELDS = ["account_name", "code", "password"];

export function FirstPassword({ onDone }: { onDone: () => void }) {
  const texts = useTexts();
  const t = texts.access;
  const [accountName, setAccountName] = useState("");
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const { form, save, onKeyDown, saving, error, found, answer } = useSave<HTMLFormElement, SetPasswordResponse>({
    content: { accountName, code, password },
    send: () => access.setPassword({ accountName, code: code.trim(), password }),
    onSaved: () => setPassword(""),
  });
  if (answer) {
    return (
      <div role="status" className="form">
        <BodyShort>{t.passwordSet}</BodyShort>
        <div><Button onClick={onDone}>{texts.app.signIn.title}</Button></div>
      </div>
    );
  }
  return (
    <form ref={form} onSubmit={save} onKeyDown={onKeyDown} noValidate>
      {error && <ErrorNotice error={error} shown={FIELDS} />}
      <TextField label={texts.app.signIn.account} autoComplete="username" autoCapitalize="none" spellCheck={false} value={accountName}
                 onChange={(event) => setAccountName(event.target.value)} error={fieldError(found, "account_name", texts)} />
      <TextField label={t.codeGiven} autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} value={code}
                 onChange={(event) => setCode(event.target.value)} error={fieldError(found, "code", texts)} />
      <TextField label={t.newPassword} type="password" autoComplete="new-password" value={password}
                 onChange={(event) => setPassword(event.target.value)} error={fieldError(found, "password", texts)} />
      <Button loading={saving}>{t.setPassword}</Button>
      <Button type="button" variant="tertiary" onClick={onDone}>{texts.app.cancel}</Button>
    </form>
  );
}
