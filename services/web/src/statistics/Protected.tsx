// SPDX-License-Identifier: EUPL-1.2
import { BodyShort } from "@navikt/ds-react/Typography";
import { longDate } from "../api/dates";
import { percent, wholePercent } from "../ui/numbers";
import { Protection, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";

export const isProtected = (answer: QueryIndicatorResponse | undefined) => answer?.protection === Protection.ROUNDED;

// Why the numbers need not add up, where they are protected; `day`: of which release they are, where nothing else says it.
export function Protected({ answer, day }: { answer: QueryIndicatorResponse | undefined; day?: string | undefined }) {
  const texts = useTexts();
  if (!isProtected(answer)) return null;
  const { protected: why, releaseOf } = texts.statistics;
  return <BodyShort size="small">{day ? `${releaseOf(longDate(day, texts.locale))} ${why}` : why}</BodyShort>;
}

// A share of rounded counts is a whole number.
export function shareText(share: number | undefined, answer: QueryIndicatorResponse | undefined, locale: string): string {
  return share !== undefined && isProtected(answer) ? wholePercent(share, locale) : percent(share, locale);
}
