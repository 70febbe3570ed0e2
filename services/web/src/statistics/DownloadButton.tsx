// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { saveCsv } from "../ui/csv";
import type { QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { fileName, fileRows } from "./file";
import type { FigureQuery } from "./query";

// The answer that a table shows, with all that belongs to its numbers.
export function DownloadButton({ answer, query }: { answer: QueryIndicatorResponse; query: FigureQuery }) {
  const t = useTexts().statistics;
  return (
    <Button className="download" size="small" variant="tertiary" onClick={() => saveCsv(fileName(answer, query), fileRows(answer, query))}>
      {t.download}
    </Button>
  );
}
