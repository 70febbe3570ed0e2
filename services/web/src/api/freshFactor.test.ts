// SPDX-License-Identifier: EUPL-1.2
import { Code, ConnectError, type Transport } from "@connectrpc/connect";
import { expect, test } from "vitest";
import { ErrorInfoSchema } from "../gen/google/rpc/error_details_pb";
import { waitingForPassword, withFreshFactor } from "./freshFactor";

function refusal(reason: string) {
  return new ConnectError("no", Code.PermissionDenied, undefined, [{ desc: ErrorInfoSchema, value: { reason } }]);
}

// Refuses until it is told not to, and counts the calls.
function serverThatRefuses(reason: string) {
  const server = { calls: 0, refuses: true };
  const unary = () => {
    server.calls += 1;
    return server.refuses ? Promise.reject(refusal(reason)) : Promise.resolve("answer");
  };
  const call = withFreshFactor({ unary, stream: unary } as unknown as Transport).unary as unknown as () => Promise<unknown>;
  return { server, call };
}

test("two calls that need the password wait for the same one, and are made again", async () => {
  const { server, call } = serverThatRefuses("FRESH_FACTOR_NEEDED");
  const both = Promise.all([call(), call()]);
  await expect.poll(waitingForPassword).toBeDefined();
  await expect.poll(() => server.calls).toBe(2);
  server.refuses = false;
  waitingForPassword()?.(true);
  expect(await both).toEqual(["answer", "answer"]);
  expect(server.calls).toBe(4);
  expect(waitingForPassword()).toBeUndefined();
});

test("without the password the refusal stays, and no other refusal asks for it", async () => {
  const asked = serverThatRefuses("FRESH_FACTOR_NEEDED");
  const answer = asked.call().catch((error: unknown) => error);
  await expect.poll(waitingForPassword).toBeDefined();
  waitingForPassword()?.(false);
  expect(await answer).toBeInstanceOf(ConnectError);
  expect(asked.server.calls).toBe(1);
  const other = serverThatRefuses("ROLE_MISSING");
  await expect(other.call()).rejects.toThrow("no");
  expect(waitingForPassword()).toBeUndefined();
});
