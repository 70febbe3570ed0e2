// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { BodyLong } from "@navikt/ds-react/Typography";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { PageButtons, usePaging } from "../ui/paging";
import { shortDate } from "../api/dates";
import { AccessService, type MyReader } from "../gen/muster/access/v1/access_pb";
import { RoleSchema } from "../gen/muster/platform/v1/options_pb";
import { useTexts, type Texts } from "../texts/texts";

const pageSize = 20;

// Who read the data of the person who is signed in, the latest first: by role and unit, never by name.
export function Readers() {
  const texts = useTexts();
  const t = texts.people;
  const paging = usePaging("readers");
  const readers = useQuery(AccessService.method.listMyReaders, { pageSize, pageToken: paging.token });
  return (
    <Section title={t.readers}>
      <BodyLong size="small" spacing>{t.readersHelp}</BodyLong>
      <Loaded of={readers}>
        {(data) => data.myReaders.length === 0 ? <Empty text={t.noReaders} /> : (
          <>
            <Rows label={t.readers} head={<HeadCells texts={[t.day, t.reader, t.whatWasRead, t.times]} />}>
              {data.myReaders.map((reader) => (
                <Table.Row key={reader.name}>
                  <Table.DataCell className="date">{shortDate(reader.readDate, texts.locale)}</Table.DataCell>
                  <Table.DataCell>{readerText(reader, texts)}</Table.DataCell>
                  <Table.DataCell>{whatText(reader, texts)}</Table.DataCell>
                  <Table.DataCell align="right">{`${reader.times}`}</Table.DataCell>
                </Table.Row>
              ))}
            </Rows>
            <PageButtons paging={paging} pageSize={pageSize} shown={data.myReaders.length} nextToken={data.nextPageToken} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

function readerText(reader: MyReader, texts: Texts): string {
  const role = texts.value(RoleSchema, reader.role) || texts.people.commandLine;
  return reader.unit ? `${role}, ${texts.name(reader.unitDisplayName, reader.unitDisplayNameNb)}` : role;
}

function whatText(reader: MyReader, texts: Texts): string {
  const t = texts.people;
  const what = t.reads[reader.method.split("/").at(-1) ?? ""] ?? t.otherRead;
  return reader.amongMany ? t.amongMany(what) : what;
}
