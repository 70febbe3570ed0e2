// SPDX-License-Identifier: EUPL-1.2
// What somebody prefers on this device: language, colours, single-key shortcuts. Kept in the
// browser; nothing of it is personal data.
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { browserLanguage, type Language } from "../texts/texts";

export type ThemeChoice = "system" | "light" | "dark";

interface Preferences {
  language: Language;
  setLanguage: (language: Language) => void;
  themeChoice: ThemeChoice;
  setThemeChoice: (choice: ThemeChoice) => void;
  theme: "light" | "dark";
  shortcuts: boolean;
  setShortcuts: (on: boolean) => void;
}

const PreferencesContext = createContext<Preferences | undefined>(undefined);

function useKeptChoice<Choice extends string>(key: string, choices: readonly Choice[], first: () => Choice) {
  const [choice, setChoice] = useState<Choice>(() => {
    const kept = localStorage.getItem(key) as Choice | null;
    return kept && choices.includes(kept) ? kept : first();
  });
  const set = (next: Choice) => {
    localStorage.setItem(key, next);
    setChoice(next);
  };
  return [choice, set] as const;
}

const DARK = "(prefers-color-scheme: dark)";

function useSystemTheme() {
  const [dark, setDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const media = matchMedia(DARK);
    const changed = () => setDark(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, []);
  return dark ? "dark" : "light";
}

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useKeptChoice<Language>("language", ["en", "nb"], browserLanguage);
  const [themeChoice, setThemeChoice] = useKeptChoice<ThemeChoice>("theme", ["system", "light", "dark"], () => "system");
  const [shortcuts, setShortcuts] = useKeptChoice("shortcuts", ["on", "off"], () => "on");
  const system = useSystemTheme();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value: Preferences = {
    language,
    setLanguage,
    themeChoice,
    setThemeChoice,
    theme: themeChoice === "system" ? system : themeChoice,
    shortcuts: shortcuts === "on",
    setShortcuts: (on) => setShortcuts(on ? "on" : "off"),
  };
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error("usePreferences outside of PreferencesProvider");
  return preferences;
}
