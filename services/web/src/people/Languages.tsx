// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Empty, Facts, Loaded, Section } from "../ui/blocks";
import { LanguageLevelSchema, RosterService } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";

export function Languages({ person }: { person: string }) {
  const texts = useTexts();
  const t = texts.people;
  const skills = useQuery(RosterService.method.listLanguageSkills, { person, pageSize: 500 });
  return (
    <Section title={t.languages}>
      <Loaded of={skills}>
        {(data) => data.languageSkills.length === 0 ? <Empty text={t.noLanguages} /> : (
          <Facts facts={data.languageSkills.map((skill) => [
            languageName(skill.language, texts.locale), texts.value(LanguageLevelSchema, skill.level),
          ])} />
        )}
      </Loaded>
    </Section>
  );
}

// The browser knows the languages' names in both of ours.
function languageName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: "language", fallback: "code" }).of(code) ?? code;
}
