// SPDX-License-Identifier: EUPL-1.2
import { useEffect, useState } from "react";

const QUIET_MILLISECONDS = 250;

// The value once it has not changed for a moment: what somebody types is asked for once.
export function useDebounced(value: string): string {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), QUIET_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return debounced;
}
