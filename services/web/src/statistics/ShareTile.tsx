// SPDX-License-Identifier: EUPL-1.2
import { Skeleton } from "@navikt/ds-react/Skeleton";
import { Tag } from "@navikt/ds-react/Tag";
import { BodyShort } from "@navikt/ds-react/Typography";
import { ErrorNotice } from "../ui/errors";
import { integer } from "../ui/numbers";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { changeText, yearBefore } from "./change";
import { useFigure, wholeOf } from "./figures";
import { isProtected, Protected, shareText } from "./Protected";
import type { FigureQuery } from "./query";
import { Count, Tile } from "./Tile";
import { Warnings } from "./Warnings";
import { incomplete, known, lastReported, noNumberSentence, share } from "./words";

interface Properties {
  title: string;
  note?: string | undefined;
  query: FigureQuery;
  // The day, or the last one of the period.
  day: string;
  // The same of another day.
  queryOf: (day: string) => FigureQuery;
}

// Women among those counted: counts first, the share beside them.
export function ShareTile({ title, note, query, day, queryOf }: Properties) {
  const texts = useTexts();
  const t = texts.statistics;
  const answer = useFigure(query);
  const cell = wholeOf(answer.data);
  const before = yearBefore(day, cell?.lastReported ?? "");
  const earlier = useFigure(queryOf(before), answer.isSuccess);
  const number = cell && !cell.noReport && (cell.total > 0 || cell.unstated > 0);
  return (
    <Tile title={title} note={note} indicators={[query.indicator]}>
      {answer.isError && <ErrorNotice error={answer.error} />}
      {answer.isPending && <Skeleton variant="text" height={48} />}
      {answer.data && (number ? (
        <>
          <Share title={title} cell={cell} query={query} shown={shareText(cell.share, answer.data, texts.locale)} />
          {cell.lastReported && <BodyShort size="small" weight="semibold">{lastReported(cell, texts)}</BodyShort>}
          <BodyShort size="small">{changeText(query.indicator, cell, wholeOf(earlier.data), before, texts)}</BodyShort>
          {isProtected(answer.data) ? <Protected answer={answer.data} /> : <Completeness title={title} cell={cell} query={query} />}
          <Warnings indicator={query.indicator} whole={cell} />
        </>
      ) : <BodyShort>{(cell && noNumberSentence(query.indicator, cell, texts)) ?? t.nobody}</BodyShort>)}
    </Tile>
  );
}

function Share({ title, cell, query, shown }: { title: string; cell: Cell; query: FigureQuery; shown: string }) {
  const texts = useTexts();
  const t = texts.statistics;
  if (cell.denominator === 0) return <BodyShort>{cell.total > 0 ? t.noShare(share(cell, texts)) : t.nobody}</BodyShort>;
  return (
    <p className="figure">
      <span className="figure-counts">
        <Count value={cell.numerator} what={`${title}, ${t.women}`} cell={{ ...query, gender: "WOMAN" }} />
        {` ${t.ofWord} `}
        {/* The records are those of everybody counted: a link where the number says as many. */}
        {cell.denominator === cell.total ? <Count value={cell.denominator} what={title} cell={query} /> : integer(cell.denominator, texts.locale)}
      </span>{" "}
      <span className="figure-beside">{shown}</span>
    </p>
  );
}

// How much is known, and what the share could be whatever the rest is.
function Completeness({ title, cell, query }: { title: string; cell: Cell; query: FigureQuery }) {
  const texts = useTexts();
  const t = texts.statistics;
  const mark = incomplete(cell, query, texts);
  return (
    <>
      <BodyShort size="small" className="quiet">
        {known(cell, query, texts)}
        {cell.denominator !== cell.total && <>. {t.total}: <Count value={cell.total} what={`${title}, ${t.total}`} cell={query} /></>}
        {cell.fromHeadcounts > 0 && `. ${t.headcounts(integer(cell.fromHeadcounts, texts.locale))}`}
      </BodyShort>
      {mark && <Tag size="xsmall" variant="moderate" data-color="warning">{mark}</Tag>}
    </>
  );
}
