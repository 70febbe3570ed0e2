// SPDX-License-Identifier: EUPL-1.2
// For administrators: who has access, by whose hands, and giving it.
import { Button } from "@navikt/ds-react/Button";
import { Select } from "@navikt/ds-react/Select";
import { Table } from "@navikt/ds-react/Table";
import { BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { access, refresh } from "../api/api";
import { shortDate, today } from "../api/dates";
import { useUnits } from "../api/reference";
import { AccessService, type Grant } from "../gen/muster/access/v1/access_pb";
import { RoleSchema, type Role } from "../gen/muster/platform/v1/options_pb";
import { useTexts } from "../texts/texts";
import { Empty, HeadCells, Loaded, Rows, Section } from "../ui/blocks";
import { DateField } from "../ui/DateField";
import { EnumOptions } from "../ui/EnumOptions";
import { fieldError } from "../ui/errors";
import { PageHeading } from "../ui/PageHeading";
import { useSave } from "../ui/useSave";
import { Accounts } from "./Accounts";
import { ConfirmDialog } from "./ConfirmDialog";
import { CreateAccount } from "./CreateAccount";
import { accountText, useAccounts, useGrants, useHand, useUnitText } from "./lists";
import { Reviewers } from "./Reviewers";
import { Tokens } from "./Tokens";
import { Refused, Waits } from "./Waits";

export default function AccessPage() {
  const texts = useTexts();
  return (
    <>
      <PageHeading title={texts.access.title} />
      <GiveAccess />
      <Grants />
      <CreateAccount />
      <Accounts />
      <Tokens />
      <Reviewers />
    </>
  );
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
        <Refused error={error} shown={FIELDS} />
        <div role="status">
          <Waits error={error} />
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
  const [asked, setAsked] = useState<Grant>();
  return (
    <Section title={t.grants}>
      <Loaded of={grants}>
        {(data) => data.length === 0 ? <Empty text={t.noGrants} /> : (
          <Rows label={t.grants} head={<HeadCells texts={[t.account, t.role, t.unit, t.from, t.to, t.givenBy, t.approvedBy, t.deeds]} />}>
            {data.map((grant) => (
              <Table.Row key={grant.name}>
                <Table.HeaderCell scope="row" className="plain">{hand(grant.account)}</Table.HeaderCell>
                <Table.DataCell>{texts.value(RoleSchema, grant.role)}</Table.DataCell>
                <Table.DataCell>{unitText(grant.unit)}</Table.DataCell>
                <Table.DataCell className="date">{shortDate(grant.validFrom, texts.locale)}</Table.DataCell>
                <Table.DataCell className="date">{grant.validTo ? shortDate(grant.validTo, texts.locale) : ""}</Table.DataCell>
                <Table.DataCell>{hand(grant.givenBy)}</Table.DataCell>
                <Table.DataCell>{hand(grant.approvedBy)}</Table.DataCell>
                <Table.DataCell>
                  {(!grant.validTo || grant.validTo >= today()) && (
                    <Button size="small" variant="secondary" onClick={() => setAsked(grant)}>
                      {t.revoke} <span className="aksel-sr-only">{hand(grant.account)} {texts.value(RoleSchema, grant.role)}</span>
                    </Button>
                  )}
                </Table.DataCell>
              </Table.Row>
            ))}
          </Rows>
        )}
      </Loaded>
      {asked && (
        <ConfirmDialog title={t.revoke} danger content={{ name: asked.name }} onClose={() => setAsked(undefined)}
                       text={t.revokeMeans(hand(asked.account), texts.value(RoleSchema, asked.role), unitText(asked.unit))}
                       send={async (requestId) => { await access.revokeGrant({ name: asked.name, requestId }); return undefined; }} />
      )}
    </Section>
  );
}
