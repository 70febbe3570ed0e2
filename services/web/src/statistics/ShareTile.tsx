// SPDX-License-Identifier: EUPL-1.2
import { Skeleton } from "@navikt/ds-react/Skeleton";
import { Tag } from "@navikt/ds-react/Tag";
import { BodyShort } from "@navikt/ds-react/Typography";
import { shortDate } from "../api/dates";
import { ErrorNotice } from "../ui/errors";
import { integer, percent, points } from "../ui/numbers";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts, type Texts } from "../texts/texts";
import { useFigure, wholeOf } from "./figures";
import type { FigureQuery } from "./query";
import { Count, Tile } from "./Tile";

interface Properties {
  title: string;
  note?: string | undefined;
  query: FigureQuery;
  // The same a year before.
  before: FigureQuery;
  beforeDay: string;
}

// Below this, a share carries a mark: too many are not stated.
const COMPLETE = 0.95;

// Women among those counted: counts first, the share beside them.
export function ShareTile({ title, note, query, before, beforeDay }: Properties) {
  const texts = useTexts();
  const answer = useFigure(query);
  const cell = wholeOf(answer.data);
  const earlier = wholeOf(useFigure(before).data);
  return (
    <Tile title={title} note={note} indicators={[query.indicator]}>
      {answer.isError && <ErrorNotice error={answer.error} />}
      {answer.isPending && <Skeleton variant="text" height={48} />}
      {answer.data && (cell && cell.total > 0 ? (
        <>
          <p className="figure">
            <span className="figure-counts">
              <Count value={cell.numerator} what={`${title}, ${texts.statistics.women}`} cell={{ ...query, gender: "WOMAN" }} />
              {` ${texts.statistics.ofWord} `}
              <Count value={cell.denominator} what={title} cell={query} />
            </span>{" "}
            <span className="figure-beside">{percent(cell.share, texts.locale)}</span>
          </p>
          <BodyShort size="small">{changeText(cell, earlier, shortDate(beforeDay, texts.locale), texts)}</BodyShort>
          <Completeness cell={cell} />
        </>
      ) : <BodyShort>{cell?.noReport ? texts.statistics.noReportKnown : texts.statistics.nobody}</BodyShort>)}
    </Tile>
  );
}

// What two days count is comparable when the same bodies had reported: else the change would be theirs.
function changeText(cell: Cell, earlier: Cell | undefined, date: string, texts: Texts): string {
  if (cell.share === undefined || earlier?.share === undefined) return "";
  const t = texts.statistics;
  const [absentNow, absentThen] = [absent(cell), absent(earlier)];
  const differing = [...absentNow.filter((body) => !absentThen.includes(body)), ...absentThen.filter((body) => !absentNow.includes(body))];
  if (differing.length > 0) return t.notCompared(date, differing.join(", "));
  const difference = cell.share - earlier.share;
  const size = points(difference, texts.locale);
  if (Math.abs(difference) < 0.0005) return t.changeNone(date);
  return difference > 0 ? t.changeUp(size, date) : t.changeDown(size, date);
}

function absent(cell: Cell): string[] {
  return [...cell.missingReports, ...cell.absentSources];
}

// How much is known, and what the share could be whatever the rest is.
function Completeness({ cell }: { cell: Cell }) {
  const texts = useTexts();
  const t = texts.statistics;
  const text = (share: number | undefined) => percent(share, texts.locale);
  return (
    <>
      <BodyShort size="small" className="quiet">
        {cell.unknown === 0 ? t.complete
          : t.incomplete(integer(cell.unknown, texts.locale), text(cell.boundLow), text(cell.boundHigh))}
        {cell.fromHeadcounts > 0 && ` ${t.headcounts(integer(cell.fromHeadcounts, texts.locale))}`}
      </BodyShort>
      {cell.completeness !== undefined && cell.completeness < COMPLETE && (
        <Tag size="xsmall" variant="moderate" data-color="warning">{t.lowCompleteness(text(cell.completeness))}</Tag>
      )}
    </>
  );
}
