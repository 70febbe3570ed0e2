// SPDX-License-Identifier: EUPL-1.2
import { useTexts } from "../texts/texts";
import { fieldError, type Violation } from "./errors";
import { FreeText } from "./FreeText";
import { asksForWord } from "./plausible";

interface Properties {
  value: string;
  onChange: (value: string) => void;
  found: Violation[];
}

// Why something is right that looks like a slip of the pen: offered when the server asks for it, and kept while there is
// something in it.
export function PlausibleReason({ value, onChange, found }: Properties) {
  const texts = useTexts();
  if (value === "" && !asksForWord(found, "plausible_reason")) return null;
  return (
    <FreeText label={texts.app.plausibleReason} value={value} maxLength={200} minRows={1}
              error={fieldError(found, "plausible_reason", texts)} onChange={({ target }) => onChange(target.value)} />
  );
}
