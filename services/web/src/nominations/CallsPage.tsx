// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { Button } from "@navikt/ds-react/Button";
import { Select } from "@navikt/ds-react/Select";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "wouter";
import { Empty, Loaded } from "../ui/blocks";
import { EnumOptions } from "../ui/EnumOptions";
import { useKept } from "../ui/useKept";
import { PageHeading } from "../ui/PageHeading";
import { PageButtons, usePaging } from "../ui/paging";
import { useMay } from "../api/session";
import { CallState, CallStateSchema, NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import { CallTable } from "./CallTable";

const PAGE_SIZE = 50;

export default function CallsPage() {
  const texts = useTexts();
  const t = texts.nominations;
  const mayNominate = useMay("nominate");
  const others = useMay("nominateOthers");
  const [state, setState] = useKept("calls state", CallState.UNSPECIFIED);
  const request = {
    filter: state ? `state = ${CallStateSchema.value[state]?.name}` : "",
    orderBy: "deadline_date desc",
  };
  const paging = usePaging(JSON.stringify(request));
  const calls = useQuery(
    NominationsService.method.listCalls,
    { ...request, pageSize: PAGE_SIZE, pageToken: paging.token },
    { placeholderData: keepPreviousData },
  );
  return (
    <>
      <PageHeading title={t.title}>
        {mayNominate && <Button as={Link} size="small" href="/nominations/nominate">{others ? t.nominate : t.declare}</Button>}
      </PageHeading>
      <div className="filters">
        <Select label={t.state} size="small" value={state} onChange={(event) => setState(Number(event.target.value))}>
          <option value={0}>{texts.app.list.all}</option>
          <EnumOptions type={CallStateSchema} />
        </Select>
      </div>
      <Loaded of={calls}>
        {(data) => (
          <>
            {data.calls.length === 0 ? <Empty text={t.noCalls} /> : <CallTable label={t.calls} calls={data.calls} />}
            <PageButtons paging={paging} pageSize={PAGE_SIZE} shown={data.calls.length} nextToken={data.nextPageToken} />
          </>
        )}
      </Loaded>
    </>
  );
}
