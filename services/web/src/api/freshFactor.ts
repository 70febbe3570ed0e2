// SPDX-License-Identifier: EUPL-1.2
// What the server does only for somebody who gave the password within the last ten minutes: the page asks for it in a
// dialog (app/PasswordDialog.tsx) and calls again, whichever page it was that called.
import { ConnectError, type Transport } from "@connectrpc/connect";
import { useSyncExternalStore } from "react";
import { ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";

interface Asking {
  given: Promise<boolean>;
  // The password was given, or the dialog closed without it.
  answer: (given: boolean) => void;
}

let asking: Asking | undefined;
const listeners = new Set<() => void>();

function tell(next: Asking | undefined) {
  asking = next;
  for (const listener of listeners) listener();
}

// All that call meanwhile wait for the same answer.
function askForPassword(): Promise<boolean> {
  if (!asking) {
    let settle: (given: boolean) => void = () => {};
    const given = new Promise<boolean>((resolve) => { settle = resolve; });
    tell({ given, answer: (value) => { tell(undefined); settle(value); } });
  }
  return asking!.given;
}

// Answers those that wait; nothing when nobody does.
export function waitingForPassword(): Asking["answer"] | undefined {
  return asking?.answer;
}

export function useAskedForPassword(): Asking["answer"] | undefined {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, waitingForPassword);
}

function isFreshFactorNeeded(error: unknown): boolean {
  return error instanceof ConnectError && error.findDetails(ErrorInfoSchema)[0]?.reason === "FRESH_FACTOR_NEEDED";
}

// Around the transport rather than one of its interceptors: the time of a call would run out while somebody types.
export function withFreshFactor(transport: Transport): Transport {
  return {
    stream: transport.stream,
    async unary(...call) {
      try {
        return await transport.unary(...call);
      } catch (error) {
        if (!isFreshFactorNeeded(error) || !(await askForPassword())) throw error;
        return transport.unary(...call);
      }
    },
  };
}
