// SPDX-License-Identifier: EUPL-1.2
// Seats of posts on which nobody is. Seats have no gender: counts, a share and the missions they are in.
import { ReadMore } from "@navikt/ds-react/ReadMore";
import { Skeleton } from "@navikt/ds-react/Skeleton";
import { Table } from "@navikt/ds-react/Table";
import { BodyShort } from "@navikt/ds-react/Typography";
import { today } from "../api/dates";
import { HeadCells, Rows } from "../ui/blocks";
import { ErrorNotice } from "../ui/errors";
import { integer, percent } from "../ui/numbers";
import { Dimension, DimensionSchema, type Cell, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { changeText, yearBefore } from "./change";
import { DownloadButton } from "./DownloadButton";
import { useFigure, useKindOf, wholeOf } from "./figures";
import { groupName } from "./groupName";
import { INDICATORS } from "./indicators";
import type { CellOfQuery, FigureQuery } from "./query";
import { Count, Tile } from "./Tile";
import type { View } from "./view";
import { noNumberSentence, titled, unstated } from "./words";

export function VacancyTile({ view }: { view: View }) {
  const texts = useTexts();
  const t = texts.statistics;
  const kind = useKindOf(view)(INDICATORS.vacant);
  const of = (asOf: string): FigureQuery => ({ indicator: INDICATORS.vacant, asOf, knownThen: view.knownThen, kind });
  const query = of(view.asOf);
  const answer = useFigure(query);
  const before = yearBefore(view.asOf || today(), "");
  const earlier = useFigure(of(before), answer.isSuccess);
  const cell = wholeOf(answer.data);
  const open = cell && unstated(cell, query, texts);
  const title = titled(t.vacantSeats, kind, texts);
  return (
    <Tile wide title={title} indicators={[INDICATORS.vacant]}>
      {answer.isError && <ErrorNotice error={answer.error} />}
      {answer.isPending && <Skeleton variant="text" height={48} />}
      {answer.data && (cell && !cell.noReport && cell.total > 0 ? (
        <>
          <p className="figure">
            <span className="figure-counts">
              <Count value={cell.numerator} what={title} cell={query} /> {t.ofWord} {integer(cell.denominator, texts.locale)}
            </span>{" "}
            <span className="figure-beside">{percent(cell.share, texts.locale)}</span>
          </p>
          <BodyShort size="small">{texts.name(answer.data.sentence, answer.data.sentenceNb)}</BodyShort>
          <BodyShort size="small">{changeText(query.indicator, cell, wholeOf(earlier.data), before, texts)}</BodyShort>
          {open && <BodyShort size="small" className="quiet">{open}</BodyShort>}
          <ReadMore size="small" header={t.seatsByMission}><SeatsByMission query={query} title={title} /></ReadMore>
        </>
      ) : <BodyShort>{(cell && noNumberSentence(query.indicator, cell, texts)) ?? t.noSeats}{open && ` ${open}.`}</BodyShort>)}
    </Tile>
  );
}

function SeatsByMission({ query, title }: { query: FigureQuery; title: string }) {
  const split = { ...query, groupBy: Dimension.MISSION };
  const answer = useFigure(split);
  if (answer.isError) return <ErrorNotice error={answer.error} />;
  if (!answer.data) return <Skeleton variant="text" height={48} />;
  return <SeatTable answer={answer.data} query={split} title={title} />;
}

// The mission with most vacant seats first.
function SeatTable({ answer, query, title }: { answer: QueryIndicatorResponse; query: FigureQuery; title: string }) {
  const texts = useTexts();
  const t = texts.statistics;
  const mission = texts.value(DimensionSchema, Dimension.MISSION);
  const cells = answer.cells.toSorted((one, other) => other.numerator - one.numerator);
  const whole = wholeOf(answer);
  return (
    <>
      <Rows label={`${title}: ${mission}`} head={<HeadCells texts={[mission, t.vacant, t.seats, t.vacancy]} />} className="numbers">
        {cells.map((cell) => (
          <SeatRow key={cell.group.join()} name={groupName(Dimension.MISSION, cell.group[0] ?? "", texts)} cell={cell}
                   of={{ ...query, group: cell.group[0] ?? "", date: cell.date }} />
        ))}
        {whole && <SeatRow name={t.total} cell={whole} of={{ ...query, groupBy: undefined, date: whole.date }} />}
      </Rows>
      <DownloadButton answer={answer} query={query} />
    </>
  );
}

function SeatRow({ name, cell, of }: { name: string; cell: Cell; of: CellOfQuery }) {
  const texts = useTexts();
  return (
    <Table.Row>
      <Table.HeaderCell scope="row" className="plain">{name}</Table.HeaderCell>
      <Table.DataCell align="right">
        <Count value={cell.numerator} what={`${name}, ${texts.statistics.vacant}`} cell={of} />
      </Table.DataCell>
      <Table.DataCell align="right">{integer(cell.denominator, texts.locale)}</Table.DataCell>
      <Table.DataCell align="right">{percent(cell.share, texts.locale)}</Table.DataCell>
    </Table.Row>
  );
}
