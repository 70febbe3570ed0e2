// SPDX-License-Identifier: EUPL-1.2
// Bytes on a socket: what no HTTP client would send, and every byte that comes back.
import { connect, type Socket } from "node:net";
import { once } from "node:events";

export interface Answer {
  status: number;
  // Names in lower case; several fields of one name are joined by ", ".
  headers: Map<string, string>;
  body: Buffer;
}

// Sends `request` and gives the answers that arrive until the server closes the connection or is
// silent for `quietMs` behind at least one answer.
export async function exchange(port: number, request: string | Buffer, quietMs = 300): Promise<{ answers: Answer[]; closed: boolean }> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const received: Buffer[] = [];
  let closed = false;
  const done = new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, 8_000);
    socket.on("data", (bytes) => {
      received.push(bytes);
      clearTimeout(timer);
      timer = setTimeout(resolve, quietMs);
    });
    const finish = () => {
      closed = true;
      clearTimeout(timer);
      resolve();
    };
    socket.on("end", finish).on("error", finish).on("close", finish);
  });
  write(socket, request);
  await done;
  socket.destroy();
  return { answers: parse(Buffer.concat(received)), closed };
}

function write(socket: Socket, request: string | Buffer): void {
  socket.write(typeof request === "string" ? Buffer.from(request, "latin1") : request);
}

// The head of an answer at the front of `bytes`, and where its body starts.
function parseHead(bytes: Buffer): { answer: Answer; length: number } | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [statusLine = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? Number.NaN);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  return { answer: { status, headers, body: Buffer.alloc(0) }, length: headEnd + 4 };
}

// Every whole answer in `bytes`. The server always frames by Content-Length.
function parse(bytes: Buffer): Answer[] {
  const answers: Answer[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const head = parseHead(rest);
    if (!head) throw new Error(`no HTTP answer: ${rest.toString("latin1").slice(0, 200)}`);
    const bodyLength = Number(head.answer.headers.get("content-length") ?? 0);
    head.answer.body = rest.subarray(head.length, head.length + bodyLength);
    answers.push(head.answer);
    rest = rest.subarray(head.length + bodyLength);
  }
  return answers;
}

// A whole request; header lines are given as they shall stand.
export function request(line: string, headers: string[] = [], body: string | Buffer = ""): Buffer {
  const head = [`${line} HTTP/1.1`, "Host: 127.0.0.1", ...headers].join("\r\n") + "\r\n\r\n";
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body as string, "latin1")]);
}
