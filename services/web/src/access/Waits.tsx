// SPDX-License-Identifier: EUPL-1.2
// What came of a request of this page: that it waits for a second person, which is no failure, or why it was refused.
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useTexts } from "../texts/texts";
import { ErrorNotice, refusalOf, refusedFor } from "../ui/errors";

export function Refused({ error, shown }: { error: unknown; shown: readonly string[] }) {
  return error && !refusedFor(error, "APPROVAL_NEEDED") ? <ErrorNotice error={error} shown={shown} /> : null;
}

// Stands in an element with the role status.
export function Waits({ error }: { error: unknown }) {
  const texts = useTexts();
  if (!refusedFor(error, "APPROVAL_NEEDED")) return null;
  return (
    <LocalAlert status="announcement" role="presentation">
      <LocalAlert.Header><LocalAlert.Title as="div">{texts.access.approvals}</LocalAlert.Title></LocalAlert.Header>
      <LocalAlert.Content><BodyShort>{refusalOf(error, texts)}</BodyShort></LocalAlert.Content>
    </LocalAlert>
  );
}
