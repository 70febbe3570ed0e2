// SPDX-License-Identifier: EUPL-1.2
// The records that a number counts: their counts add up to it.
import { useQuery } from "@connectrpc/connect-query";
import { Table } from "@navikt/ds-react/Table";
import { BodyShort } from "@navikt/ds-react/Typography";
import { Button } from "@navikt/ds-react/Button";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { BackLink, Empty, HeadCells, idOf, Loaded, Rows, TextLink } from "../ui/blocks";
import { longDate, shortDate, today } from "../api/dates";
import { integer } from "../ui/numbers";
import { FreeText } from "../ui/FreeText";
import { PageHeading } from "../ui/PageHeading";
import { PageButtons, usePaging } from "../ui/paging";
import { isOther, named, usePosts, useUnits } from "../api/reference";
import { useMay } from "../api/session";
import { Dimension, StatisticsService, type CellRecord, type ListCellRecordsResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts, type Texts } from "../texts/texts";
import { useFigure, useIndicators, wholeOf } from "./figures";
import { groupName } from "./groupName";
import { INDICATORS } from "./indicators";
import { cellOf, figureRequest, type CellOfQuery } from "./query";
import { useRecords } from "./readership";
import { useFiguresAddress } from "./view";
import { Warnings } from "./Warnings";
import { kindName, lastReported, noNumberSentence } from "./words";

const PAGE_SIZE = 100;

export default function RecordsPage() {
  const texts = useTexts();
  const t = texts.statistics;
  const [parameters] = useSearchParams();
  const cell = cellOf(parameters);
  const request = {
    query: figureRequest(cell),
    group: cell.groupBy ? [cell.group ?? ""] : [],
    date: cell.date ?? "",
    gender: cell.gender ?? "",
  };
  const needsReason = useRecords()(cell) === "reason";
  const [reason, setReason] = useState("");
  const paging = usePaging(parameters.toString());
  const back = useFiguresAddress(cell);
  const records = useQuery(
    StatisticsService.method.listCellRecords,
    { ...request, pageSize: PAGE_SIZE, pageToken: paging.token, reason },
    { enabled: !needsReason || reason !== "" },
  );
  // The number itself knows of which day it is, and whom it leaves out.
  const whole = wholeOf(useFigure(cell, !cell.everyMonth).data);
  const indicator = useIndicators().find(({ code }) => code === cell.indicator);
  const name = indicator ? texts.name(indicator.displayName, indicator.displayNameNb) : cell.indicator;
  return (
    <>
      <BackLink href={back}>{t.backToStatistics}</BackLink>
      <PageHeading title={t.records} />
      <BodyShort className="lead">{[name, ...narrowed(cell, lastReported(whole, texts), texts)].join(" · ")}</BodyShort>
      {whole && <Warnings indicator={cell.indicator} whole={whole} />}
      {needsReason && !reason && <ReasonForm onGiven={setReason} />}
      {(!needsReason || reason) && <Loaded of={records}>
        {(data) => (
          <>
            <BodyShort size="small" className="total" role="status">{total(data, texts)}</BodyShort>
            {data.records.length > 0 ? (cell.indicator === INDICATORS.vacant ? <PostRows records={data.records} /> : <RecordRows records={data.records} />)
              : <Empty text={(whole && noNumberSentence(cell.indicator, whole, texts)) ?? texts.app.list.empty} />}
            {data.records.some(isNameless) && <BodyShort size="small">{texts.statistics.pseudonymous}</BodyShort>}
            <PageButtons paging={paging} pageSize={PAGE_SIZE} shown={data.records.length} nextToken={data.nextPageToken} total={data.totalSize} />
          </>
        )}
      </Loaded>}
    </>
  );
}

// Leadership says why it reads names, and the audit keeps it.
function ReasonForm({ onGiven }: { onGiven: (reason: string) => void }) {
  const t = useTexts().statistics;
  const [reason, setReason] = useState("");
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); onGiven(reason.trim()); }}>
      <FreeText label={t.whyNames} value={reason} maxLength={200} minRows={2} onChange={({ target }) => setReason(target.value)} />
      <BodyShort size="small">{t.namesAudited}</BodyShort>
      <Button type="submit" size="small">{t.showNames}</Button>
    </form>
  );
}

// One record may count several people.
function total({ totalSize, totalCount, notListedCount }: ListCellRecordsResponse, texts: Texts): string {
  const t = texts.statistics;
  const count = (value: number | bigint) => integer(Number(value), texts.locale);
  const records = t.recordsTotal(count(totalSize));
  const listed = Number(totalCount) === totalSize ? records : t.recordsCount(records, count(totalCount));
  return notListedCount > 0n ? `${listed}. ${t.notListed(count(notListedCount))}` : listed;
}

