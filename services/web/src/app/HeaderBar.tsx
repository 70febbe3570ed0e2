// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Select } from "@navikt/ds-react/Select";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useMutation } from "@tanstack/react-query";
import { Link } from "wouter";
import { useTexts, type Language } from "../texts/texts";
import { access, queries, SIGN_OUT_KEY } from "../api/api";
import { usePreferences, type ThemeChoice } from "../ui/preferences";
import { useSession } from "../api/session";

export function HeaderBar({ onShortcuts }: { onShortcuts: () => void }) {
  const texts = useTexts();
  const session = useSession();
  return (
    <div className="header">
      <Link href="/" className="header-name">Muster</Link>
      <BodyShort size="small" className="header-subtitle">{texts.app.subtitle}</BodyShort>
      <div className="header-right">
        <div className="header-preferences"><Preferences /></div>
        <Button variant="tertiary" size="small" data-color="neutral" className="header-shortcuts" onClick={onShortcuts}>
          {texts.app.shortcuts.open}
        </Button>
        <BodyShort size="small" className="header-user">{session.displayName}</BodyShort>
        <SignOut />
      </div>
    </div>
  );
}

export function Preferences() {
  const texts = useTexts();
  const { language, setLanguage, themeChoice, setThemeChoice } = usePreferences();
  return (
    <>
      <Select label={texts.app.language} hideLabel size="small" value={language}
              onChange={(event) => setLanguage(event.target.value as Language)}>
        <option value="en" lang="en">English</option>
        <option value="nb" lang="nb">Norsk bokmål</option>
      </Select>
      <Select label={texts.app.theme} hideLabel size="small" value={themeChoice}
              onChange={(event) => setThemeChoice(event.target.value as ThemeChoice)}>
        {(["system", "light", "dark"] as const).map((choice) => (
          <option key={choice} value={choice}>{texts.app.themes[choice]}</option>
        ))}
      </Select>
    </>
  );
}

function SignOut() {
  const texts = useTexts();
  const signOut = useMutation({
    // From here on the app shows nothing that reads: what is still being read, or read later, would
    // be refused as soon as the session has ended.
    mutationKey: SIGN_OUT_KEY,
    onMutate: () => queries.cancelQueries(),
    mutationFn: () => access.signOut({}),
    // Whatever was on the screen leaves the memory with the session: the whole page is loaded anew,
    // and until then the sign-out counts as running.
    onSettled: () => {
      queries.clear();
      location.assign("/");
      return new Promise<void>(() => {});
    },
  });
  return (
    <Button variant="secondary" size="small" data-color="neutral" loading={signOut.isPending} onClick={() => signOut.mutate()}>
      {texts.app.signOut}
    </Button>
  );
}
