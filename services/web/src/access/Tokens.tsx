// SPDX-License-Identifier: EUPL-1.2
// The tokens that are valid, and ending one.
import { Button } from "@navikt/ds-react/Button";
import { Table } from "@navikt/ds-react/Table";
import { timestampDate, type Timestamp } from "@bufbuild/protobuf/wkt";
import { useState } from "react";
import { access } from "../api/api";
import { shortDate } from "../api/dates";
import type { Token } from "../gen/muster/access/v1/access_pb";
import { TokenPurposeSchema } from "../gen/muster/platform/v1/options_pb";
import { useTexts } from "../texts/texts";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { ConfirmDialog } from "./ConfirmDialog";
import { useAccounts, useHand, useTokens } from "./lists";

export function Tokens() {
  const texts = useTexts();
  const t = texts.access;
  const tokens = useTokens();
  const hand = useHand(useAccounts().data);
  const [asked, setAsked] = useState<Token>();
  const day = (time: Timestamp | undefined) => (time ? shortDate(timestampDate(time).toISOString().slice(0, 10), texts.locale) : "");
  return (
    <Section title={t.tokens}>
      <Loaded of={tokens}>
        {(data) => data.length === 0 ? <Empty text={t.noTokens} /> : (
          <Rows label={t.tokens} head={<HeadCells texts={[t.account, t.tokenName, t.purposes, t.from, t.to, t.deeds]} />}>
            {data.map((token) => (
              <Table.Row key={token.name}>
                <Table.HeaderCell scope="row" className="plain">{hand(token.account)}</Table.HeaderCell>
                <Table.DataCell>{token.displayName}</Table.DataCell>
                <Table.DataCell>{token.purposes.map((purpose) => texts.value(TokenPurposeSchema, purpose)).join(", ")}</Table.DataCell>
                <Table.DataCell className="date">{day(token.createTime)}</Table.DataCell>
                <Table.DataCell className="date">{day(token.expireTime)}</Table.DataCell>
                <Table.DataCell>
                  <Button size="small" variant="secondary" onClick={() => setAsked(token)}>
                    {t.revokeToken} <span className="aksel-sr-only">{token.displayName}</span>
                  </Button>
                </Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
      {asked && (
        <ConfirmDialog title={t.revokeToken} text={t.revokeTokenMeans(asked.displayName, hand(asked.account))} danger
                       content={{ name: asked.name }} onClose={() => setAsked(undefined)}
                       send={async (requestId) => { await access.revokeToken({ name: asked.name, requestId }); return undefined; }} />
      )}
    </Section>
  );
}
