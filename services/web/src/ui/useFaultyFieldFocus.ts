// SPDX-License-Identifier: EUPL-1.2
import { useEffect, useRef } from "react";

// After a refused save the focus is in the first field that has to be corrected. Give the form's
// element the reference; each of `refusals` is what refused it, a new object for each time.
export function useFaultyFieldFocus<Form extends HTMLElement>(...refusals: unknown[]) {
  const form = useRef<Form>(null);
  useEffect(() => {
    if (refusals.some(Boolean)) focusFaultyField(form.current);
    // Each refusal by itself: a list of them would be another one each time.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, refusals);
  return form;
}

// A group of choices is marked as a whole, and its first choice takes the focus.
function focusFaultyField(form: HTMLElement | null) {
  const marked = form?.querySelector<HTMLElement>("[aria-invalid=true], .aksel-fieldset--error");
  const field = marked?.matches("fieldset") ? marked.querySelector<HTMLElement>("input") : marked;
  field?.focus();
}
