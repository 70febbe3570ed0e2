// SPDX-License-Identifier: EUPL-1.2
// Pages of a list by the server's tokens: forward by the token of the answer, back by those that
// were used.
import { Button } from "@navikt/ds-react/Button";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { useTexts } from "../texts/texts";
import { integer } from "./numbers";

export interface Paging {
  token: string;
  // Pages before this one.
  before: number;
  next: (token: string) => void;
  previous: () => void;
}

// `query` says what is listed: another one starts at the first page.
export function usePaging(query: string): Paging {
  const [state, setState] = useState({ query, tokens: [""] });
  const tokens = state.query === query ? state.tokens : [""];
  return {
    token: tokens.at(-1) ?? "",
    before: tokens.length - 1,
    next: (token) => setState({ query, tokens: [...tokens, token] }),
    previous: () => setState({ query, tokens: tokens.slice(0, -1) }),
  };
}

interface Properties {
  paging: Paging;
  pageSize: number;
  shown: number;
  nextToken: string;
  total?: number;
}

export function PageButtons({ paging, pageSize, shown, nextToken, total }: Properties) {
  const texts = useTexts();
  const t = texts.app.list;
  if (paging.before === 0 && !nextToken) return null;
  const text = (value: number) => integer(value, texts.locale);
  const from = text(paging.before * pageSize + 1);
  const to = text(paging.before * pageSize + shown);
  return (
    <nav className="page-buttons" aria-label={t.pages}>
      <Button size="small" variant="secondary" data-color="neutral" disabled={paging.before === 0} onClick={paging.previous}>{t.previous}</Button>
      <BodyShort size="small" aria-live="polite">{total ? t.range(from, to, text(total)) : t.rangeOpen(from, to)}</BodyShort>
      <Button size="small" variant="secondary" data-color="neutral" disabled={!nextToken} onClick={() => paging.next(nextToken)}>{t.next}</Button>
    </nav>
  );
}
