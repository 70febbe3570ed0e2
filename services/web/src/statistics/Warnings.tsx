// SPDX-License-Identifier: EUPL-1.2
import { ExclamationmarkTriangleIcon } from "@navikt/aksel-icons";
import { BodyShort } from "@navikt/ds-react/Typography";
import type { Cell } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { marksOf } from "./notes";
import { warnings } from "./words";

// Whom a number leaves out and what is known to be wrong in it: beneath it.
export function Warnings({ indicator, whole }: { indicator: string; whole: Cell }) {
  const texts = useTexts();
  return warnings(indicator, whole, texts).map((text) => (
    <BodyShort key={text} size="small" className="warning-line"><ExclamationmarkTriangleIcon aria-hidden /> <span>{text}</span></BodyShort>
  ));
}

// What the notes beneath a chart or table say more of.
export function Marks({ cell }: { cell: Cell }) {
  const texts = useTexts();
  return marksOf(cell, texts).map(({ symbol, spoken }) => (
    <span key={symbol}><span aria-hidden="true" className="mark"> {symbol}</span><span className="aksel-sr-only">, {spoken}</span></span>
  ));
}

// Beneath a chart or table.
export function Notes({ notes }: { notes: string[] }) {
  const t = useTexts().statistics;
  if (notes.length === 0) return null;
  return <ul className="notes" aria-label={t.notes}>{notes.map((note) => <li key={note}>{note}</li>)}</ul>;
}
