// SPDX-License-Identifier: EUPL-1.2
import { TransportProvider } from "@connectrpc/connect-query";
import { Loader } from "@navikt/ds-react/Loader";
import { Provider } from "@navikt/ds-react/Provider";
import { Theme } from "@navikt/ds-react/Theme";
import { en, nb } from "@navikt/ds-react/locales";
import { QueryClientProvider, useIsMutating } from "@tanstack/react-query";
import { TextsProvider, useTexts } from "../texts/texts";
import { queries, SIGN_OUT_KEY, transport } from "../api/api";
import { ErrorNotice, StaleNotice } from "../ui/errors";
import { Pages } from "./Pages";
import { PreferencesProvider, usePreferences } from "../ui/preferences";
import { SessionProvider, useSessionQuery } from "../api/session";
import { Shell } from "./Shell";
import { SignInPage } from "./SignInPage";

export function App() {
  return (
    <PreferencesProvider>
      <Preferred />
    </PreferencesProvider>
  );
}

function Preferred() {
  const { language, theme } = usePreferences();
  return (
    <TextsProvider language={language}>
      <Provider locale={language === "nb" ? nb : en}>
        <Theme theme={theme} className="everything">
          <TransportProvider transport={transport}>
            <QueryClientProvider client={queries}>
              <SignedInOrNot />
            </QueryClientProvider>
          </TransportProvider>
        </Theme>
      </Provider>
    </TextsProvider>
  );
}

function SignedInOrNot() {
  const texts = useTexts();
  const session = useSessionQuery();
  const signingOut = useIsMutating({ mutationKey: SIGN_OUT_KEY }) > 0;
  if (!session.data || signingOut) {
    return (
      <main className="alone">
        <h1 className="aksel-sr-only">Muster</h1>
        {session.isError ? <ErrorNotice error={session.error} again={() => void session.refetch()} />
          : <Loader title={texts.app.loading} size="2xlarge" />}
      </main>
    );
  }
  if (!session.data.account) return <SignInPage demonstration={session.data.demonstration} />;
  return (
    <SessionProvider value={session.data}>
      <Shell>
        {session.isError && <StaleNotice error={session.error} again={() => void session.refetch()} />}
        <Pages />
      </Shell>
    </SessionProvider>
  );
}
