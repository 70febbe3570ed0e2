// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { shortDate } from "../api/dates";
import { isOther, named, useRanks, useUnits } from "../api/reference";
import { CategorySchema } from "../gen/muster/platform/v1/terms_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";

// Where the person belonged and when, the latest first.
export function Affiliations({ person }: { person: string }) {
  const texts = useTexts();
  const t = texts.people;
  const affiliations = useQuery(RosterService.method.listAffiliations, { person, pageSize: 500 });
  const units = useUnits();
  const ranks = useRanks();
  return (
    <Section title={t.affiliations}>
      <Loaded of={affiliations}>
        {(data) => data.affiliations.length === 0 ? <Empty text={t.noAffiliations} /> : (
          <Rows label={t.affiliations} head={<HeadCells texts={[t.unit, t.category, t.rank, t.position, t.from, t.to]} />}>
            {data.affiliations.toSorted((one, other) => other.validFrom.localeCompare(one.validFrom)).map((affiliation) => {
              const unit = named(units.data, affiliation.unit);
              const rank = named(ranks.data, affiliation.rank);
              return (
                <Table.Row key={affiliation.name}>
                  <Table.DataCell>{isOther(affiliation.unit) ? texts.disclosure.other : unit && texts.name(unit.displayName, unit.displayNameNb)}</Table.DataCell>
                  <Table.DataCell>{texts.value(CategorySchema, affiliation.category)}</Table.DataCell>
                  <Table.DataCell>{rank && texts.name(rank.displayName, rank.displayNameNb)}</Table.DataCell>
                  <Table.DataCell>{affiliation.position}</Table.DataCell>
                  <Table.DataCell className="date">{shortDate(affiliation.validFrom, texts.locale)}</Table.DataCell>
                  <Table.DataCell className="date">
                    {affiliation.validTo ? shortDate(affiliation.validTo, texts.locale) : texts.app.date.open}
                  </Table.DataCell>
                </Table.Row>
              );
            })}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}
