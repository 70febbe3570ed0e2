// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { NominationsService, NominationStateSchema, ReasonSchema } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";

// Every step of the nomination, the latest first.
export function History({ nomination }: { nomination: string }) {
  const texts = useTexts();
  const t = texts.nominations;
  const events = useQuery(NominationsService.method.listNominationEvents, { nomination, pageSize: 500 });
  return (
    <Section title={t.history}>
      <Loaded of={events}>
        {(data) => data.nominationEvents.length === 0 ? <Empty text={t.noHistory} /> : (
          <Rows label={t.history} head={<HeadCells texts={[t.when, t.step, t.to, t.reason]} />}>
            {data.nominationEvents.toReversed().map((event) => (
              <Table.Row key={event.name}>
                <Table.DataCell className="date">{shortDate(event.effectiveDate, texts.locale)}</Table.DataCell>
                <Table.DataCell>{t.verbs[event.verb] ?? event.verb}</Table.DataCell>
                <Table.DataCell>{texts.value(NominationStateSchema, event.toState)}</Table.DataCell>
                <Table.DataCell>{[texts.value(ReasonSchema, event.reason), event.reasonText].filter(Boolean).join(": ")}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}
