// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useEffect, useRef } from "react";
import { refusalText } from "../ui/errors";
import type { Action } from "../gen/muster/platform/v1/actions_pb";
import { useTexts } from "../texts/texts";

interface Step {
  action: Action;
  text: string;
  // The usual way on.
  main?: boolean;
  // Ends what it is a step of.
  ends?: boolean;
}

interface Properties {
  steps: Step[];
  // Of the nomination or the call.
  state: number;
  // Whether a dialog asks for one of the steps.
  asking: boolean;
  onAsk: (action: Action) => void;
}

// What the caller may do with a nomination or a call. What is refused stays visible with the reason.
export function Steps({ steps, state, asking, onAsk }: Properties) {
  const texts = useTexts();
  const t = texts.nominations;
  const buttons = useRef<HTMLDivElement>(null);
  const stateBefore = useRef(state);
  const refused = steps.filter(({ action }) => !action.possible);
  // The step that was taken is no longer offered, and its button gone: the focus goes to what is.
  useEffect(() => {
    if (stateBefore.current === state || asking) return;
    stateBefore.current = state;
    buttons.current?.focus();
  }, [state, asking]);
  return (
    <>
      <div ref={buttons} tabIndex={-1} role="group" aria-label={t.actions} className="inline">
        {steps.map(({ action, text, main, ends }) => (
          <Button key={action.verb} size="small" disabled={!action.possible} variant={main ? "primary" : "secondary"}
                  data-color={ends ? "neutral" : undefined} onClick={() => onAsk(action)}>
            {text}
          </Button>
        ))}
        {steps.length === 0 && <BodyShort className="empty">{t.noActions}</BodyShort>}
      </div>
      {refused.length > 0 && (
        <ul className="refused">
          {refused.map(({ action, text }) => (
            <BodyShort as="li" size="small" key={action.verb}>
              {text}: {refusalText({ ...action, description: action.explanation }, texts)}
            </BodyShort>
          ))}
        </ul>
      )}
    </>
  );
}
