// SPDX-License-Identifier: EUPL-1.2
// For administrators: who has access, by whose hands, and giving it.
import { Button } from "@navikt/ds-react/Button";
import { LocalAlert } from "@navikt/ds-react/LocalAlert";
import { Select } from "@navikt/ds-react/Select";
import { Table } from "@navikt/ds-react/Table";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { access, refresh } from "../api/api";
import { shortDate, today } from "../api/dates";
import { named, useUnits } from "../api/reference";
import { AccessService, type Account, type Grant } from "../gen/muster/access/v1/access_pb";
import { RoleSchema, type Role } from "../gen/muster/platform/v1/options_pb";
import { useTexts } from "../texts/texts";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { DateField } from "../ui/DateField";
import { EnumOptions } from "../ui/EnumOptions";
import { ErrorNotice, fieldError, refusalOf, refusedFor } from "../ui/errors";
import { PageHeading } from "../ui/PageHeading";
import { useSave } from "../ui/useSave";
import { accountText, useAccounts, useGrants, useUnitText } from "./lists";

export default function AccessPage() {
  const texts = useTexts();
  return (
    <>
      <PageHeading title={texts.access.title} />
      <GiveAccess />
      <Grants />
      <Accounts />
    </>
  );
}

// "accounts/4", or the console, as one calls them.
function useHand(accounts: Account[] | undefined): (hand: string) => string {
  const texts = useTexts();
  return (hand) => {
    if (hand === "console") return texts.access.console;
    const account = named(accounts, hand);
    return account ? accountText(account) : hand;
  };
}

const FIELDS = ["account", "role", "unit", "valid_from", "valid_to"];

function GiveAccess() {
  const texts = useTexts();
  const t = texts.access;
  const accounts = useAccounts();
  const units = useUnits();
  const [account, setAccount] = useState("");
  const [role, setRole] = useState<Role>(0);
  const [unit, setUnit] = useState("");
  const [validFrom, setValidFrom] = useState(today());
  const [validTo, setValidTo] = useState("");
  const { form, save, onKeyDown, saving, error, found, answer } = useSave<HTMLFormElement, Grant>({
    content: { account, role, unit, validFrom, validTo },
    send: (requestId) => access.createGrant({ grant: { account, role, unit, validFrom, validTo: validTo || undefined }, requestId }),
    onSaved: () => refresh(AccessService),
    onOvertaken: () => refresh(AccessService),
  });
  const waits = refusedFor(error, "APPROVAL_NEEDED");
  return (
    <Section title={t.give}>
      <form ref={form} className="form" onSubmit={save} onKeyDown={onKeyDown} noValidate>
        <Select label={t.account} value={account} onChange={(event) => setAccount(event.target.value)} error={fieldError(found, "account", texts)}>
          <option value="">{t.choose}</option>
          {(accounts.data ?? []).filter(({ disabled }) => !disabled).map((one) => <option key={one.name} value={one.name}>{accountText(one)}</option>)}
        </Select>
        <Select label={t.role} value={role} onChange={(event) => setRole(Number(event.target.value))} error={fieldError(found, "role", texts)}>
          <option value={0}>{t.choose}</option>
          <EnumOptions type={RoleSchema} />
        </Select>
        <Select label={t.unit} value={unit} onChange={(event) => setUnit(event.target.value)} error={fieldError(found, "unit", texts)}>
          <option value="">{t.allUnits}</option>
          {(units.data ?? []).map((one) => <option key={one.name} value={one.name}>{one.code} {texts.name(one.displayName, one.displayNameNb)}</option>)}
        </Select>
        <DateField label={t.from} value={validFrom} onChange={setValidFrom} error={fieldError(found, "valid_from", texts)} />
        <DateField label={t.to} value={validTo} onChange={setValidTo} error={fieldError(found, "valid_to", texts)} />
        {error && !waits && <ErrorNotice error={error} shown={FIELDS} />}
        {/* What waits for a second person has not failed. */}
        <div role="status">
          {waits && (
            <LocalAlert status="announcement" role="status">
              <LocalAlert.Header><LocalAlert.Title as="div">{t.approvals}</LocalAlert.Title></LocalAlert.Header>
              <LocalAlert.Content><BodyShort>{refusalOf(error, texts)}</BodyShort></LocalAlert.Content>
            </LocalAlert>
          )}
          {answer && !error && <BodyShort>{t.given}</BodyShort>}
        </div>
        <div><Button loading={saving}>{t.give}</Button></div>
      </form>
    </Section>
  );
}

function Grants() {
  const texts = useTexts();
  const t = texts.access;
  const grants = useGrants();
  const accounts = useAccounts();
  const unitText = useUnitText();
  const hand = useHand(accounts.data);
  return (
    <Section title={t.grants}>
      <Loaded of={grants}>
        {(data) => data.length === 0 ? <Empty text={t.noGrants} /> : (
          <Rows label={t.grants} head={<HeadCells texts={[t.account, t.role, t.unit, t.from, t.to, t.givenBy, t.approvedBy]} />}>
            {data.map((grant) => (
              <Table.Row key={grant.name}>
                <Table.HeaderCell scope="row" className="plain">{hand(grant.account)}</Table.HeaderCell>
                <Table.DataCell>{texts.value(RoleSchema, grant.role)}</Table.DataCell>
                <Table.DataCell>{unitText(grant.unit)}</Table.DataCell>
                <Table.DataCell className="date">{shortDate(grant.validFrom, texts.locale)}</Table.DataCell>
                <Table.DataCell className="date">{grant.validTo ? shortDate(grant.validTo, texts.locale) : ""}</Table.DataCell>
                <Table.DataCell>{hand(grant.givenBy)}</Table.DataCell>
                <Table.DataCell>{hand(grant.approvedBy)}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}

function Accounts() {
  const texts = useTexts();
  const t = texts.access;
  const accounts = useAccounts();
  const hand = useHand(accounts.data);
  return (
    <Section title={t.accounts}>
      <Loaded of={accounts}>
        {(data) => (
          <Rows label={t.accounts} head={<HeadCells texts={[t.account, t.kind, t.person, t.state, t.createdBy, t.approvedBy]} />}>
            {data.map((account) => (
              <Table.Row key={account.name}>
                <Table.HeaderCell scope="row" className="plain">{accountText(account)}</Table.HeaderCell>
                <Table.DataCell>{account.service ? t.ofProgram : t.ofPerson}</Table.DataCell>
                <Table.DataCell>{account.person}</Table.DataCell>
                <Table.DataCell>{account.disabled ? t.disabled : ""}</Table.DataCell>
                <Table.DataCell>{hand(account.createdBy)}</Table.DataCell>
                <Table.DataCell>{hand(account.approvedBy)}</Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}
