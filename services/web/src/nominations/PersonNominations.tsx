// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { Empty, HeadCells, idOf, Loaded, Rows, Section, TextLink } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { isOther, named, usePosts } from "../api/reference";
import { NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { StateTag } from "./StateTag";
import { useTexts } from "../texts/texts";

export function PersonNominations({ person }: { person: string }) {
  const texts = useTexts();
  const t = texts.people;
  const n = texts.nominations;
  const posts = usePosts();
  const nominations = useQuery(NominationsService.method.listNominations, { filter: `person = "${person}"`, pageSize: 100 });
  return (
    <Section title={t.nominations}>
      <Loaded of={nominations}>
        {(data) => data.nominations.length === 0 ? <Empty text={t.noNominations} /> : (
          <Rows label={t.nominations} head={<HeadCells texts={[n.post, n.state, t.from, t.to]} />}>
            {data.nominations.map((nomination) => (
              <Table.Row key={nomination.name}>
                <Table.DataCell>
                  <TextLink href={`/nominations/${idOf(nomination.name)}`}>
                    {named(posts.data, nomination.post)?.displayName ?? (isOther(nomination.post) ? texts.disclosure.other : nomination.post)}
                  </TextLink>
                </Table.DataCell>
                <Table.DataCell><StateTag state={nomination.state} /></Table.DataCell>
                <Table.DataCell className="date">{shortDate(nomination.plannedFrom, texts.locale)}</Table.DataCell>
                <Table.DataCell className="date">{shortDate(nomination.plannedTo, texts.locale)}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}
