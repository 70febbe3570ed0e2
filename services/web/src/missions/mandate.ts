// SPDX-License-Identifier: EUPL-1.2
import { shortDate } from "../api/dates";
import type { Mission } from "../gen/muster/missions/v1/missions_pb";
import type { Texts } from "../texts/texts";

// "1 Mar 2024 – 30 Jun 2027"; empty when no date is known.
export function mandate(mission: Mission, texts: Texts): string {
  if (!mission.mandateFrom && !mission.mandateTo) return "";
  const day = (civil: string | undefined) => (civil ? shortDate(civil, texts.locale) : "");
  return `${day(mission.mandateFrom)} – ${day(mission.mandateTo)}`.trim();
}
