// SPDX-License-Identifier: EUPL-1.2
// The roster: searched, filtered, sorted and paged by the server.
import { useQuery } from "@connectrpc/connect-query";
import { keepPreviousData } from "@tanstack/react-query";
import { BodyShort } from "@navikt/ds-react/Typography";
import { Empty, Loaded } from "../ui/blocks";
import { useKept } from "../ui/useKept";
import { integer } from "../ui/numbers";
import { PageHeading } from "../ui/PageHeading";
import { PageButtons, usePaging } from "../ui/paging";
import { useDebounced } from "../ui/useDebounced";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { useTexts } from "../texts/texts";
import { ExportButton } from "./ExportButton";
import { NO_FILTERS, personsRequest, type Order, type PeopleFilters } from "./list";
import { PeopleFilterBar } from "./PeopleFilterBar";
import { PeopleTable } from "./PeopleTable";

const PAGE_SIZE = 50;

export default function PeoplePage() {
  const texts = useTexts();
  const t = texts.people;
  const [filters, setFilters] = useKept<PeopleFilters>("people filters", NO_FILTERS);
  const [order, setOrder] = useKept<Order>("people order", { orderBy: "family_name", direction: "ascending" });
  const query = useDebounced(filters.query);
  const request = personsRequest({ ...filters, query }, order);
  const paging = usePaging(JSON.stringify(request));
  const persons = useQuery(
    RosterService.method.listPersons,
    { ...request, pageSize: PAGE_SIZE, pageToken: paging.token, showTotal: true },
    { placeholderData: keepPreviousData },
  );
  return (
    <>
      <PageHeading title={t.title}>
        <ExportButton request={request} />
      </PageHeading>
      <PeopleFilterBar filters={filters} onChange={setFilters} />
      <Loaded of={persons}>
        {(data) => (
          <>
            <BodyShort size="small" className="total" role="status">
              {t.total(data.totalSize, integer(data.totalSize, texts.locale))}
            </BodyShort>
            {data.persons.length === 0
              ? <Empty text={t.none} />
              : <PeopleTable persons={data.persons} order={order} onOrder={setOrder} />}
            <PageButtons paging={paging} pageSize={PAGE_SIZE} shown={data.persons.length}
                         nextToken={data.nextPageToken} total={data.totalSize} />
          </>
        )}
      </Loaded>
    </>
  );
}
