// SPDX-License-Identifier: EUPL-1.2
import { UNSAFE_Combobox, type ComboboxProps } from "@navikt/ds-react/Combobox";
import { useEffect, useId, useRef } from "react";

// Aksel's combobox leaves its list of options without a name, and points at the box around the
// list: here the list has a name and the field points at the list itself.
export function Choice(properties: ComboboxProps & { label: string }) {
  const wrapper = useRef<HTMLDivElement>(null);
  const { label } = properties;
  const listId = useId();
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const mend = () => {
      const list = element.querySelector("[role=listbox]");
      const field = element.querySelector("[role=combobox]");
      if (!list || !field) return;
      list.setAttribute("aria-label", label);
      list.id = listId;
      if (field.getAttribute("aria-controls") !== listId) field.setAttribute("aria-controls", listId);
    };
    mend();
    const observer = new MutationObserver(mend);
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ["aria-controls", "aria-expanded"] });
    return () => observer.disconnect();
  }, [label, listId]);
  return <div ref={wrapper}><UNSAFE_Combobox {...properties} /></div>;
}
