// SPDX-License-Identifier: EUPL-1.2
// Who looks at what is done alone, of each act, and in whose place on which days.
import { Button } from "@navikt/ds-react/Button";
import { Select } from "@navikt/ds-react/Select";
import { BodyLong, BodyShort } from "@navikt/ds-react/Typography";
import { useState } from "react";
import { access, refresh } from "../api/api";
import { named } from "../api/reference";
import { AccessService, type Account, type TwoHandActRule } from "../gen/muster/access/v1/access_pb";
import { SecondHandMode, TwoHandAct } from "../gen/muster/platform/v1/hands_pb";
import { RoleSchema } from "../gen/muster/platform/v1/options_pb";
import { useTexts } from "../texts/texts";
import { Loaded, Section } from "../ui/blocks";
import { DateField } from "../ui/DateField";
import { fieldError, type Violation } from "../ui/errors";
import { useSave } from "../ui/useSave";
import { accountText, useAccounts, useTwoHandActs } from "./lists";
import { Refused } from "./Waits";

const FIELDS = ["account", "first_day", "last_day"];
const ofDeputy = ({ field }: Violation) => field.startsWith("deputy.");

export function Reviewers() {
  const t = useTexts().access;
  const acts = useTwoHandActs();
  const accounts = useAccounts();
  return (
    <Section title={t.reviewers}>
      <Loaded of={acts}>
        {(data) => data.filter(({ mode }) => mode === SecondHandMode.AFTERWARDS).map((rule) => (
          <ReviewerForm key={`${rule.act} ${rule.reviewer} ${rule.deputy?.account}`} rule={rule} accounts={accounts.data ?? []} />
        ))}
      </Loaded>
    </Section>
  );
}

function ReviewerForm({ rule, accounts }: { rule: TwoHandActRule; accounts: Account[] }) {
  const texts = useTexts();
  const t = texts.access;
  const [account, setAccount] = useState(rule.reviewer);
  const [deputy, setDeputy] = useState(rule.deputy?.account ?? "");
  const [firstDay, setFirstDay] = useState(rule.deputy?.firstDay ?? "");
  const [lastDay, setLastDay] = useState(rule.deputy?.lastDay ?? "");
  const { form, save, onKeyDown, saving, error, found, answer } = useSave<HTMLFormElement, TwoHandActRule>({
    content: { act: rule.act, account, deputy, firstDay, lastDay },
    send: (requestId) => access.setReviewer({
      act: rule.act, account, requestId, deputy: deputy ? { account: deputy, firstDay, lastDay } : undefined,
    }),
    onSaved: () => refresh(AccessService),
    onOvertaken: () => refresh(AccessService),
  });
  const act = TwoHandAct[rule.act] as keyof typeof t.acts | undefined;
  const current = named(accounts, rule.reviewer);
  const options = accounts.filter(({ disabled, service }) => !disabled && !service)
    .map((one) => <option key={one.name} value={one.name}>{accountText(one)}</option>);
  return (
    <form ref={form} className="form" onSubmit={save} onKeyDown={onKeyDown} noValidate>
      <BodyLong><b>{act ? t.acts[act] : ""}</b> {texts.name(rule.why, rule.whyNb)}</BodyLong>
      <BodyShort>{current ? t.reviewerIs(accountText(current)) : t.noReviewer}{" "}
        {t.reviewerRoles(rule.reviewerRoles.map((role) => texts.value(RoleSchema, role)).join(", "))}</BodyShort>
      <Select label={t.reviewer} value={account} onChange={(event) => setAccount(event.target.value)}
              error={fieldError(found.filter((one) => !ofDeputy(one)), "account", texts)}>
        <option value="">{t.choose}</option>
        {options}
      </Select>
      <Select label={t.deputy} value={deputy} onChange={(event) => setDeputy(event.target.value)}
              error={fieldError(found.filter(ofDeputy), "account", texts)}>
        <option value="">{t.noDeputy}</option>
        {options}
      </Select>
      {deputy && <DateField label={t.deputyFrom} value={firstDay} onChange={setFirstDay} error={fieldError(found, "first_day", texts)} />}
      {deputy && <DateField label={t.deputyTo} value={lastDay} onChange={setLastDay} error={fieldError(found, "last_day", texts)} />}
      <Refused error={error} shown={FIELDS} />
      <div role="status">{answer && !error && <BodyShort>{t.reviewerSet}</BodyShort>}</div>
      <div><Button variant="secondary" loading={saving}>{t.setReviewer}</Button></div>
    </form>
  );
}
