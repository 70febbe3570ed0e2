// SPDX-License-Identifier: EUPL-1.2
import type { MessageInitShape } from "@bufbuild/protobuf";
import { nominations } from "../api/api";
import {
  NominationsService, type Call, type CallActionRequestSchema, type Nomination, type NominationActionRequestSchema,
} from "../gen/muster/nominations/v1/nominations_pb";

function call<Request, Answer>(verb: string, input: string, request: Request): Promise<Answer> {
  const method = NominationsService.methods.find(({ name }) => name === verb);
  if (method?.input.typeName !== input) return Promise.reject(new Error(`${verb} does not take ${input}.`));
  const client = nominations as unknown as Record<string, (request: Request) => Promise<Answer>>;
  return client[method.localName]!(request);
}

// Calls the verb that Nomination.actions names: all of them take the same request.
export function act(verb: string, request: MessageInitShape<typeof NominationActionRequestSchema>): Promise<Nomination> {
  return call(verb, "muster.nominations.v1.NominationActionRequest", request);
}

// The same for Call.actions.
export function actOnCall(verb: string, request: MessageInitShape<typeof CallActionRequestSchema>): Promise<Call> {
  return call(verb, "muster.nominations.v1.CallActionRequest", request);
}
