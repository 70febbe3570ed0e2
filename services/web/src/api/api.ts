// SPDX-License-Identifier: EUPL-1.2
// The connection to the server: Connect over POST only, so that no name or number of a person
// ends up in an address, a log or the browser's history.
import type { DescService } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { AccessService } from "../gen/muster/access/v1/access_pb";
import { MissionsService } from "../gen/muster/missions/v1/missions_pb";
import { NominationsService } from "../gen/muster/nominations/v1/nominations_pb";
import { RosterService } from "../gen/muster/roster/v1/roster_pb";
import { TrainingService } from "../gen/muster/training/v1/training_pb";
import { withFreshFactor } from "./freshFactor";

export const transport = withFreshFactor(createConnectTransport({
  baseUrl: location.origin,
  useBinaryFormat: true,
  defaultTimeoutMs: 30_000,
}));

export const access = createClient(AccessService, transport);
export const roster = createClient(RosterService, transport);
export const training = createClient(TrainingService, transport);
export const missions = createClient(MissionsService, transport);
export const nominations = createClient(NominationsService, transport);

export const SESSION_KEY = ["session"];
export const SIGN_OUT_KEY = ["sign-out"];

// A session that ended elsewhere shows the sign-in page again.
function noticeSignedOut(error: unknown) {
  if (error instanceof ConnectError && error.code === Code.Unauthenticated) {
    void queries.invalidateQueries({ queryKey: SESSION_KEY });
  }
}

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  mutationCache: new MutationCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof ConnectError && error.code === Code.Unavailable,
    },
  },
});

// Asks again for what the page shows of these services, and for nothing else: a form beside it is
// left alone. A query without a method of connect-query has the service's name first in its key.
export function refresh(...services: DescService[]) {
  const names = services.map(({ typeName }) => typeName);
  return queries.invalidateQueries({ predicate: ({ queryKey: [kind, about] }) =>
    names.includes(kind === "connect-query" ? (about as { serviceName: string }).serviceName : `${kind}`) });
}

// Every page of a list that is known to be short enough to hold.
export async function everyPage<Response extends { nextPageToken: string }, Item>(
  ask: (pageToken: string) => Promise<Response>,
  items: (response: Response) => Item[],
): Promise<Item[]> {
  const all: Item[] = [];
  let token = "";
  do {
    const response = await ask(token);
    all.push(...items(response));
    token = response.nextPageToken;
  } while (token);
  return all;
}

// A text as a literal of the filter grammar.
export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
