// SPDX-License-Identifier: EUPL-1.2
// An error of the API in words, and its field violations at the fields of a form. What the page
// knows by its reason or code it says in the chosen language; the rest is the server's own English,
// marked as such.
import { Code, ConnectError } from "@connectrpc/connect";
import { BodyShort } from "@navikt/ds-react/Typography";
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import type { ReactNode } from "react";
import { BadRequestSchema, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { useTexts, type Texts } from "../texts/texts";

export interface Violation {
  field: string;
  description: string;
}

// What a person neither sees nor types: the code of the error says it in words.
const UNSEEN = ["name", "etag", "request_id"];

export function violations(error: unknown): Violation[] {
  if (!(error instanceof ConnectError)) return [];
  return error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations)
    .filter((violation) => !UNSEEN.includes(lastName(violation.field)));
}

// What is wrong with a field, named as in the API and without the message around it: "planned_from"
// finds "nomination.planned_from" and "nomination.plannedFrom".
export function fieldError(found: Violation[], field: string, texts: Texts): ReactNode {
  const matches = found.filter((violation) => lastName(violation.field) === field);
  if (matches.length === 0) return undefined;
  return matches.map((violation, index) => <span key={index}>{described(violation.description, texts)} </span>);
}

function lastName(path: string): string {
  const last = path.replace(/\[[^\]]*\]/g, "").split(".").at(-1) ?? path;
  return last.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

// The server's usual complaints about a field, as they begin.
const COMPLAINTS: [RegExp, string][] = [
  [/^is (required|needed)/, "required"],
  [/^is in the future/, "future"],
  [/^is before .*, when the present state began/, "beforeState"],
  [/^is before the day that the reserve/, "beforeReserve"],
  [/^is before planned_from/, "beforeFirst"],
  [/^is nominated to this post of the call already/, "nominatedAlready"],
  [/^is not a date/, "notADate"],
  [/^is \d+ characters long/, "tooLong"],
  [/^is named twice/, "namedTwice"],
  [/^version .* was given from/, "notGivenThen"],
  [/^carries the marking/, "classified"],
];

function described(description: string, texts: Texts): ReactNode {
  const [, known] = COMPLAINTS.find(([pattern]) => pattern.test(description)) ?? [];
  return (known && texts.app.error.fields[known]) ?? foreign(capitalised(description), texts);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// Words of the server, which are English whatever the page's language is.
function foreign(text: string, texts: Texts): ReactNode {
  return texts.language === "en" ? text : <span lang="en">{text}</span>;
}

// Why a step or a request is refused: `words` are the server's, `reason` is what it says to programs.
export function reasonText(reason: string, words: string, texts: Texts): ReactNode {
  return texts.app.error.reasons[reason] ?? foreign(capitalised(words), texts);
}

function errorText(error: unknown, texts: Texts): ReactNode {
  const t = texts.app.error;
  if (!(error instanceof ConnectError)) return t.unavailable;
  const reason = error.findDetails(ErrorInfoSchema)[0]?.reason ?? "";
  switch (error.code) {
    case Code.Unauthenticated: return t.unauthenticated;
    case Code.PermissionDenied: return t.permission;
    case Code.NotFound: return t.notFound;
    case Code.AlreadyExists: return t.exists;
    case Code.ResourceExhausted: return t.tooMuch;
    case Code.Unavailable:
    case Code.DeadlineExceeded: return t.unavailable;
    case Code.Aborted: return t.changed;
    case Code.Internal:
    case Code.Unknown: return t.internal;
    default: return reasonText(reason, error.rawMessage, texts);
  }
}

export function ErrorNotice({ error, shown = [], again }: { error: unknown; shown?: readonly string[]; again?: () => void }) {
  const texts = useTexts();
  const found = violations(error);
  // The violations that no shown field takes.
  const others = found.filter((violation) => !shown.includes(lastName(violation.field)));
  if (found.length > 0 && others.length === 0) return null;
  return (
    <LocalAlert status="error" role="alert">
      <LocalAlert.Header>
        <LocalAlert.Title>{texts.app.error.title}</LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        {found.length === 0 && <BodyShort>{errorText(error, texts)}</BodyShort>}
        {others.map((violation, index) => (
          <BodyShort key={index}>{foreign(`${violation.field}: ${violation.description}`, texts)}</BodyShort>
        ))}
        {again && <Button variant="tertiary" size="small" onClick={again}>{texts.app.error.again}</Button>}
      </LocalAlert.Content>
    </LocalAlert>
  );
}

// What is shown is kept, though asking for it anew has failed.
export function StaleNotice({ error, again }: { error: unknown; again: () => void }) {
  const texts = useTexts();
  return (
    <LocalAlert status="warning" role="status" size="small" className="stale">
      <LocalAlert.Header>
        <LocalAlert.Title as="div">{texts.app.error.stale}</LocalAlert.Title>
      </LocalAlert.Header>
      <LocalAlert.Content>
        <BodyShort size="small">{errorText(error, texts)}</BodyShort>
        <Button variant="tertiary" size="small" onClick={again}>{texts.app.error.again}</Button>
      </LocalAlert.Content>
    </LocalAlert>
  );
}
