// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import type { Nomination } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import { ActionDialog } from "./ActionDialog";
import { verbOf } from "./states";

// Everything that the caller may do with the nomination. What is refused stays visible with the
// reason. On a card of the board only the steps forward.
export function Actions({ nomination, forwardOnly = false }: { nomination: Nomination; forwardOnly?: boolean }) {
  const texts = useTexts();
  const t = texts.nominations;
  const [verb, setVerb] = useState("");
  const shown = nomination.actions.filter((action) => !forwardOnly || verbOf(action.verb).forward);
  const refused = shown.filter((action) => action.refusedBecause);
  const text = (name: string) => t.verbs[name] ?? name;
  return (
    <>
      <div className="inline">
        {shown.map((action, index) => (
          <Button key={action.verb} size="small" disabled={action.refusedBecause !== ""}
                  variant={!forwardOnly && index === 0 && verbOf(action.verb).forward ? "primary" : "secondary"}
                  data-color={verbOf(action.verb).ends ? "neutral" : undefined}
                  onClick={() => setVerb(action.verb)}>
            {text(action.verb)}
          </Button>
        ))}
      </div>
      {refused.length > 0 && (
        <ul className="refused">
          {refused.map((action) => (
            <BodyShort as="li" size="small" key={action.verb}>{t.refused(text(action.verb), action.refusedBecause)}</BodyShort>
          ))}
        </ul>
      )}
      {verb && <ActionDialog nomination={nomination} verb={verb} onClose={() => setVerb("")} />}
    </>
  );
}
