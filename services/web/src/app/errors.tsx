// SPDX-License-Identifier: EUPL-1.2
// An error of the API in words, and its field violations at the fields of a form.
import { Code, ConnectError } from "@connectrpc/connect";
import { BodyShort } from "@navikt/ds-react/Typography";
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { BadRequestSchema } from "../gen/google/rpc/error_details_pb";
import { useTexts, type Texts } from "../texts/texts";

export interface Violation {
  field: string;
  description: string;
}

// What a person neither sees nor types: the code of the error says it in words.
const UNSEEN = ["name", "etag"];

export function violations(error: unknown): Violation[] {
  if (!(error instanceof ConnectError)) return [];
  return error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations)
    .filter((violation) => !UNSEEN.includes(lastName(violation.field)));
}

// What is wrong with a field, named as in the API and without the message around it: "planned_from"
// finds "nomination.planned_from" and "nomination.plannedFrom".
export function fieldError(found: Violation[], field: string): string | undefined {
  const matches = found.filter((violation) => lastName(violation.field) === field);
  return matches.length > 0 ? matches.map((violation) => violation.description).join(" ") : undefined;
}

function lastName(path: string): string {
  const last = path.replace(/\[[^\]]*\]/g, "").split(".").at(-1) ?? path;
  return last.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

// The violations that no shown field takes.
export function otherViolations(found: Violation[], fields: readonly string[]): Violation[] {
  return found.filter((violation) => !fields.includes(lastName(violation.field)));
}

export function errorText(error: unknown, texts: Texts): string {
  const t = texts.app.error;
  if (!(error instanceof ConnectError)) return t.unavailable;
  switch (error.code) {
    case Code.Unauthenticated: return t.unauthenticated;
    case Code.PermissionDenied: return t.permission;
    case Code.NotFound: return t.notFound;
    case Code.Unavailable:
    case Code.DeadlineExceeded:
    case Code.ResourceExhausted: return t.unavailable;
    case Code.Aborted: return t.changed;
    case Code.Internal:
    case Code.Unknown: return t.internal;
    default: return error.rawMessage;
  }
}

export function ErrorNotice({ error, shown = [], again }: { error: unknown; shown?: readonly string[]; again?: () => void }) {
  const texts = useTexts();
  const found = violations(error);
  const others = otherViolations(found, shown);
  if (found.length > 0 && others.length === 0) return null;
  return (
    <LocalAlert status="error" role="alert">
      <LocalAlert.Header>
        <LocalAlert.Title>{texts.app.error.title}</LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        {found.length === 0 && <BodyShort>{errorText(error, texts)}</BodyShort>}
        {others.map((violation) => (
          <BodyShort key={violation.field}>{violation.field}: {violation.description}</BodyShort>
        ))}
        {again && <Button variant="tertiary" size="small" onClick={again}>{texts.app.error.again}</Button>}
      </LocalAlert.Content>
    </LocalAlert>
  );
}
