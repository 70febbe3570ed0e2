// SPDX-License-Identifier: EUPL-1.2
import { Table } from "@navikt/ds-react/Table";
import { HeadCells, idOf, Rows, TextLink } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { isOther, named, usePosts } from "../api/reference";
import type { Nomination } from "../gen/muster/nominations/v1/nominations_pb";
import { GenderSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { BOARD } from "./states";
import { StateTag } from "./StateTag";

// Nominations in the order of the way through.
export function NominationTable({ label, nominations }: { label: string; nominations: Nomination[] }) {
  const texts = useTexts();
  const t = texts.nominations;
  const posts = usePosts();
  const day = (civil: string) => shortDate(civil, texts.locale);
  return (
    <Rows label={label} head={<HeadCells texts={[t.person, t.gender, t.post, t.period, t.state]} />} className="without-2 without-4">
      {nominations.toSorted((one, other) => BOARD.indexOf(one.state) - BOARD.indexOf(other.state)).map((nomination) => (
        <Table.Row key={nomination.name}>
          <Table.HeaderCell scope="row" className="plain">
            <TextLink href={`/nominations/${idOf(nomination.name)}`}>{nomination.personDisplayName || nomination.person}</TextLink>
          </Table.HeaderCell>
          <Table.DataCell>{texts.value(GenderSchema, nomination.frozenGender)}</Table.DataCell>
          <Table.DataCell>{named(posts.data, nomination.post)?.displayName ?? (isOther(nomination.post) ? texts.disclosure.other : nomination.post)}</Table.DataCell>
          <Table.DataCell className="date">{day(nomination.plannedFrom)} – {day(nomination.plannedTo)}</Table.DataCell>
          <Table.DataCell><StateTag state={nomination.state} /></Table.DataCell>
        </Table.Row>
      ))}
    </Rows>
  );
}
