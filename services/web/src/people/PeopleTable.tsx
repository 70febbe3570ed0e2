// SPDX-License-Identifier: EUPL-1.2
import { Table } from "@navikt/ds-react/Table";
import { idOf, Rows, TextLink } from "../ui/blocks";
import { CategorySchema, GenderSchema } from "../gen/muster/platform/v1/terms_pb";
import { PersonStatusSchema, type Person } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";
import { type Order } from "./list";

interface Properties {
  persons: Person[];
  order: Order;
  onOrder: (order: Order) => void;
}

export function PeopleTable({ persons, order, onOrder }: Properties) {
  const texts = useTexts();
  const t = texts.people;
  const sort = (orderBy: string) => {
    const turned = order.orderBy === orderBy && order.direction === "ascending";
    onOrder({ orderBy, direction: turned ? "descending" : "ascending" });
  };
  const head = (
    <>
      <Table.ColumnHeader sortKey="number" sortable>{t.number}</Table.ColumnHeader>
      <Table.ColumnHeader sortKey="family_name" sortable>{t.name}</Table.ColumnHeader>
      <Table.HeaderCell scope="col">{t.gender}</Table.HeaderCell>
      <Table.ColumnHeader sortKey="category" sortable>{t.category}</Table.ColumnHeader>
      <Table.HeaderCell scope="col">{t.rank}</Table.HeaderCell>
      <Table.HeaderCell scope="col">{t.unit}</Table.HeaderCell>
      <Table.ColumnHeader sortKey="status" sortable>{t.status}</Table.ColumnHeader>
    </>
  );
  return (
    <Rows label={t.caption} head={head} sort={order} onSortChange={sort} className="without-3 without-4 without-7">
      {persons.map((person) => (
        <Table.Row key={person.name}>
          <Table.DataCell className="number">{person.number}</Table.DataCell>
          <Table.HeaderCell scope="row" className="plain">
            <TextLink href={`/people/${idOf(person.name)}`}>{person.displayName}</TextLink>
          </Table.HeaderCell>
          <Table.DataCell>{texts.value(GenderSchema, person.gender)}</Table.DataCell>
          <Table.DataCell>{texts.value(CategorySchema, person.category)}</Table.DataCell>
          <Table.DataCell>{texts.name(person.rankDisplayName, person.rankDisplayNameNb)}</Table.DataCell>
          <Table.DataCell>{texts.name(person.unitDisplayName, person.unitDisplayNameNb)}</Table.DataCell>
          <Table.DataCell>{texts.value(PersonStatusSchema, person.status)}</Table.DataCell>
        </Table.Row>
      ))}
    </Rows>
  );
}
