import { connect, type Socket } from "node:net";
import type { ProxyRequest } from "../fault_proxy.ts";
import { type ByteReader, byteReader } from "./byte_reader.ts";
import type { ProxyFault } from "./fault.ts";
import { damage, flipBit } from "./damage.ts";
import { answerBody, encodeHead, hasLength, type Head, readHead, requestBody } from "./wire.ts";

/** What a connection needs to know. */
export interface ConnectionOptions {
  /** The server. */
  readonly upstream: { readonly host: string; readonly port: number };
  /** Called with each request when its head was read; says what goes wrong with it. */
  arrived(request: ProxyRequest): ProxyFault | undefined;
}

/** Pass on what a client sends, one request after another, until it or a fault ends the connection. */
export async function serveConnection(client: Socket, options: ConnectionOptions): Promise<void> {
  // A client that leaves is seen by whoever reads or writes; an error nobody listens to would end the tests.
  client.on("error", () => {});
  const gone = closed(client);
  const reader = byteReader(client);
  for (;;) {
    const head = await readHead(reader);
    if (head === undefined) break;
    const [method = "", path = ""] = head.startLine.split(" ");
    const request: Writable<ProxyRequest> = { method, path, headers: head.headers, bodySize: 0 };
    const fault = options.arrived(request);
    if (fault !== undefined) request.fault = fault.kind;
    const exchange: Exchange = { client, gone, reader, head, request, fault, upstream: options.upstream };
    if (!await answer(exchange).catch(() => false)) break;
  }
  // After a fault the connection may be reset already; then this does nothing.
  if (!client.destroyed) client.destroySoon();
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Exchange {
  readonly client: Socket;
  /** Resolved when the client has left. */
  readonly gone: Promise<void>;
  readonly reader: ByteReader;
  readonly head: Head;
  readonly request: Writable<ProxyRequest>;
  readonly fault: ProxyFault | undefined;
  readonly upstream: ConnectionOptions["upstream"];
}

/** Do one request. @returns Whether the connection can be used for another. */
async function answer(exchange: Exchange): Promise<boolean> {
  const { client, gone, head, fault } = exchange;
  if (/100-continue/i.test(head.headers["expect"] ?? "")) {
    await send(client, new TextEncoder().encode("HTTP/1.1 100 Continue\r\n\r\n"));
  }
  switch (fault?.kind) {
    case "hang":
      await drain(exchange);
      await gone;
      return false;
    case "status":
      await drain(exchange);
      await send(client, encodeStatus(fault));
      exchange.request.status = fault.status;
      return true;
    case "reset":
      if (fault.after === undefined) await drain(exchange);
      else await deliverPart(exchange, fault.after);
      client.resetAndDestroy();
      return false;
    case "hold":
      await Promise.race([fault.until, gone]);
      return await deliver(exchange);
    default:
      return await deliver(exchange);
  }
}

async function deliver(exchange: Exchange): Promise<boolean> {
  const { client, gone, request, fault } = exchange;
  const server = await open(exchange.upstream).catch(() => undefined);
  if (server === undefined) {
    client.resetAndDestroy();
    return false;
  }
  // A client that is gone must not leave us waiting for the server.
  const left = (): void => void server.destroy();
  client.once("close", left);
  if (client.destroyed) left();
  // A server may answer before it has read everything.
  let isSent = false;
  const sending = sendRequest(exchange, server).then(() => isSent = true, left);
  try {
    const reader = byteReader(server);
    const head = await readFinalHead(reader);
    if (head !== undefined) request.status = Number(head.startLine.split(" ")[1]);
    if (head === undefined || fault?.kind === "lose-answer") {
      if (head !== undefined) { for await (const _ of answerBody(reader, head, request.method)); }
      client.resetAndDestroy();
      return false;
    }
    const isKept = hasLength(head, request.method) && isSent;
    await send(client, encodeHead(head, isKept ? undefined : "close"));
    const isWhole = await damage(answerBody(reader, head, request.method), {
      fault,
      send: (bytes) => send(client, bytes),
      gone,
    });
    return isWhole && isKept;
  } finally {
    client.off("close", left);
    server.destroy();
    // Unread bytes of a request would be taken for the next one; the caller closes the connection then.
    if (!isSent) client.pause();
    await (isSent ? sending : undefined);
  }
}

/** The answer behind those that say "go on". */
async function readFinalHead(reader: ByteReader): Promise<Head | undefined> {
  let head = await readHead(reader);
  while (head !== undefined && /^HTTP\/1\.\d 1/.test(head.startLine)) head = await readHead(reader);
  return head;
}

async function sendRequest({ reader, head, request, fault }: Exchange, server: Socket): Promise<void> {
  await send(server, encodeHead(head, "close"));
  let at = 0;
  for await (const { bytes, isData } of requestBody(reader, head)) {
    if (isData && fault?.kind === "corrupt" && fault.of === "request") flipBit(bytes, fault.at - at);
    if (isData) request.bodySize = at += bytes.length;
    await send(server, bytes);
  }
}

async function deliverPart({ reader, head, request, upstream }: Exchange, most: number): Promise<void> {
  const server = await open(upstream);
  await send(server, encodeHead(head, "close"));
  for await (const { bytes, isData } of requestBody(reader, head)) {
    const taken = isData ? bytes.subarray(0, most - request.bodySize) : bytes;
    await send(server, taken);
    if (isData) request.bodySize += taken.length;
    if (request.bodySize >= most) break;
  }
  server.resetAndDestroy();
}

async function drain({ reader, head, request }: Exchange): Promise<void> {
  for await (const { bytes, isData } of requestBody(reader, head)) {
    if (isData) request.bodySize += bytes.length;
  }
}

function encodeStatus({ status, headers = {}, body = "" }: ProxyFault & { kind: "status" }): Uint8Array {
  const lines = Object.entries({
    ...headers,
    "content-length": String(new TextEncoder().encode(body).length),
  });
  const head = [`HTTP/1.1 ${status} Fault`, ...lines.map(([name, value]) => `${name}: ${value}`)].join(
    "\r\n",
  );
  return new TextEncoder().encode(`${head}\r\n\r\n${body}`);
}

function open(at: ConnectionOptions["upstream"]): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...at, noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", () => {});
      resolve(socket);
    });
  });
}

function closed(socket: Socket): Promise<void> {
  return socket.destroyed
    ? Promise.resolve()
    : new Promise((resolve) => socket.once("close", () => resolve()));
}

async function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return;
  if (socket.destroyed) throw new Error("The connection is closed");
  await new Promise<void>((resolve, reject) => {
    socket.once("close", reject);
    socket.write(bytes, (error) => {
      socket.off("close", reject);
      if (error) reject(error);
      else resolve();
    });
  });
}
