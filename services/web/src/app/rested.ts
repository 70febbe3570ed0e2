// SPDX-License-Identifier: EUPL-1.2
import { useEffect, useState } from "react";

const REST_MILLISECONDS = 250;

// The value once it has not changed for a moment: what somebody types is asked for once.
export function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
