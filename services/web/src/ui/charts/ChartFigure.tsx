// SPDX-License-Identifier: EUPL-1.2
import { Heading } from "@navikt/ds-react/Typography";
import type { ReactNode } from "react";
import { useWidth } from "./useWidth";

interface Properties {
  title: string;
  // What one sees, in a sentence.
  conclusion: string;
  // The drawing for a width in pixels.
  children: (width: number) => ReactNode;
  // What its marks and gaps mean.
  notes?: ReactNode;
  // The same numbers as a table.
  table?: { summary: string; content: ReactNode };
}

export function ChartFigure({ title, conclusion, children, notes, table }: Properties) {
  const [element, width] = useWidth();
  return (
    <figure className="chart">
      <Heading level="3" size="xsmall">{title}</Heading>
      <figcaption>{conclusion}</figcaption>
      <div ref={element}>{children(width)}</div>
      {notes}
      {table && (
        <details>
          <summary>{table.summary}</summary>
          {table.content}
        </details>
      )}
    </figure>
  );
}