// What narrows the indicator down to this cell, in words.
function narrowed(cell: CellOfQuery, lastDay: string, texts: Texts): string[] {
  const t = texts.statistics;
  const day = (civil: string | undefined) => (civil ? longDate(civil, texts.locale) : "");
  const period = !cell.everyMonth && cell.from && cell.to ? t.fromTo(day(cell.from), day(cell.to)) : "";
  return [
    cell.requirement ?? "",
    cell.tier ? t.tiers[cell.tier] ?? "" : "",
    cell.kind ? kindName(cell.kind, texts) : "",
    cell.groupBy ? groupName(cell.groupBy, cell.group ?? "", texts) : "",
    cell.gender ? texts.term("Gender", cell.gender) : "",
    lastDay || period || day(cell.date || cell.asOf || today()),
  ].filter(Boolean);
}

function RecordRows({ records }: { records: CellRecord[] }) {
  const texts = useTexts();
  const t = texts.statistics;
  const units = useUnits();
  const unitName = (code: string) => {
    const unit = units.data?.find((one) => one.code === code);
    return unit ? texts.name(unit.displayName, unit.displayNameNb) : code && groupName(Dimension.UNIT, code, texts);
  };
  const counted = records.some((record) => record.count > 1);
  const head = [t.person, t.mission, t.unit, t.band, t.tierColumn, t.gender, t.from, t.to, ...(counted ? [t.count] : [])];
  return (
    <Rows label={t.records} head={<HeadCells texts={head} />}>
      {records.map((record, index) => (
        <Table.Row key={record.record + index}>
          <Table.HeaderCell scope="row" className="plain"><RecordPerson record={record} /></Table.HeaderCell>
          <Table.DataCell>{record.mission && groupName(Dimension.MISSION, record.mission, texts)}</Table.DataCell>
          <Table.DataCell>{unitName(record.unit)}</Table.DataCell>
          <Table.DataCell className="number">{record.rankBand && texts.term("RankBand", record.rankBand)}</Table.DataCell>
          <Table.DataCell>{record.tier || ""}</Table.DataCell>
          <Table.DataCell>{record.gender && texts.term("Gender", record.gender)}</Table.DataCell>
          <Table.DataCell className="date">{shortDate(record.validFrom, texts.locale)}</Table.DataCell>
          <Table.DataCell className="date">{record.validTo ? shortDate(record.validTo, texts.locale) : texts.app.date.open}</Table.DataCell>
          {counted && <Table.DataCell align="right">{integer(record.count, texts.locale)}</Table.DataCell>}
        </Table.Row>
      ))}
    </Rows>
  );
}

// Posts with a vacant seat: nobody is in it, so there is neither person, unit nor gender.
function PostRows({ records }: { records: CellRecord[] }) {
  const texts = useTexts();
  const t = texts.statistics;
  const posts = usePosts();
  const postName = (name: string) => {
    const post = named(posts.data, name);
    return post ? `${post.code} ${post.displayName}` : isOther(name) ? texts.disclosure.other : name;
  };
  return (
    <Rows label={t.records} head={<HeadCells texts={[t.post, t.mission, t.band, t.tierColumn, t.from, t.to, t.vacant]} />}>
      {records.map((record) => (
        <Table.Row key={record.record}>
          <Table.HeaderCell scope="row" className="plain">{postName(record.record)}</Table.HeaderCell>
          <Table.DataCell>{record.mission}</Table.DataCell>
          <Table.DataCell className="number">{record.rankBand && texts.term("RankBand", record.rankBand)}</Table.DataCell>
          <Table.DataCell>{record.tier || ""}</Table.DataCell>
          <Table.DataCell className="date">{shortDate(record.validFrom, texts.locale)}</Table.DataCell>
          <Table.DataCell className="date">{record.validTo ? shortDate(record.validTo, texts.locale) : texts.app.date.open}</Table.DataCell>
          <Table.DataCell align="right">{integer(record.count, texts.locale)}</Table.DataCell>
        </Table.Row>
      ))}
    </Rows>
  );
}

const isHeadcount = (record: CellRecord) => record.record.startsWith("headcounts");
const isNameless = (record: CellRecord) => !record.person && !isHeadcount(record) && !record.record.startsWith("posts/");

function RecordPerson({ record }: { record: CellRecord }) {
  const t = useTexts().statistics;
  const seePeople = useMay("seePeople");
  if (isHeadcount(record)) return t.headcountRecord;
  if (!record.person) return t.nameless;
  const name = record.personDisplayName || record.person;
  return seePeople ? <TextLink href={`/people/${idOf(record.person)}`}>{name}</TextLink> : name;
}
