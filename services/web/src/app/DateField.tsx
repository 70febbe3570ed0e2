// SPDX-License-Identifier: EUPL-1.2
import { DatePicker, useDatepicker } from "@navikt/ds-react/DatePicker";
import { useState } from "react";
import { useTexts } from "../texts/texts";
import { fromLocal, toLocal } from "./dates";

interface Properties {
  label: string;
  // YYYY-MM-DD; empty: none. Read when the field first shows.
  value: string;
  onChange: (civil: string) => void;
  error?: string | undefined;
  size?: "small" | "medium";
  latest?: string;
}

// A civil date with Aksel's calendar: the browser's own field follows the browser's language
// instead of the page's.
export function DateField({ label, value, onChange, error, size = "medium", latest }: Properties) {
  const texts = useTexts();
  const [wrong, setWrong] = useState(false);
  const { datepickerProps, inputProps } = useDatepicker({
    defaultSelected: toLocal(value),
    toDate: latest ? toLocal(latest) : undefined,
    allowTwoDigitYear: false,
    onDateChange: (date) => onChange(date ? fromLocal(date) : ""),
    onValidate: (validation) => setWrong(!validation.isValidDate && !validation.isEmpty),
  });
  return (
    <DatePicker {...datepickerProps}>
      <DatePicker.Input {...inputProps} label={label} size={size} placeholder={texts.app.date.format}
                        error={wrong ? texts.app.date.notADate : error} />
    </DatePicker>
  );
}
