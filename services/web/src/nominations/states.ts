// SPDX-License-Identifier: EUPL-1.2
// How the board shows the states and what each verb asks for. Whether a verb is allowed is the
// server's answer (Nomination.actions); nothing here decides that.
import { NominationState as State } from "../gen/muster/nominations/v1/nominations_pb";

// The columns of the board, in the order of the way through.
export const BOARD: State[] = [
  State.DRAFT, State.IN_REVIEW, State.RETURNED, State.ENDORSED, State.SUBMITTED, State.SHORTLISTED, State.SELECTED,
  State.RESERVE, State.ACCEPTED, State.CONVERTED, State.NOT_ENDORSED, State.NOT_SELECTED, State.DECLINED,
  State.WITHDRAWN, State.WITHDRAWN_BY_STATE, State.LAPSED, State.CLOSED_POST_CANCELLED, State.VOID,
];

export type ActionField = "reason" | "reason_text" | "effective_date" | "reference" | "planned_from" | "planned_to" | "reserve_until";

interface Verb {
  fields: ActionField[];
  // A step forward on the usual way: the main button when it comes first.
  forward?: boolean;
  // Ends the nomination.
  ends?: boolean;
}

const VERBS: Record<string, Verb> = {
  SubmitNominationForReview: { fields: ["reason_text"], forward: true },
  ReturnNomination: { fields: ["reason_text"] },
  EndorseNomination: { fields: ["reason_text"], forward: true },
  DeclineToEndorseNomination: { fields: ["reason", "reason_text"], ends: true },
  RecallNomination: { fields: ["reason", "reason_text"] },
  SubmitNomination: { fields: ["reference", "effective_date", "reason_text"], forward: true },
  ShortlistNomination: { fields: ["effective_date"], forward: true },
  RecordInterview: { fields: ["effective_date", "reason_text"] },
  SelectNomination: { fields: ["effective_date"], forward: true },
  ReserveNomination: { fields: ["effective_date", "reserve_until"] },
  DoNotSelectNomination: { fields: ["reason", "reason_text", "effective_date"], ends: true },
  AcceptNomination: { fields: ["effective_date", "planned_from", "planned_to", "reason_text"], forward: true },
  DeclineNomination: { fields: ["reason", "reason_text", "effective_date"], ends: true },
  WithdrawNomination: { fields: ["reason", "reason_text"], ends: true },
  WithdrawNominationByState: { fields: ["reason", "reason_text"], ends: true },
  LapseNomination: { fields: ["reason_text"], ends: true },
  CloseNominationOfCancelledPost: { fields: ["reason_text"], ends: true },
  VoidNomination: { fields: ["reason", "reason_text"], ends: true },
  ReopenNomination: { fields: ["reason", "reason_text"] },
};

// A verb that this version of the page does not know can be given a reason like any other.
export function verbOf(name: string): Verb {
  return VERBS[name] ?? { fields: ["reason", "reason_text"] };
}
