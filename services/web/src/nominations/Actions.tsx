// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useEffect, useRef, useState } from "react";
import { refusalText } from "../ui/errors";
import type { Nomination } from "../gen/muster/nominations/v1/nominations_pb";
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { useTexts } from "../texts/texts";
import { ActionDialog } from "./ActionDialog";
import { ENDS, FORWARD } from "./states";

// Everything that the caller may do with the nomination. What is refused stays visible with the
// reason.
export function Actions({ nomination }: { nomination: Nomination }) {
  const texts = useTexts();
  const t = texts.nominations;
  const [asked, setAsked] = useState<Action>();
  const buttons = useRef<HTMLDivElement>(null);
  const state = useRef(nomination.state);
  const refused = nomination.actions.filter((action) => !action.possible);
  // As it is now, when somebody else has moved the nomination meanwhile; the dialog says what became of it.
  const current = nomination.actions.find(({ verb }) => verb === asked?.verb) ?? asked;
  const text = (name: string) => t.verbs[name] ?? name;
  // The step that was taken is no longer offered, and its button gone: the focus goes to what is.
  useEffect(() => {
    if (state.current === nomination.state || asked) return;
    state.current = nomination.state;
    buttons.current?.focus();
  }, [nomination.state, asked]);
  return (
    <>
      <div ref={buttons} tabIndex={-1} role="group" aria-label={t.actions} className="inline">
        {nomination.actions.map((action, index) => (
          <Button key={action.verb} size="small" disabled={!action.possible}
                  variant={index === 0 && FORWARD.includes(action.verb) ? "primary" : "secondary"}
                  data-color={ENDS.includes(action.verb) ? "neutral" : undefined}
                  onClick={() => setAsked(action)}>
            {text(action.verb)}
          </Button>
        ))}
        {nomination.actions.length === 0 && <BodyShort className="empty">{t.noActions}</BodyShort>}
      </div>
      {refused.length > 0 && (
        <ul className="refused">
          {refused.map((action) => (
            <BodyShort as="li" size="small" key={action.verb}>
              {text(action.verb)}: {refusalText({ ...action, description: action.explanation }, texts)}
            </BodyShort>
          ))}
        </ul>
      )}
      {current && <ActionDialog nomination={nomination} action={current} onClose={() => setAsked(undefined)} />}
    </>
  );
}
