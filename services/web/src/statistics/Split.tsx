// SPDX-License-Identifier: EUPL-1.2
import { Select } from "@navikt/ds-react/Select";
import { BodyShort } from "@navikt/ds-react/Typography";
import { Empty, Loaded, Section } from "../ui/blocks";
import { percent } from "../ui/numbers";
import { BarChart } from "../ui/charts/BarChart";
import { ChartFigure } from "../ui/charts/ChartFigure";
import { Dimension, DimensionSchema, type Cell, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { CellTable } from "./CellTable";
import { useFigure, useKindOf, useKinds, wholeOf } from "./figures";
import { groupName } from "./groupName";
import { INDICATORS } from "./indicators";
import { elsewhereNote, symbolsOf } from "./notes";
import { ANY_KIND, type FigureQuery } from "./query";
import { SPLITS, type View } from "./view";
import { Notes, Warnings } from "./Warnings";
import { lastReported, noNumberSentence, share, titled, unstated } from "./words";

// More bars than this say nothing; the table holds them all.
const BARS = 15;

// The figure of one date split by one dimension, for everybody deployed or leaders only.
export function Split({ view, onChange }: { view: View; onChange: (part: Partial<View>) => void }) {
  const texts = useTexts();
  const t = texts.statistics;
  const indicator = view.splitLeaders ? INDICATORS.leading : INDICATORS.deployed;
  const kind = useKindOf(view)(indicator);
  const kinds = useKinds();
  const query: FigureQuery = {
    indicator, asOf: view.asOf, knownThen: view.knownThen, groupBy: view.split, tier: view.splitLeaders ? view.tier : 0, kind,
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
        {SPLITS.filter((dimension) => kinds || dimension !== Dimension.MISSION_KIND)
          .map((dimension) => <option key={dimension} value={dimension}>{texts.value(DimensionSchema, dimension)}</option>)}
      </Select>
    </div>
  );
  const dimension = texts.value(DimensionSchema, view.split);
  const title = titled(view.splitLeaders ? t.leaders(t.tiers[view.tier] ?? "") : t.deployed, kind, texts);
  return (
    <Section title={`${title}: ${dimension}`} actions={controls}>
      {view.split === Dimension.MISSION_KIND && !kind && <BodyShort size="small">{t.kindsCounted}</BodyShort>}
      <Loaded of={answer}>
        {(data) => data.cells.length > 0 ? <SplitParts data={data} query={query} split={view.split} title={title} dimension={dimension} />
          : <NoParts whole={wholeOf(data)} query={query} />}
      </Loaded>
    </Section>
  );
}

function NoParts({ whole, query }: { whole: Cell | undefined; query: FigureQuery }) {
  const texts = useTexts();
  const open = whole && unstated(whole, query, texts);
  const why = whole && noNumberSentence(query.indicator, whole, texts);
  return <Empty text={`${why ?? texts.statistics.nobody}${open ? ` ${open}.` : ""}`} />;
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
  const cells = data.cells.toSorted((one, other) => other.total - one.total);
  const whole = wholeOf(data);
  const name = (cell: Cell) => groupName(split, cell.group[0] ?? "", texts);
  const largest = cells[0]!;
  const day = lastReported(whole, texts);
  const conclusion = [
    day && `${day}.`,
    largest.denominator > 0 ? t.splitConclusion(name(largest), percent(largest.share, texts.locale), share(largest, texts))
      : t.splitWithoutShare(name(largest), share(largest, texts)),
  ].filter(Boolean).join(" ");
  const bars = cells.slice(0, BARS).map((cell) => ({
    name: [name(cell), symbolsOf(cell, texts)].filter(Boolean).join(" "),
    value: cell.share,
    text: cell.share === undefined ? share(cell, texts) : `${share(cell, texts)} · ${percent(cell.share, texts.locale)}`,
  }));
  const reference = whole?.share === undefined ? undefined : { value: whole.share, text: `${t.all} ${percent(whole.share, texts.locale)}` };
  const open = whole && unstated(whole, query, texts);
  const notes = [elsewhereNote(cells, name, texts), open && `${open}.`].filter((note) => !!note) as string[];
  const label = [`${title}: ${dimension}`, day].filter(Boolean).join(". ");
  // All groups together are of whatever kind when they are split by it.
  const kind = query.kind || (split === Dimension.MISSION_KIND ? ANY_KIND : "");
  const total = whole && { cell: whole, of: { ...query, groupBy: undefined, kind } };
  return (
    <div className="charts stacked">
      <ChartFigure title={t.share} conclusion={conclusion} notes={<Notes notes={notes} />}>
        {(width) => <BarChart width={width} label={`${title}: ${dimension}. ${conclusion}`} bars={bars} reference={reference} />}
      </ChartFigure>
      <div>
        {day && <BodyShort size="small" weight="semibold">{day}</BodyShort>}
        <CellTable label={label} first={dimension} answer={data} cells={cells} query={query} nameOf={name} total={total} />
        {whole && <Warnings indicator={query.indicator} whole={whole} />}
      </div>
    </div>
  );
}
