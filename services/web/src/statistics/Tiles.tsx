// SPDX-License-Identifier: EUPL-1.2
import { addDays, addMonths, shortDate, today } from "../api/dates";
import { useTexts } from "../texts/texts";
import { INDICATORS } from "./indicators";
import { ShareTile } from "./ShareTile";
import { TrainingTiles } from "./TrainingTiles";
import type { View } from "./view";

// The figures of one date, each beside the same a year before.
export function Tiles({ view }: { view: View }) {
  const texts = useTexts();
  const t = texts.statistics;
  const { asOf, knownThen, tier } = view;
  const day = asOf || today();
  const yearBefore = addMonths(day, -12);
  const year = (last: string) => ({ from: addDays(addMonths(last, -12), 1), to: last });
  const period = year(day);
  return (
    <div className="tiles">
      <ShareTile title={t.deployed} query={{ indicator: INDICATORS.deployed, asOf, knownThen }}
                 before={{ indicator: INDICATORS.deployed, asOf: yearBefore, knownThen }} beforeDay={yearBefore} />
      <ShareTile title={t.leaders(t.tiers[tier] ?? "")} query={{ indicator: INDICATORS.leading, asOf, knownThen, tier }}
                 before={{ indicator: INDICATORS.leading, asOf: yearBefore, knownThen, tier }} beforeDay={yearBefore} />
      <ShareTile title={t.nominated} note={t.nominatedPeriod(shortDate(period.from, texts.locale), shortDate(period.to, texts.locale))}
                 query={{ indicator: INDICATORS.nominated, stage: "SUBMITTED", knownThen, ...period }}
                 before={{ indicator: INDICATORS.nominated, stage: "SUBMITTED", knownThen, ...year(yearBefore) }} beforeDay={yearBefore} />
      <TrainingTiles view={view} />
    </div>
  );
}
