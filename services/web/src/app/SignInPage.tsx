// SPDX-License-Identifier: EUPL-1.2
import { Code, ConnectError } from "@connectrpc/connect";
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { TextField } from "@navikt/ds-react/TextField";
import { BodyLong, Heading } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { useTexts } from "../texts/texts";
import { access, queries, SESSION_KEY } from "./api";
import { ErrorNotice, fieldError, violations } from "./errors";
import { Preferences } from "./HeaderBar";
import { forgetKept } from "./kept";
import { DemonstrationBanner } from "./Shell";

export function SignInPage({ demonstration }: { demonstration: boolean }) {
  const texts = useTexts();
  const title = texts.app.signIn.title;
  useEffect(() => {
    document.title = `${title} – Muster`;
  }, [title]);
  return (
    <div className="shell">
      {demonstration && <header><DemonstrationBanner /></header>}
      <main className="sign-in">
        <div className="sign-in-card">
          <p className="sign-in-name">Muster</p>
          <BodyLong>{texts.app.subtitle}</BodyLong>
          <Heading level="1" size="medium">{title}</Heading>
          <SignInForm />
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
  const [tried, setTried] = useState(false);
  const signIn = useMutation({
    mutationFn: () => access.signIn({ accountName, password }),
    onSuccess: (response) => {
      forgetKept();
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION_KEY[0] });
      queries.setQueryData(SESSION_KEY, response.session);
    },
  });
  const found = violations(signIn.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (accountName && password) signIn.mutate();
  };
  const missing = (value: string) => (tried && !value ? t.required : undefined);
  const refused = signIn.error instanceof ConnectError
    && (signIn.error.code === Code.Unauthenticated || signIn.error.code === Code.PermissionDenied);
  return (
    <form onSubmit={submit} noValidate>
      {signIn.isError && (refused ? <Refused text={t.wrong} /> : <ErrorNotice error={signIn.error} shown={["account_name", "password"]} />)}
      <TextField label={t.account} autoComplete="username" autoCapitalize="none" spellCheck={false} value={accountName}
                 onChange={(event) => setAccountName(event.target.value)}
                 error={missing(accountName) ?? fieldError(found, "account_name")} />
      <TextField label={t.password} type="password" autoComplete="current-password" value={password}
                 onChange={(event) => setPassword(event.target.value)}
                 error={missing(password) ?? fieldError(found, "password")} />
      <Button type="submit" loading={signIn.isPending}>{t.submit}</Button>
    </form>
  );
}

function Refused({ text }: { text: string }) {
  return (
    <LocalAlert status="error" role="alert" size="small">
      <LocalAlert.Header>
        <LocalAlert.Title as="div">{text}</LocalAlert.Title>
      </LocalAlert.Header>
    </LocalAlert>
  );
}
