// SPDX-License-Identifier: EUPL-1.2
import { Select } from "@navikt/ds-react/Select";
import { Empty, Loaded, Section } from "../ui/blocks";
import { addMonths, monthName, shortMonth, today } from "../api/dates";
import { integer, percent, wholePercent } from "../ui/numbers";
import { ChartFigure } from "../ui/charts/ChartFigure";
import { ColumnChart } from "../ui/charts/ColumnChart";
import { LineChart } from "../ui/charts/LineChart";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { CellTable } from "./CellTable";
import { useFigure } from "./figures";
import { INDICATORS } from "./indicators";
import type { FigureQuery } from "./query";
import { Definition } from "./Tile";
import { MONTHS, type View } from "./view";

// Deployed at each month's end up to the date shown: women's share, and everybody counted.
export function Trend({ view, onChange }: { view: View; onChange: (part: Partial<View>) => void }) {
  const texts = useTexts();
  const t = texts.statistics;
  const to = view.asOf || today();
  const query: FigureQuery = { indicator: INDICATORS.deployed, from: addMonths(to, -view.months), to, everyMonth: true, knownThen: view.knownThen };
  const answer = useFigure(query);
  const span = (
    <Select label={t.span} size="small" value={view.months} onChange={(event) => onChange({ months: Number(event.target.value) })}>
      {MONTHS.map((months) => <option key={months} value={months}>{months}</option>)}
    </Select>
  );
  return (
    <Section title={t.trend} actions={span}>
      <Loaded of={answer}>
        {(data) => data.cells.some((cell) => cell.total > 0) ? <TrendCharts cells={data.cells} query={query} /> : <Empty text={t.noTrend} />}
      </Loaded>
      <Definition codes={[INDICATORS.deployed]} />
    </Section>
  );
}

function TrendCharts({ cells, query }: { cells: Cell[]; query: FigureQuery }) {
  const texts = useTexts();
  const t = texts.statistics;
  const month = (cell: Cell) => monthName(cell.date, texts.locale);
  const share = (cell: Cell) => percent(cell.share, texts.locale);
  const count = (value: number) => integer(value, texts.locale);
  const known = cells.filter((cell) => cell.share !== undefined);
  const first = known[0];
  const last = known.at(-1);
  const shareConclusion = first && last ? t.trendShareConclusion(month(first), share(first), month(last), share(last)) : t.noTrend;
  const end = cells.at(-1)!;
  const countsConclusion = end.noReport ? t.trendNoReport(month(end))
    : t.trendCountsConclusion(count(end.numerator), count(end.denominator), month(end), end.unknown > 0 ? count(end.unknown) : "");
  const dated = cells.map((cell) => ({ cell, date: cell.date, label: shortMonth(cell.date, texts.locale) }));
  const table = {
    summary: t.table,
    content: <CellTable label={t.trend} first={t.month} cells={cells} query={query} nameOf={month} />,
  };
  return (
    <div className="charts">
      <ChartFigure title={t.trendShare} conclusion={shareConclusion} table={table}>
        {(width) => (
          <LineChart width={width} label={`${t.trendShare}. ${shareConclusion}`} format={(value) => percent(value, texts.locale)}
                     formatTick={(value) => wholePercent(value, texts.locale)}
                     points={dated.map(({ cell, ...point }) => ({ ...point, value: cell.noReport ? undefined : cell.share }))} />
        )}
      </ChartFigure>
      <ChartFigure title={t.trendCounts} conclusion={countsConclusion} table={table}>
        {(width) => (
          <ColumnChart width={width} label={`${t.trendCounts}. ${countsConclusion}`} format={count}
                       names={{ women: t.women, men: t.men, other: t.other, unknown: t.unknown }}
                       columns={dated.map(({ cell, ...column }) => ({
                         ...column, women: cell.women, men: cell.men, other: cell.other, unknown: cell.unknown,
                       }))} />
        )}
      </ChartFigure>
    </div>
  );
}
