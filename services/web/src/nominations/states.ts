// SPDX-License-Identifier: EUPL-1.2
// How the page shows the states and the steps. Which steps there are, what each asks for and whether it is possible is
// the server's answer (the actions of a nomination and a call); nothing here decides that.
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { CallState, NominationState as State } from "../gen/muster/nominations/v1/nominations_pb";

// The columns of the board, in the order of the way through.
export const BOARD: State[] = [
  State.DRAFT, State.IN_REVIEW, State.RETURNED, State.ENDORSED, State.SUBMITTED, State.SHORTLISTED, State.SELECTED,
  State.RESERVE, State.ACCEPTED, State.CONVERTED, State.NOT_ENDORSED, State.NOT_SELECTED, State.DECLINED,
  State.WITHDRAWN, State.WITHDRAWN_BY_STATE, State.LAPSED, State.CLOSED_POST_CANCELLED,
  State.CLOSED_PERSON_LEFT, State.VOID,
];

// The fields that the page can ask for, in the order in which it does.
const FIELDS = [
  "reference", "reason", "effective_date", "reserve_until", "planned_from", "planned_to", "reason_text",
] as const;
export type ActionField = (typeof FIELDS)[number];

export function fieldsOf({ neededFields, optionalFields }: Action): ActionField[] {
  return FIELDS.filter((field) => neededFields.includes(field) || optionalFields.includes(field));
}

// Steps forward on the usual way: the main button when they come first.
export const FORWARD = [
  "SubmitNominationForReview", "EndorseNomination", "SubmitNomination", "ShortlistNomination", "SelectNomination",
  "AcceptNomination",
];

// Steps that end the nomination.
export const ENDS = [
  "DeclineToEndorseNomination", "DoNotSelectNomination", "DeclineNomination", "WithdrawNomination",
  "WithdrawNominationByState", "LapseNomination", "CloseNominationOfCancelledPost",
  "CloseNominationOfPerson", "VoidNomination",
];

export type CallMove = "open" | "close" | "reopen" | "cancel";

// What a step of a call is called. To open one that was open before is to open it again.
export function moveOf(verb: string, state: CallState): CallMove | undefined {
  switch (verb) {
    case "OpenCall": return state === CallState.CLOSED ? "reopen" : "open";
    case "CloseCall": return "close";
    case "CancelCall": return "cancel";
    default: return undefined;
  }
}
