// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { TextField } from "@navikt/ds-react/TextField";
import { BodyLong, Heading } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { FirstPassword } from "../access/FirstPassword";
import { useTexts } from "../texts/texts";
import { access, queries, SESSION_KEY } from "../api/api";
import { received } from "../api/session";
import { ErrorNotice, fieldError, violations } from "../ui/errors";
import { useFaultyFieldFocus } from "../ui/useFaultyFieldFocus";
import { Preferences } from "./HeaderBar";
import { forgetKept } from "../ui/useKept";
import { usePageTitle } from "../ui/PageHeading";
import { DemonstrationBanner } from "./Shell";

export function SignInPage({ demonstration }: { demonstration: boolean }) {
  const texts = useTexts();
  const title = texts.app.signIn.title;
  usePageTitle(title);
  const [first, setFirst] = useState(false);
  return (
    <div className="shell">
      {demonstration && <header><DemonstrationBanner /></header>}
      <main className="sign-in">
        <div className="sign-in-card">
          <p className="sign-in-name">Muster</p>
          <BodyLong>{texts.app.subtitle}</BodyLong>
          <Heading level="1" size="medium">{title}</Heading>
          {first ? <FirstPassword onDone={() => setFirst(false)} /> : <SignInForm />}
          {!first && <Button type="button" variant="tertiary" size="small" onClick={() => setFirst(true)}>{texts.access.haveCode}</Button>}
          <BodyLong size="small">{texts.app.notGraded}</BodyLong>
        </div>
        <div className="sign-in-preferences"><Preferences /></div>
      </main>
    </div>
  );
}

function SignInForm() {
  const texts = useTexts();
  const t = texts.app.signIn;
  const [accountName, setAccountName] = useState("");
  const [password, setPassword] = useState("");
  // What was missing at the last try: a new object for each.
  const [missed, setMissed] = useState<object>();
  const signIn = useMutation({
    mutationFn: () => access.signIn({ accountName, password }),
    onSuccess: (response) => {
      forgetKept();
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
      queries.setQueryData(SESSION_KEY, response.session && received(response.session));
    },
  });
  const found = violations(signIn.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (accountName && password) signIn.mutate();
    else setMissed({});
  };
  const missing = (value: string) => (missed && !value ? t.required : undefined);
  const form = useFaultyFieldFocus<HTMLFormElement>(signIn.error, missed);
  return (
    <form ref={form} onSubmit={submit} noValidate>
      {signIn.isError && <ErrorNotice error={signIn.error} shown={["account_name", "password"]} />}
      <TextField label={t.account} autoComplete="username" autoCapitalize="none" spellCheck={false} value={accountName}
                 onChange={(event) => setAccountName(event.target.value)}
                 error={missing(accountName) ?? fieldError(found, "account_name", texts)} />
      <TextField label={t.password} type="password" autoComplete="current-password" value={password}
                 onChange={(event) => setPassword(event.target.value)}
                 error={missing(password) ?? fieldError(found, "password", texts)} />
      <Button type="submit" loading={signIn.isPending}>{t.submit}</Button>
    </form>
  );
}
