// SPDX-License-Identifier: EUPL-1.2
import { BodyShort } from "@navikt/ds-react/Typography";
import { percent, wholePercent } from "../ui/numbers";
import { Protection, type QueryIndicatorResponse } from "../gen/muster/statistics/v1/statistics_pb";
import { useTexts } from "../texts/texts";

export const isProtected = (answer: QueryIndicatorResponse | undefined) => answer?.protection === Protection.ROUNDED;

// Why the numbers need not add up, where they are protected.
export function Protected({ answer }: { answer: QueryIndicatorResponse | undefined }) {
  const texts = useTexts();
  return isProtected(answer) && <BodyShort size="small">{texts.statistics.protected}</BodyShort>;
}

// A share of rounded counts is a whole number.
export function shareText(share: number | undefined, answer: QueryIndicatorResponse | undefined, locale: string): string {
  return share !== undefined && isProtected(answer) ? wholePercent(share, locale) : percent(share, locale);
}
