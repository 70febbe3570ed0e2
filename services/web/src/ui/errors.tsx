// SPDX-License-Identifier: EUPL-1.2
// An error of the API in words, and its field violations at the fields of a form: by its reason in the chosen
// language (texts/reasons.ts); where that has no text, the server's own English, marked as such.
import { Code, ConnectError } from "@connectrpc/connect";
import { BodyShort } from "@navikt/ds-react/Typography";
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import type { ReactNode } from "react";
import { isCivil, shortDate } from "../api/dates";
import { BadRequestSchema, ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { ViolationsSchema } from "../gen/muster/platform/v1/reasons_pb";
import type { Metadata } from "../texts/reasons";
import { useTexts, type Texts } from "../texts/texts";

export interface Violation {
  field: string;
  reason: string;
  description: string;
  metadata: Metadata;
}

// What a person neither sees nor types: the error says it in words.
const UNSEEN = ["name", "etag", "request_id"];

export function violations(error: unknown): Violation[] {
  if (!(error instanceof ConnectError)) return [];
  // In the order of the others; there when one of them has metadata.
  const beside = error.findDetails(ViolationsSchema).flatMap((detail) => detail.violations);
  return error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations)
    .map(({ field, reason, description }, index) => ({ field, reason, description, metadata: beside[index]?.metadata ?? {} }))
    .filter((violation) => !UNSEEN.includes(lastName(violation.field)));
}

// Whether the whole request is refused for this reason: "DORMANT".
export function refusedFor(error: unknown, reason: string): boolean {
  return error instanceof ConnectError && error.findDetails(ErrorInfoSchema)[0]?.reason === reason;
}

// Why the whole request is refused, for a place of the page's own.
export function refusalOf(error: unknown, texts: Texts): ReactNode {
  return errorText(error, texts);
}

// What is wrong with a field, named as in the API and without the message around it: "planned_from"
// finds "nomination.planned_from" and "nomination.plannedFrom".
export function fieldError(found: Violation[], field: string, texts: Texts): ReactNode {
  const matches = found.filter((violation) => lastName(violation.field) === field);
  if (matches.length === 0) return undefined;
  return matches.map((violation, index) => <span key={index}>{refusalText(violation, texts)} </span>);
}

function lastName(path: string): string {
  const last = path.replace(/\[[^\]]*\]/g, "").split(".").at(-1) ?? path;
  return last.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// Words of the server, whatever the page's language is.
function inEnglish(text: string, texts: Texts): ReactNode {
  return texts.language === "en" ? text : <span lang="en">{text}</span>;
}

// Days and roles as the page writes them.
function inPageWords(metadata: Metadata, texts: Texts): Metadata {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, inWords(key, value, texts)]));
}

function inWords(key: string, value: string, texts: Texts): string {
  if (key === "roles") return texts.roles(value.split(","));
  return isCivil(value) ? shortDate(value, texts.locale) : value;
}

// The page's own text of a reason; nothing when it has none.
function reasonText(reason: string, metadata: Metadata, texts: Texts): string | undefined {
  const text = texts.reasons[reason] ?? undefined;
  return typeof text === "function" ? text(inPageWords(metadata, texts)) : text;
}

// Why a field, a step or a request is refused.
export function refusalText({ reason, description, metadata }: Omit<Violation, "field">, texts: Texts): ReactNode {
  return reasonText(reason, metadata, texts) ?? inEnglish(capitalised(description), texts);
}

function errorText(error: unknown, texts: Texts): ReactNode {
  const t = texts.app.error;
  if (!(error instanceof ConnectError)) return t.unavailable;
  const info = error.findDetails(ErrorInfoSchema)[0];
  const known = info && reasonText(info.reason, info.metadata, texts);
  if (known) return known;
  // Of a fault, of what stands between page and server, and of a server that is newer than the page.
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
    default: return inEnglish(capitalised(error.rawMessage), texts);
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
          <BodyShort key={index}><span lang="en">{violation.field}</span>: {refusalText(violation, texts)}</BodyShort>
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
