// SPDX-License-Identifier: EUPL-1.2
import { useQuery } from "@connectrpc/connect-query";
import { keepPreviousData } from "@tanstack/react-query";
import { Dimension, StatisticsService, type Cell, type Indicator, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";
import { INDICATORS } from "./indicators";
import { figureRequest, type FigureQuery } from "./query";
import { useToldByKind } from "./readership";
import type { View } from "./view";

export function useFigure(query: FigureQuery, enabled = true) {
  return useQuery(StatisticsService.method.queryIndicator, figureRequest(query), { enabled, placeholderData: keepPreviousData });
}

export function useIndicators(): Indicator[] {
  const indicators = useQuery(StatisticsService.method.listIndicators, {}, { staleTime: Infinity });
  return indicators.data?.indicators ?? [];
}

// The kind of mission that an indicator is narrowed to; "" for one that cannot be, or not for the reader.
export function useKindOf({ kind }: View): (indicator: string) => string {
  const indicators = useIndicators();
  const toldByKind = useToldByKind();
  return (indicator) => (takesKind(indicators, indicator) && toldByKind(indicator) ? kind : "");
}

// Why an indicator is of all kinds although one was chosen; nothing where it is of that one, or has none.
export function useKindNote({ kind }: View): (indicator: string) => string | undefined {
  const texts = useTexts();
  const indicators = useIndicators();
  const toldByKind = useToldByKind();
  return (indicator) => (kind && takesKind(indicators, indicator) && !toldByKind(indicator) ? texts.statistics.kindNotTold : undefined);
}

// Whether there are figures by kind of mission.
export function useKinds(): boolean {
  return takesKind(useIndicators(), INDICATORS.deployed);
}

function takesKind(indicators: Indicator[], code: string): boolean {
  return indicators.find((indicator) => indicator.code === code)?.dimensions.includes(Dimension.MISSION_KIND) ?? false;
}

// The one cell of an answer that is not split.
export function wholeOf(response: QueryIndicatorResponse | undefined): Cell | undefined {
  return response?.totals.at(-1) ?? response?.cells.at(-1);
}
