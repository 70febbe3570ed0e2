// SPDX-License-Identifier: EUPL-1.2
import type { KeyboardEvent } from "react";

// Ctrl+Enter (or Cmd+Enter) saves a form from any of its fields.
export function onSaveKey(save: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  };
}
