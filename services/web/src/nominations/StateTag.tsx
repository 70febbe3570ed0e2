// SPDX-License-Identifier: EUPL-1.2
import { Tag } from "@navikt/ds-react/Tag";
import { NominationState, NominationStateSchema } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";

const GOOD = [NominationState.SELECTED, NominationState.ACCEPTED, NominationState.CONVERTED];
const GOING = [
  NominationState.IN_REVIEW, NominationState.ENDORSED, NominationState.SUBMITTED, NominationState.SHORTLISTED,
  NominationState.RESERVE,
];

export function StateTag({ state }: { state: NominationState }) {
  const texts = useTexts();
  const colour = GOOD.includes(state) ? "success"
    : GOING.includes(state) ? "info"
    : state === NominationState.RETURNED ? "warning" : "neutral";
  return <Tag size="small" variant="moderate" data-color={colour}>{texts.value(NominationStateSchema, state)}</Tag>;
}
