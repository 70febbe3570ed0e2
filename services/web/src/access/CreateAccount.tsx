// SPDX-License-Identifier: EUPL-1.2
// A new account. Its owner sets the first password with a code, so that nobody else knows it; a program has tokens.
import { Button } from "@navikt/ds-react/Button";
import { Select } from "@navikt/ds-react/Select";
import { TextField } from "@navikt/ds-react/TextField";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { access, refresh } from "../api/api";
import { AccessService, type Account } from "../gen/muster/access/v1/access_pb";
import { useTexts } from "../texts/texts";
import { Section } from "../ui/blocks";
import { fieldError } from "../ui/errors";
import { useSave } from "../ui/useSave";
import { ConfirmDialog } from "./ConfirmDialog";
import { accountText } from "./lists";
import { Refused, Waits } from "./Waits";

const FIELDS = ["account_name", "display_name", "person", "service"];

// "42" or "persons/42", as the resource's name.
function personName(typed: string): string {
  const text = typed.trim();
  return /^\d+$/.test(text) ? `persons/${text}` : text;
}

export function CreateAccount() {
  const texts = useTexts();
  const t = texts.access;
  const [accountName, setAccountName] = useState("");
  const [displayName, setDisplayName] = useState("");
  const [service, setService] = useState(false);
  const [person, setPerson] = useState("");
  const [made, setMade] = useState<Account>();
  const content = { accountName, displayName, service, person: service ? "" : personName(person) };
  const { form, save, onKeyDown, saving, error, found, answer } = useSave<HTMLFormElement, Account>({
    content,
    send: (requestId) => access.createAccount({ account: content, requestId }),
    onSaved: async (account) => {
      await refresh(AccessService);
      if (!account.service) setMade(account);
    },
    onOvertaken: () => refresh(AccessService),
  });
  return (
    <Section title={t.create}>
      <form ref={form} className="form" onSubmit={save} onKeyDown={onKeyDown} noValidate>
        <TextField label={t.accountName} autoComplete="off" autoCapitalize="none" spellCheck={false} value={accountName}
                   onChange={(event) => setAccountName(event.target.value)} error={fieldError(found, "account_name", texts)} />
        <TextField label={t.displayName} value={displayName} onChange={(event) => setDisplayName(event.target.value)}
                   error={fieldError(found, "display_name", texts)} />
        <Select label={t.kind} value={service ? "service" : "person"} onChange={(event) => setService(event.target.value === "service")}
                error={fieldError(found, "service", texts)}>
          <option value="person">{t.ofPerson}</option>
          <option value="service">{t.ofProgram}</option>
        </Select>
        {!service && <TextField label={t.personNumber} description={t.personNumberMeans} inputMode="numeric" value={person}
                                onChange={(event) => setPerson(event.target.value)} error={fieldError(found, "person", texts)} />}
        <Refused error={error} shown={FIELDS} />
        <div role="status">
          <Waits error={error} />
          {answer && !error && <BodyShort>{t.created(accountText(answer))}</BodyShort>}
        </div>
        <div><Button loading={saving}>{t.create}</Button></div>
      </form>
      {made && <PasswordCode account={made} onClose={() => setMade(undefined)} />}
    </Section>
  );
}

// A code for the first password of an account that has none.
export function PasswordCode({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts().access;
  return (
    <ConfirmDialog title={t.code} text={t.codeMeans(accountText(account))} content={{ name: account.name }} onClose={onClose}
                   send={async (requestId) => {
                     const { code, expireTime } = await access.createPasswordCode({ name: account.name, requestId });
                     return { secret: code, expireTime };
                   }} />
  );
}
