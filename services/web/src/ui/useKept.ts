// SPDX-License-Identifier: EUPL-1.2
// State that outlives its page but not the window: a list is as it was when one comes back to it.
// In memory only, because a search may hold a name.
import { useState } from "react";

const kept = new Map<string, unknown>();

export function useKept<Value>(key: string, initial: Value) {
  const [value, setValue] = useState<Value>(() => (kept.has(key) ? (kept.get(key) as Value) : initial));
  const set = (next: Value) => {
    kept.set(key, next);
    setValue(next);
  };
  return [value, set] as const;
}

// Nothing of one session is left for the next one in the same window.
export function forgetKept() {
  kept.clear();
}
