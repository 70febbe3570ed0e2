// SPDX-License-Identifier: EUPL-1.2
import { useState } from "react";
import type { Nomination } from "../gen/muster/nominations/v1/nominations_pb";
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { useTexts } from "../texts/texts";
import { ActionDialog } from "./ActionDialog";
import { ENDS, FORWARD } from "./states";
import { Steps } from "./Steps";

// Everything that the caller may do with the nomination.
export function Actions({ nomination }: { nomination: Nomination }) {
  const t = useTexts().nominations;
  const [asked, setAsked] = useState<Action>();
  // As it is now, when somebody else has moved the nomination meanwhile; the dialog says what became of it.
  const current = nomination.actions.find(({ verb }) => verb === asked?.verb) ?? asked;
  const steps = nomination.actions.map((action, index) => ({
    action,
    text: t.verbs[action.verb] ?? action.verb,
    main: index === 0 && FORWARD.includes(action.verb),
    ends: ENDS.includes(action.verb),
  }));
  return (
    <>
      <Steps steps={steps} state={nomination.state} asking={asked !== undefined} onAsk={setAsked} />
      {current && <ActionDialog nomination={nomination} action={current} onClose={() => setAsked(undefined)} />}
    </>
  );
}
