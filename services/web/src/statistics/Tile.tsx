// SPDX-License-Identifier: EUPL-1.2
import { ReadMore } from "@navikt/ds-react/ReadMore";
import { BodyLong, BodyShort, Heading } from "@navikt/ds-react/Typography";
import type { ReactNode } from "react";
import { TextLink } from "../app/blocks";
import { integer } from "../app/numbers";
import { useMay } from "../app/session";
import { useTexts } from "../texts/texts";
import { useIndicator } from "./figures";
import { recordsAddress, type CellOfQuery } from "./query";

export function Tile({ title, note, indicator, children }: { title: string; note?: string; indicator: string; children: ReactNode }) {
  return (
    <section className="tile">
      <Heading level="2" size="xsmall">{title}</Heading>
      {note && <BodyShort size="small" className="quiet">{note}</BodyShort>}
      {children}
      <Definition indicator={indicator} />
    </section>
  );
}

// What exactly is counted, from the server: the same words as in every other answer.
export function Definition({ indicator }: { indicator: string }) {
  const texts = useTexts();
  const known = useIndicator(indicator);
  if (!known) return null;
  return (
    <ReadMore size="small" header={texts.statistics.definition}>
      <BodyLong size="small">{known.code}: {texts.name(known.definition, known.definitionNb)}</BodyLong>
    </ReadMore>
  );
}

// A count that opens the records it counts, for those who may see them.
export function Count({ value, cell, what }: { value: number; cell: CellOfQuery; what: string }) {
  const texts = useTexts();
  const may = useMay("seeRecordsOfFigures");
  const text = integer(value, texts.locale);
  if (!may || value === 0) return text;
  return (
    <TextLink href={recordsAddress(cell)}>
      {text}<span className="aksel-sr-only"> ({texts.statistics.showRecords(what)})</span>
    </TextLink>
  );
}
