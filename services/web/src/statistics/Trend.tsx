// SPDX-License-Identifier: EUPL-1.2
import { Select } from "@navikt/ds-react/Select";
import { Empty, Loaded, Section } from "../ui/blocks";
import { addMonths, monthName, shortMonth, today } from "../api/dates";
import { integer, percent, wholePercent } from "../ui/numbers";
import { ChartFigure } from "../ui/charts/ChartFigure";
import { ColumnChart } from "../ui/charts/ColumnChart";
import { LineChart } from "../ui/charts/LineChart";
import type { QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { CellTable } from "./CellTable";
import { useFigure, useKindOf } from "./figures";
import { INDICATORS } from "./indicators";
import { seriesNotes, symbolsOf } from "./notes";
import type { FigureQuery } from "./query";
import { Definition } from "./Tile";
import { countsConclusion, gapOf, shareConclusion } from "./trendWords";
import { MONTHS, type View } from "./view";
import { Notes } from "./Warnings";
import { titled } from "./words";

// Deployed at each month's end up to the date shown: women's share, and everybody counted.
export function Trend({ view, onChange }: { view: View; onChange: (part: Partial<View>) => void }) {
  const texts = useTexts();
  const t = texts.statistics;
  const to = view.asOf || today();
  const kind = useKindOf(view)(INDICATORS.deployed);
  const query: FigureQuery = {
    indicator: INDICATORS.deployed, from: addMonths(to, -view.months), to, everyMonth: true, knownThen: view.knownThen, kind,
  };
  const answer = useFigure(query);
  const span = (
    <Select label={t.span} size="small" value={view.months} onChange={(event) => onChange({ months: Number(event.target.value) })}>
      {MONTHS.map((months) => <option key={months} value={months}>{months}</option>)}
    </Select>
  );
  return (
    <Section title={titled(t.trend, kind, texts)} actions={span}>
      <Loaded of={answer}>
        {(data) => data.totals.some((whole) => whole.total > 0) ? <TrendCharts answer={data} query={query} />
          : data.totals.some((whole) => whole.noReport) ? <Notes notes={seriesNotes(query.indicator, data.totals, texts)} />
            : <Empty text={t.noTrend} />}
      </Loaded>
      <Definition codes={[INDICATORS.deployed]} />
    </Section>
  );
}

function TrendCharts({ answer, query }: { answer: QueryIndicatorResponse; query: FigureQuery }) {
  const texts = useTexts();
  const t = texts.statistics;
  // A total tells all that belongs to the number of its date.
  const { totals } = answer;
  const share = shareConclusion(totals, texts);
  const counts = countsConclusion(query.indicator, totals, texts);
  const count = (value: number) => integer(value, texts.locale);
  const dated = totals.map((whole) => ({
    whole, date: whole.date, label: shortMonth(whole.date, texts.locale), mark: symbolsOf(whole, texts), gap: gapOf(whole, texts),
  }));
  const notes = <Notes notes={seriesNotes(query.indicator, totals, texts)} />;
  const table = (label: string) => ({
    summary: t.table,
    content: <CellTable label={label} first={t.month} answer={answer} cells={totals} query={query}
                        nameOf={(whole) => monthName(whole.date, texts.locale)} />,
  });
  return (
    <div className="charts">
      <ChartFigure title={t.trendShare} conclusion={share} notes={notes} table={table(t.trendShare)}>
        {(width) => (
          <LineChart width={width} label={`${t.trendShare}. ${share}`} format={(value) => percent(value, texts.locale)}
                     formatTick={(value) => wholePercent(value, texts.locale)}
                     points={dated.map(({ whole, ...point }) => ({ ...point, value: whole.noReport ? undefined : whole.share }))} />
        )}
      </ChartFigure>
      <ChartFigure title={t.trendCounts} conclusion={counts} notes={notes} table={table(t.trendCounts)}>
        {(width) => (
          <ColumnChart width={width} label={`${t.trendCounts}. ${counts}`} format={count}
                       names={{ women: t.women, men: t.men, other: t.other, unknown: t.unknown }}
                       columns={dated.map(({ whole, gap, ...column }) => ({
                         ...column, gap: whole.noReport ? gap : undefined,
                         women: whole.women, men: whole.men, other: whole.other, unknown: whole.unknown,
                       }))} />
        )}
      </ChartFigure>
    </div>
  );
}
