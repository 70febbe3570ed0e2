// SPDX-License-Identifier: EUPL-1.2
import { Select } from "@navikt/ds-react/Select";
import { Empty, Loaded, Section } from "../ui/blocks";
import { integer, percent } from "../ui/numbers";
import { BarChart } from "../ui/charts/BarChart";
import { ChartFigure } from "../ui/charts/ChartFigure";
import type { Cell, Dimension, QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { DimensionSchema } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { CellTable } from "./CellTable";
import { useFigure, wholeOf } from "./figures";
import { groupName } from "./groupName";
import { INDICATORS } from "./indicators";
import type { FigureQuery } from "./query";
import { SPLITS, type View } from "./view";

// More bars than this say nothing; the table holds them all.
const BARS = 15;

// The figure of one date split by one dimension, for everybody deployed or leaders only.
export function Split({ view, onChange }: { view: View; onChange: (part: Partial<View>) => void }) {
  const texts = useTexts();
  const t = texts.statistics;
  const query: FigureQuery = {
    indicator: view.splitLeaders ? INDICATORS.leading : INDICATORS.deployed, asOf: view.asOf, knownThen: view.knownThen, groupBy: view.split,
    tier: view.splitLeaders ? view.tier : 0,
  };
  const answer = useFigure(query);
  const controls = (
    <div className="inline">
      <Select label={t.splitWhat} size="small" value={view.splitLeaders ? "leaders" : "deployed"}
              onChange={(event) => onChange({ splitLeaders: event.target.value === "leaders" })}>
        <option value="deployed">{t.splitDeployed}</option>
        <option value="leaders">{t.splitLeaders}</option>
      </Select>
      <Select label={t.split} size="small" value={view.split} onChange={(event) => onChange({ split: Number(event.target.value) })}>
        {SPLITS.map((dimension) => <option key={dimension} value={dimension}>{texts.value(DimensionSchema, dimension)}</option>)}
      </Select>
    </div>
  );
  const dimension = texts.value(DimensionSchema, view.split);
  const title = view.splitLeaders ? t.leaders(t.tiers[view.tier] ?? "") : t.deployed;
  return (
    <Section title={`${title}: ${dimension}`} actions={controls}>
      <Loaded of={answer}>
        {(data) => data.cells.length === 0 ? <Empty text={wholeOf(data)?.noReport ? t.noReportKnown : t.nobody} />
          : <SplitParts data={data} query={query} split={view.split} title={title} dimension={dimension} />}
      </Loaded>
    </Section>
  );
}

interface PartsProperties {
  data: QueryIndicatorResponse;
  query: FigureQuery;
  split: Dimension;
  title: string;
  dimension: string;
}

function SplitParts({ data, query, split, title, dimension }: PartsProperties) {
  const texts = useTexts();
  const t = texts.statistics;
  const count = (value: number) => integer(value, texts.locale);
  const cells = data.cells.toSorted((one, other) => other.total - one.total);
  const total = wholeOf(data);
  const name = (cell: Cell) => groupName(split, cell.group[0] ?? "", texts);
  const numbers = (cell: Cell) => t.of(count(cell.numerator), count(cell.denominator));
  const largest = cells[0]!;
  const conclusion = t.splitConclusion(name(largest), percent(largest.share, texts.locale), numbers(largest));
  const bars = cells.slice(0, BARS).map((cell) => ({
    name: name(cell), value: cell.share, text: `${numbers(cell)} · ${percent(cell.share, texts.locale)}`,
  }));
  const reference = total?.share === undefined ? undefined : { value: total.share, text: `${t.all} ${percent(total.share, texts.locale)}` };
  return (
    <div className="charts stacked">
      <ChartFigure title={t.share} conclusion={conclusion}>
        {(width) => <BarChart width={width} label={`${title}: ${dimension}. ${conclusion}`} bars={bars} reference={reference} />}
      </ChartFigure>
      <CellTable label={`${title}: ${dimension}`} first={dimension} cells={cells} query={query} nameOf={name} total={total} />
    </div>
  );
}
