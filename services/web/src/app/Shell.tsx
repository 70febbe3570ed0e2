// SPDX-License-Identifier: EUPL-1.2
// What stands around every page: header, left bar, the banner of the demonstration.
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useLocation, useSearchParams } from "wouter";
import { isCivil, longDate, today } from "../api/dates";
import { useTexts } from "../texts/texts";
import { HeaderBar } from "./HeaderBar";
import { Navigation } from "./Navigation";
import { Notices } from "./Notices";
import { PasswordDialog } from "./PasswordDialog";
import { useSession } from "../api/session";
import { ShortcutsList } from "./ShortcutsList";
import { useShortcuts } from "./shortcuts";

export function Shell({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const session = useSession();
  const [listOpen, setListOpen] = useState(false);
  const main = useNewPageFocus();
  useShortcuts(() => setListOpen(true));
  return (
    <div className="shell">
      <a className="skip" href="#main">{texts.app.skip}</a>
      <header>
        {session.demonstration && <DemonstrationBanner />}
        <HeaderBar onShortcuts={() => setListOpen(true)} />
        <AsOfBanner />
        <Notices />
      </header>
      <div className="shell-body">
        <Navigation />
        <main id="main" ref={main} tabIndex={-1}>{children}</main>
      </div>
      <PasswordDialog />
      {listOpen && <ShortcutsList onClose={() => setListOpen(false)} />}
    </div>
  );
}

export function DemonstrationBanner() {
  const texts = useTexts();
  return <div className="demonstration" role="note">{texts.app.demonstration}</div>;
}

// Says above everything else that the figures shown are not those of today.
function AsOfBanner() {
  const texts = useTexts();
  const [location] = useLocation();
  const [parameters] = useSearchParams();
  // The records of a month are of another day than the page that they were opened from.
  const known = parameters.get("to") || parameters.get("as_of") || "";
  const shown = parameters.get("date") || known;
  if (!location.startsWith("/statistics") || !isCivil(shown) || shown >= today()) return null;
  const t = texts.statistics;
  const day = (civil: string) => longDate(civil, texts.locale);
  const text = parameters.get("known") !== "then" ? t.looking(day(shown))
    : shown === known ? t.lookingThen(day(shown)) : t.lookingKnown(day(shown), day(known));
  return <div className="as-of-banner" role="status">{text}</div>;
}

// A new page starts at its top, with the focus on its content: what a page load would have done.
function useNewPageFocus() {
  const [location] = useLocation();
  const main = useRef<HTMLElement>(null);
  const seen = useRef(location);
  useEffect(() => {
    if (seen.current === location) return;
    seen.current = location;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [location]);
  return main;
}
