// SPDX-License-Identifier: EUPL-1.2
import { useLayoutEffect, useRef, useState } from "react";

// The width that a drawing has to itself, so that its text keeps its size in a narrow window.
export function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(220, Math.round(measured.clientWidth))));
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return [element, width] as const;
}
