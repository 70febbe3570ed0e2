// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { useMutation } from "@tanstack/react-query";
import { everyPage, roster } from "../api/api";
import { saveCsv } from "../ui/csv";
import { ErrorNotice } from "../ui/errors";
import { CategorySchema, GenderSchema } from "../gen/muster/platform/v1/terms_pb";
import { PersonStatusSchema } from "../gen/muster/roster/v1/roster_pb";
import { useTexts, type Texts } from "../texts/texts";
import type { personsRequest } from "./list";

// Everybody whom the list shows, on all its pages, with its columns.
export function ExportButton({ request }: { request: ReturnType<typeof personsRequest> }) {
  const texts = useTexts();
  const save = useMutation({ mutationFn: async () => saveCsv(texts.people.exportFile, await personRows(request, texts)) });
  return (
    <>
      <Button size="small" variant="secondary" loading={save.isPending} onClick={() => save.mutate()}>{texts.app.list.export}</Button>
      {save.isError && <ErrorNotice error={save.error} />}
    </>
  );
}

async function personRows(request: ReturnType<typeof personsRequest>, texts: Texts): Promise<string[][]> {
  const t = texts.people;
  const persons = await everyPage(
    (pageToken) => roster.listPersons({ ...request, pageSize: 500, pageToken }),
    (response) => response.persons,
  );
  const head = [t.number, t.name, t.familyName, t.givenName, t.gender, t.category, t.rank, t.unit, t.status];
  return [head, ...persons.map((person) => [
    person.number, person.displayName, person.familyName, person.givenName, texts.value(GenderSchema, person.gender),
    texts.value(CategorySchema, person.category), texts.name(person.rankDisplayName, person.rankDisplayNameNb),
    texts.name(person.unitDisplayName, person.unitDisplayNameNb),
    texts.value(PersonStatusSchema, person.status),
  ])];
}
