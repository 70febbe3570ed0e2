// SPDX-License-Identifier: EUPL-1.2
import { ReadMore } from "@navikt/ds-react/ReadMore";
import { BodyLong, BodyShort, Heading } from "@navikt/ds-react/Typography";
import type { ReactNode } from "react";
import { Facts, TextLink } from "../ui/blocks";
import { integer } from "../ui/numbers";
import { useMay } from "../api/session";
import type { Indicator } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { useIndicators } from "./figures";
import { recordsAddress, type CellOfQuery } from "./query";
import { useRecords } from "./readership";

interface TileProperties {
  title: string;
  note?: string | undefined;
  // Those whose definition it shows.
  indicators: string[];
  wide?: boolean;
  children: ReactNode;
}

export function Tile({ title, note, indicators, wide = false, children }: TileProperties) {
  return (
    <section className={wide ? "tile wide" : "tile"}>
      <Heading level="2" size="xsmall">{title}</Heading>
      {note && <BodyShort size="small" className="quiet">{note}</BodyShort>}
      {children}
      <Definition codes={indicators} />
    </section>
  );
}

// What exactly is counted, from the server: the same words as in every other answer.
export function Definition({ codes }: { codes: string[] }) {
  const texts = useTexts();
  const known = useIndicators().filter((indicator) => codes.includes(indicator.code));
  if (known.length === 0) return null;
  return (
    <ReadMore size="small" header={texts.statistics.definition}>
      {known.map((indicator) => <IndicatorDefinition key={indicator.code} indicator={indicator} />)}
    </ReadMore>
  );
}

function IndicatorDefinition({ indicator }: { indicator: Indicator }) {
  const texts = useTexts();
  const t = texts.statistics;
  return (
    <div className="indicator-definition">
      <BodyLong size="small" weight="semibold">{indicator.code}: {texts.name(indicator.displayName, indicator.displayNameNb)}</BodyLong>
      <BodyLong size="small">{texts.name(indicator.definition, indicator.definitionNb)}</BodyLong>
      <Facts facts={[
        [t.counts, t.countedUnits[indicator.unitOfCount] ?? indicator.unitOfCount],
        [t.numerator, texts.name(indicator.numerator, indicator.numeratorNb)],
        [t.denominator, texts.name(indicator.denominator, indicator.denominatorNb)],
        [t.dateRule, texts.name(indicator.dateRule, indicator.dateRuleNb)],
        [t.unknownRule, texts.name(indicator.unknownRule, indicator.unknownRuleNb)],
      ]} />
    </div>
  );
}

// A count that opens the records it counts, for those who may see them.
export function Count({ value, cell, what }: { value: number; cell: CellOfQuery; what: string }) {
  const texts = useTexts();
  const may = useMay("seeRecordsOfFigures");
  const records = useRecords();
  const text = integer(value, texts.locale);
  if (!may || value === 0 || records(cell) === "closed") return text;
  return (
    <TextLink href={recordsAddress(cell)}>
      {text}<span className="aksel-sr-only"> ({texts.statistics.showRecords(what)})</span>
    </TextLink>
  );
}
