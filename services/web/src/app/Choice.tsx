// SPDX-License-Identifier: EUPL-1.2
import { UNSAFE_Combobox, type ComboboxProps } from "@navikt/ds-react/Combobox";
import { useEffect, useRef } from "react";

// Aksel's combobox with a name on its list of options, which it leaves without one.
export function Choice(properties: ComboboxProps & { label: string }) {
  const wrapper = useRef<HTMLDivElement>(null);
  const { label } = properties;
  useEffect(() => {
    const element = wrapper.current;
    if (!element) return;
    const name = () => {
      for (const list of element.querySelectorAll("[role=listbox]")) list.setAttribute("aria-label", label);
    };
    name();
    const observer = new MutationObserver(name);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [label]);
  return <div ref={wrapper}><UNSAFE_Combobox {...properties} /></div>;
}
