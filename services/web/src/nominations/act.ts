// SPDX-License-Identifier: EUPL-1.2
import { createClient, type Client } from "@connectrpc/connect";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { transport } from "../api/api";
import {
  NominationsService, type Nomination, type NominationActionRequestSchema,
} from "../gen/muster/nominations/v1/nominations_pb";

type ActionRequest = MessageInitShape<typeof NominationActionRequestSchema>;
type ActionMethod = (request: ActionRequest) => Promise<Nomination>;

const client: Client<typeof NominationsService> = createClient(NominationsService, transport);

// Calls the verb that Nomination.actions names: all of them take the same request.
export function act(verb: string, request: ActionRequest): Promise<Nomination> {
  const method = NominationsService.methods.find(({ name }) => name === verb);
  if (method?.input.typeName !== "muster.nominations.v1.NominationActionRequest") {
    return Promise.reject(new Error(`${verb} is no action of a nomination.`));
  }
  return (client as unknown as Record<string, ActionMethod>)[method.localName]!(request);
}
