// SPDX-License-Identifier: EUPL-1.2
import { useRef } from "react";

// Unique to one thing that the user wants done: a retry with the same one has the same single
// effect. (crypto.randomUUID is missing on plain http.)
function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The id of a request by its content: the same content sent again, because the answer was lost, is
// the same request with one effect; after an edit it is another one.
export function useRequestId(): (content: unknown) => string {
  const last = useRef({ content: "", id: "" });
  return (content) => {
    const text = JSON.stringify(content);
    if (text !== last.current.content) last.current = { content: text, id: newRequestId() };
    return last.current.id;
  };
}
