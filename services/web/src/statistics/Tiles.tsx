// SPDX-License-Identifier: EUPL-1.2
import { addDays, addMonths, shortDate, today } from "../api/dates";
import { useTexts } from "../texts/texts";
import { useKindNote, useKindOf } from "./figures";
import { INDICATORS } from "./indicators";
import type { FigureQuery } from "./query";
import { useReadership, useToldDay } from "./readership";
import { ShareTile } from "./ShareTile";
import { TrainingTiles } from "./TrainingTiles";
import { VacancyTile } from "./VacancyTile";
import type { View } from "./view";
import { titled } from "./words";

// The figures of one date, each beside the same a year before.
export function Tiles({ view }: { view: View }) {
  const texts = useTexts();
  const t = texts.statistics;
  const { knownThen, tier } = view;
  const kindOf = useKindOf(view);
  const kindNote = useKindNote(view)(INDICATORS.nominated);
  const day = view.asOf || today();
  const told = useToldDay();
  const readership = useReadership();
  // To the end of a month: from the beginning of one.
  const year = (last: string) => {
    const next = addDays(last, 1);
    return { from: next.endsWith("-01") ? addMonths(next, -12) : addDays(addMonths(last, -12), 1), to: last };
  };
  const period = year(told(day));
  // "": today, as the server has it.
  const deployed = (asOf: string): FigureQuery => ({ indicator: INDICATORS.deployed, asOf, knownThen, kind: kindOf(INDICATORS.deployed) });
  const leading = (asOf: string): FigureQuery => ({ indicator: INDICATORS.leading, asOf, knownThen, tier, kind: kindOf(INDICATORS.leading) });
  const nominated = (last: string): FigureQuery =>
    ({ indicator: INDICATORS.nominated, stage: "SUBMITTED", knownThen: knownThen && readership !== "analyst", kind: kindOf(INDICATORS.nominated), ...year(told(last)) });
  const title = (name: string, indicator: string) => titled(name, kindOf(indicator), texts);
  return (
    <div className="tiles">
      <ShareTile title={title(t.deployed, INDICATORS.deployed)} query={deployed(view.asOf)} day={day} queryOf={deployed} />
      <ShareTile title={title(t.leaders(t.tiers[tier] ?? ""), INDICATORS.leading)} query={leading(view.asOf)} day={day} queryOf={leading} />
      <ShareTile title={title(t.nominated, INDICATORS.nominated)} query={nominated(day)} day={told(day)} queryOf={nominated}
                 note={[t.fromTo(shortDate(period.from, texts.locale), shortDate(period.to, texts.locale)), kindNote].filter(Boolean).join(". ")} />
      <TrainingTiles view={view} />
      <VacancyTile view={view} />
    </div>
  );
}
