// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { keepPreviousData } from "@tanstack/react-query";
import { StatisticsService, type Cell, type Indicator, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { figureRequest, type FigureQuery } from "./query";

export function useFigure(query: FigureQuery, enabled = true) {
  return useQuery(StatisticsService.method.queryIndicator, figureRequest(query), { enabled, placeholderData: keepPreviousData });
}

export function useIndicators(): Indicator[] {
  const indicators = useQuery(StatisticsService.method.listIndicators, {}, { staleTime: Infinity });
  return indicators.data?.indicators ?? [];
}

// The one cell of an answer that is not split.
export function wholeOf(response: QueryIndicatorResponse | undefined): Cell | undefined {
  return response?.totals.at(-1) ?? response?.cells.at(-1);
}
