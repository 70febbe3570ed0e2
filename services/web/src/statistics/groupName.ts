// SPDX-License-Identifier: EUPL-1.2
import type { Dimension } from "../gen/muster/statistics/v1/statistics_pb";
import type { Texts } from "../texts/texts";
import { dimensionName } from "./query";

// The dimensions whose values are those of an enum.
const KINDS: Record<string, string> = {
  ORGANISATION: "Organisation", CATEGORY: "Category", RANK_BAND: "RankBand", PERSONNEL_TYPE: "PersonnelType", GENDER: "Gender",
};

// The word for a value of a dimension; codes and acronyms stand for themselves.
export function groupName(dimension: Dimension, value: string, texts: Texts): string {
  if (value === "") return texts.statistics.notStated;
  const kind = KINDS[dimensionName(dimension)];
  return kind ? texts.term(kind, value) : value;
}
