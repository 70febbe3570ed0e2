// SPDX-License-Identifier: EUPL-1.2
import { DatePicker, useDatepicker } from "@navikt/ds-react/DatePicker";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTexts } from "../texts/texts";
import { fromLocal, longDate, toLocal, today } from "../api/dates";

// The value of a field in which something stands that is no date that may be given. It is not the
// empty value, which often means today: a form that holds it is not sent.
const WRONG_DATE = "wrong date";

export function hasWrongDate(values: object): boolean {
  return Object.values(values).includes(WRONG_DATE);
}

interface Properties {
  label: string;
  // YYYY-MM-DD; empty: none; or WRONG_DATE.
  value: string;
  onChange: (civil: string) => void;
  error?: ReactNode;
  size?: "small" | "medium";
  // The last day that may be given.
  latest?: string;
  id?: string;
}

type Fault = "none" | "notADate" | "tooLate";

// A civil date with Aksel's calendar: the browser's own field follows the browser's language
// instead of the page's.
export function DateField({ label, value, onChange, error, size = "medium", latest, id }: Properties) {
  const texts = useTexts();
  const [fault, setFault] = useState<Fault>("none");
  // While somebody types, half a date is no fault yet.
  const [left, setLeft] = useState(false);
  const reported = useRef(value);
  const report = (civil: string, found: Fault) => {
    reported.current = civil;
    setFault(found);
    if (found === "none") setLeft(false);
    onChange(civil);
  };
  const { datepickerProps, inputProps, setSelected } = useDatepicker({
    defaultSelected: toLocal(value),
    today: toLocal(today()),
    toDate: latest ? toLocal(latest) : undefined,
    allowTwoDigitYear: false,
    onDateChange: (date) => date && report(fromLocal(date), "none"),
    onValidate: ({ isEmpty, isValidDate, isAfter }) => {
      if (isEmpty) report("", "none");
      else if (!isValidDate) report(WRONG_DATE, isAfter ? "tooLate" : "notADate");
    },
  });
  // Another value from outside than the one reported last is put into the field.
  useEffect(() => {
    if (value === reported.current || value === WRONG_DATE) return;
    reported.current = value;
    setFault("none");
    setSelected(toLocal(value));
    // setSelected is another function each time.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [value]);
  const t = texts.app.date;
  const faults = { none: undefined, notADate: t.notADate, tooLate: latest && t.tooLate(longDate(latest, texts.locale)) };
  return (
    <DatePicker {...datepickerProps}>
      <DatePicker.Input {...inputProps} id={id} label={label} size={size} placeholder={t.format}
                        error={(left && faults[fault]) || error}
                        onBlur={(event) => {
                          inputProps.onBlur?.(event);
                          afterPress(event.relatedTarget, () => setLeft(true));
                        }}
                        onKeyDown={(event) => event.key === "Enter" && setLeft(true)} />
    </DatePicker>
  );
}

// A message that shows while a button is being pressed moves the button away from under the
// pointer, and the press is lost: it shows with the click instead.
function afterPress(pressed: EventTarget | null, show: () => void) {
  if (pressed instanceof HTMLButtonElement) document.addEventListener("click", show, { once: true, capture: true });
  else show();
}
