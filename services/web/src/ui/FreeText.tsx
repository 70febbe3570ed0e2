// SPDX-License-Identifier: EUPL-1.2
import { Textarea, type TextareaProps } from "@navikt/ds-react/Textarea";
import { useTexts } from "../texts/texts";

// A field for what somebody writes in their own words, with what must not be written there.
export function FreeText(field: TextareaProps) {
  return <Textarea description={useTexts().app.notGraded} {...field} />;
}
