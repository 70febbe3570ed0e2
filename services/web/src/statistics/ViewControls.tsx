// SPDX-License-Identifier: EUPL-1.2
import { Button } from "@navikt/ds-react/Button";
import { Checkbox } from "@navikt/ds-react/Checkbox";
import { Select } from "@navikt/ds-react/Select";
import { DateField } from "../ui/DateField";
import { isCivil, longDate, today } from "../api/dates";
import { useTexts } from "../texts/texts";
import { useKinds } from "./figures";
import { KINDS } from "./query";
import type { View } from "./view";
import { kindName } from "./words";

const DATE_ID = "as-of";

export function ViewControls({ view, onChange }: { view: View; onChange: (part: Partial<View>) => void }) {
  const texts = useTexts();
  const t = texts.statistics;
  const kinds = useKinds();
  // The button goes with the date that it takes back: the focus stays beside it.
  const backToToday = () => {
    document.getElementById(DATE_ID)?.focus();
    onChange({ asOf: "", knownThen: false });
  };
  return (
    <div className="filters">
      <DateField id={DATE_ID} label={t.asOf} size="small" latest={today()} value={view.asOf || today()}
                 error={view.asOf > today() && texts.app.date.tooLate(longDate(today(), texts.locale))}
                 onChange={(asOf) => isCivil(asOf) && onChange({ asOf: asOf === today() ? "" : asOf })} />
      <Select label={t.tier} size="small" value={view.tier} onChange={(event) => onChange({ tier: Number(event.target.value) })}>
        {[1, 2, 3, 4].map((tier) => <option key={tier} value={tier}>{t.tierNames[tier]}</option>)}
      </Select>
      {kinds && (
        <Select label={t.kind} size="small" value={view.kind} onChange={(event) => onChange({ kind: event.target.value })}>
          <option value="">{t.kindUnset}</option>
          {KINDS.map((kind) => <option key={kind} value={kind}>{kindName(kind, texts)}</option>)}
        </Select>
      )}
      {view.asOf && (
        <>
          <Checkbox size="small" checked={view.knownThen} onChange={(event) => onChange({ knownThen: event.target.checked })}>{t.knownThen}</Checkbox>
          <Button size="small" variant="tertiary" onClick={backToToday}>{t.today}</Button>
        </>
      )}
    </div>
  );
}
