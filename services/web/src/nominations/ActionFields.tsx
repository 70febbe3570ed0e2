// SPDX-License-Identifier: EUPL-1.2
import { Select } from "@navikt/ds-react/Select";
import { TextField } from "@navikt/ds-react/TextField";
import { DateField } from "../ui/DateField";
import { EnumOptions } from "../ui/EnumOptions";
import { fieldError, type Violation } from "../ui/errors";
import { FreeText } from "../ui/FreeText";
import { ReasonSchema, type Reason } from "../gen/muster/nominations/v1/nominations_pb";
import { useTexts } from "../texts/texts";
import type { ActionField } from "./states";

export type ActionValues = { reason: Reason } & Record<Exclude<ActionField, "reason">, string>;

interface Properties {
  verb: string;
  fields: ActionField[];
  values: ActionValues;
  onChange: (values: ActionValues) => void;
  found: Violation[];
}

export function ActionFields({ verb, fields, values, onChange, found }: Properties) {
  const texts = useTexts();
  const t = texts.nominations;
  const labels: Record<Exclude<ActionField, "reason">, string> = {
    reason_text: verb === "ReturnNomination" ? t.missing : t.reasonText,
    effective_date: t.effective,
    reference: t.submissionReference,
    reserve_until: t.reserveUntil,
    planned_from: t.plannedFrom,
    planned_to: t.plannedTo,
  };
  return fields.map((field) => {
    const error = fieldError(found, field, texts);
    if (field === "reason") {
      return (
        <Select key={field} label={t.reason} value={values.reason} error={error}
                onChange={(event) => onChange({ ...values, reason: Number(event.target.value) })}>
          <option value={0}>{t.choose}</option>
          <EnumOptions type={ReasonSchema} />
        </Select>
      );
    }
    const change = (value: string) => onChange({ ...values, [field]: value });
    const common = { label: labels[field], value: values[field], error };
    if (field === "reason_text") return <FreeText key={field} {...common} maxLength={2000} minRows={2} onChange={(event) => change(event.target.value)} />;
    if (field === "reference") return <TextField key={field} {...common} onChange={(event) => change(event.target.value)} />;
    return <DateField key={field} {...common} onChange={change} />;
  });
}
