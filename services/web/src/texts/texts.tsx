// SPDX-License-Identifier: EUPL-1.2
// The page's words in the chosen language. Both languages have one shape, which the compiler
// checks: a text that is missing in one of them does not build.
import type { DescEnum } from "@bufbuild/protobuf";
import { createContext, useContext, type ReactNode } from "react";
import { access } from "./access";
import { app } from "./app";
import { disclosure } from "./disclosure";
import { missions } from "./missions";
import { nominations } from "./nominations";
import { people } from "./people";
import { reasons, type ReasonText } from "./reasons";
import { statistics } from "./statistics";
import { terms } from "./terms";
import { training } from "./training";

export type Language = "en" | "nb";

function catalogue(language: Language) {
  const term = (kind: string, name: string) => terms[language][kind]?.[name] ?? name;
  return {
    language,
    locale: language === "nb" ? "nb-NO" : "en-GB",
    app: app[language],
    access: access[language],
    people: people[language],
    training: training[language],
    missions: missions[language],
    disclosure: disclosure[language],
    nominations: nominations[language],
    statistics: statistics[language],
    // By the name of a reason; one that is newer than the page has no text.
    reasons: reasons[language] as Readonly<Record<string, ReasonText>>,
    // The word for an enum value given by its name, with or without the prefix.
    term: (kind: string, name: string) => term(kind, withoutPrefix(kind, name)),
    // The word for an enum value of the API; empty for UNSPECIFIED.
    value: (type: DescEnum, number: number) =>
      number === 0 ? "" : term(type.name, withoutPrefix(type.name, type.value[number]?.name ?? `${number}`)),
    // "Endorser or Leadership", of roles by their names.
    roles: (names: readonly string[]) =>
      new Intl.ListFormat(language, { type: "disjunction" }).format(names.map((name) => term("Role", withoutPrefix("Role", name)))),
    // The one of two names that is in the chosen language; the English one when that is all there is.
    name: (english: string, norwegian: string) => (language === "nb" && norwegian ? norwegian : english),
  };
}

function withoutPrefix(kind: string, name: string) {
  const prefix = kind.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase() + "_";
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

export type Texts = ReturnType<typeof catalogue>;

export const catalogues = { en: catalogue("en"), nb: catalogue("nb") };
const TextsContext = createContext<Texts>(catalogues.en);

export function TextsProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <TextsContext value={catalogues[language]}>{children}</TextsContext>;
}

export function useTexts(): Texts {
  return useContext(TextsContext);
}

// The first language of the browser that the page has.
export function browserLanguage(): Language {
  for (const tag of navigator.languages) {
    if (/^(nb|no|nn)\b/.test(tag)) return "nb";
    if (/^en\b/.test(tag)) return "en";
  }
  return "en";
}
