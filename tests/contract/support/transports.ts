// SPDX-License-Identifier: EUPL-1.2
// Every way that the official Connect clients of JavaScript speak to a server: two clients, two
// codecs, two verbs, with and without compression.
import type { Transport } from "@connectrpc/connect";
import { compressionGzip, createConnectTransport as createNodeTransport } from "@connectrpc/connect-node";
import { createConnectTransport as createWebTransport } from "@connectrpc/connect-web";

export interface Way {
  name: string;
  get: boolean;
  open(baseUrl: string): Transport;
}

const codecs = [true, false];
const verbs = [true, false];

function nodeWay(useBinaryFormat: boolean, useHttpGet: boolean, gzip: boolean): Way {
  const parts = [useBinaryFormat ? "binary" : "JSON", useHttpGet ? "GET" : "POST", gzip ? "gzip" : "identity"];
  return {
    name: `connect-node, ${parts.join(", ")}`,
    get: useHttpGet,
    open: (baseUrl) =>
      createNodeTransport({
        baseUrl,
        httpVersion: "1.1",
        useBinaryFormat,
        useHttpGet,
        acceptCompression: gzip ? [compressionGzip] : [],
        ...(gzip ? { sendCompression: compressionGzip, compressMinBytes: 1 } : {}),
      }),
  };
}

function webWay(useBinaryFormat: boolean, useHttpGet: boolean): Way {
  return {
    name: `connect-web, ${useBinaryFormat ? "binary" : "JSON"}, ${useHttpGet ? "GET" : "POST"}`,
    get: useHttpGet,
    open: (baseUrl) => createWebTransport({ baseUrl, useBinaryFormat, useHttpGet }),
  };
}

export const ways: Way[] = codecs.flatMap((binary) =>
  verbs.flatMap((get) => [nodeWay(binary, get, true), nodeWay(binary, get, false), webWay(binary, get)]),
);
