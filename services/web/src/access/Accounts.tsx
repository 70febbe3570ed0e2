// SPDX-License-Identifier: EUPL-1.2
// The accounts, and what an administrator does with one.
import { Button } from "@navikt/ds-react/Button";
import { Table } from "@navikt/ds-react/Table";
import { TextField } from "@navikt/ds-react/TextField";
import { useState } from "react";
import { access } from "../api/api";
import type { Account } from "../gen/muster/access/v1/access_pb";
import { useTexts } from "../texts/texts";
import { HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { ConfirmDialog } from "./ConfirmDialog";
import { PasswordCode } from "./CreateAccount";
import { accountText, useAccounts, useHand } from "./lists";

type Deed = "disable" | "code" | "token";

export function Accounts() {
  const texts = useTexts();
  const t = texts.access;
  const accounts = useAccounts();
  const hand = useHand(accounts.data);
  const [asked, setAsked] = useState<{ account: Account; deed: Deed }>();
  const button = (account: Account, deed: Deed, text: string) => (
    <Button size="small" variant="secondary" onClick={() => setAsked({ account, deed })}>
      {text} <span className="aksel-sr-only">{account.accountName}</span>
    </Button>
  );
  return (
    <Section title={t.accounts}>
      <Loaded of={accounts}>
        {(data) => (
          <Rows label={t.accounts} head={<HeadCells texts={[t.account, t.kind, t.person, t.state, t.createdBy, t.approvedBy, t.deeds]} />}>
            {data.map((account) => (
              <Table.Row key={account.name}>
                <Table.HeaderCell scope="row" className="plain">{accountText(account)}</Table.HeaderCell>
                <Table.DataCell>{account.service ? t.ofProgram : t.ofPerson}</Table.DataCell>
                <Table.DataCell>{account.person}</Table.DataCell>
                <Table.DataCell>{account.disabled ? t.disabled : ""}</Table.DataCell>
                <Table.DataCell>{hand(account.createdBy)}</Table.DataCell>
                <Table.DataCell>{hand(account.approvedBy)}</Table.DataCell>
                <Table.DataCell>
                  {!account.disabled && (
                    <div className="inline">
                      {button(account, "disable", t.disable)}
                      {account.service ? button(account, "token", t.token) : button(account, "code", t.code)}
                    </div>
                  )}
                </Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
      {asked && <Asked {...asked} onClose={() => setAsked(undefined)} />}
    </Section>
  );
}

function Asked({ account, deed, onClose }: { account: Account; deed: Deed; onClose: () => void }) {
  const t = useTexts().access;
  if (deed === "code") return <PasswordCode account={account} onClose={onClose} />;
  if (deed === "token") return <MakeToken account={account} onClose={onClose} />;
  return (
    <ConfirmDialog title={t.disable} text={t.disableMeans(accountText(account))} danger content={{ name: account.name }} onClose={onClose}
                   send={async (requestId) => { await access.disableAccount({ name: account.name, requestId }); return undefined; }} />
  );
}

// Of a program.
function MakeToken({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts().access;
  const [displayName, setDisplayName] = useState(account.displayName || account.accountName);
  return (
    <ConfirmDialog title={t.token} text={t.tokenMeans(accountText(account))} content={{ name: account.name, displayName }} onClose={onClose}
                   send={async (requestId) => {
                     const { token, expireTime } = await access.createToken({ account: account.name, displayName, requestId });
                     return { secret: token, expireTime };
                   }}>
      <TextField label={t.tokenName} value={displayName} onChange={(event) => setDisplayName(event.target.value)} />
    </ConfirmDialog>
  );
}
