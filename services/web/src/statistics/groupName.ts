// SPDX-License-Identifier: EUPL-1.2
import { Dimension } from "../gen/muster/statistics/v1/statistics_pb";
import type { Texts } from "../texts/texts";
import { dimensionName } from "./query";

// The word for a value of a dimension; codes and acronyms stand for themselves.
export function groupName(dimension: Dimension, value: string, texts: Texts): string {
  if (value === "") return texts.statistics.notStated;
  // Those that stand together, without their names.
  if (value === "other" && [Dimension.MISSION, Dimension.UNIT].includes(dimension)) return texts.statistics.others;
  // "RankBand" of RANK_BAND: the enum of its values, if they are one's.
  const kind = dimensionName(dimension).toLowerCase().replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
  return texts.term(kind, value);
}
