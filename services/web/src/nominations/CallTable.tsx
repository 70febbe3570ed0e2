// SPDX-License-Identifier: EUPL-1.2
import { Table } from "@navikt/ds-react/Table";
import { HeadCells, idOf, Rows, TextLink } from "../ui/blocks";
import { CallKindSchema, CallStateSchema, CallState, type Call } from "../gen/muster/nominations/v1/nominations_pb";
import { OrganisationSchema } from "../gen/muster/platform/v1/terms_pb";
import { useTexts } from "../texts/texts";
import { shortDate } from "../api/dates";
import { Deadline } from "./Deadline";

export function CallTable({ label, calls }: { label: string; calls: Call[] }) {
  const texts = useTexts();
  const t = texts.nominations;
  return (
    <Rows label={label} head={<HeadCells texts={[t.call, t.reference, t.organisation, t.kind, t.deadline, t.state, t.posts]} />} className="without-2 without-3 without-4 without-6 without-7">
      {calls.map((call) => (
        <Table.Row key={call.name}>
          <Table.HeaderCell scope="row" className="plain">
            <TextLink href={`/nominations/calls/${idOf(call.name)}`}>{call.displayName}</TextLink>
          </Table.HeaderCell>
          <Table.DataCell>{call.reference}</Table.DataCell>
          <Table.DataCell>{texts.value(OrganisationSchema, call.organisation)}</Table.DataCell>
          <Table.DataCell>{texts.value(CallKindSchema, call.kind)}</Table.DataCell>
          <Table.DataCell className="date">
            {call.state === CallState.OPEN ? <Deadline call={call} plain /> : shortDate(call.deadlineDate, texts.locale)}
          </Table.DataCell>
          <Table.DataCell>{texts.value(CallStateSchema, call.state)}</Table.DataCell>
          <Table.DataCell>{call.posts.length}</Table.DataCell>
        </Table.Row>
      ))}
    </Rows>
  );
}
