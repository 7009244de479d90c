import type { ClientRequest, IncomingMessage } from "node:http";
import { readChunks } from "../../core/bytes.ts";
import type { SdkRequest, SdkResponse } from "../../deps/aws_s3.ts";
import { TimeoutError } from "./_deadline.ts";

/** Sends bodies of bytes. */
export interface NodeRequests extends Disposable {
  /** Send a request whose body is bytes or a stream of them, and read the whole answer. */
  send(
    request: SdkRequest,
    target: { readonly path: string; readonly signal?: AbortSignal | undefined },
  ): Promise<SdkResponse>;
}

/**
 * Requests by node:http, which sends large bodies with a third of the memory that fetch takes. When a connection that was
 * used before breaks, Deno's node:http sends the request once more without telling: so only what may be sent twice goes here,
 * and streams, which could not be: each has a connection of its own.
 */
export async function openNodeRequests(
  { ca, timeout }: { readonly ca: string | undefined; readonly timeout: number },
): Promise<NodeRequests> {
  const { Agent: HttpAgent, request: httpRequest } = await import(HTTP) as typeof import("node:http");
  const { Agent: HttpsAgent, request: httpsRequest } = await import(HTTPS) as typeof import("node:https");
  const tls = ca === undefined ? {} : { ca };
  const [keptHttp, keptHttps] = [new HttpAgent(KEPT), new HttpsAgent({ ...KEPT, ...tls })];
  const [freshHttp, freshHttps] = [new HttpAgent(FRESH), new HttpsAgent({ ...FRESH, ...tls })];
  return {
    send({ method, protocol, hostname, port, headers, body }, { path, signal }) {
      const isTls = protocol === "https:";
      const isStream = body instanceof ReadableStream;
      const [http, https] = isStream ? [freshHttp, freshHttps] : [keptHttp, keptHttps];
      const options = { method, hostname, port, path, headers, agent: isTls ? https : http };
      return exchange(isTls ? httpsRequest(options) : httpRequest(options), { body, timeout, signal });
    },
    [Symbol.dispose]() {
      for (const agent of [keptHttp, keptHttps, freshHttp, freshHttps]) agent.destroy();
    },
  };
}

const KEPT = { keepAlive: true };
const FRESH = { keepAlive: false };

const HTTP: string = "node:http";
const HTTPS: string = "node:https";

function exchange(
  request: ClientRequest,
  { body, timeout, signal }: {
    readonly body: unknown;
    readonly timeout: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<SdkResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<SdkResponse>();
  const stop = (): void => void request.destroy(signal?.reason);
  request.setTimeout(timeout, () => request.destroy(new TimeoutError(`Nothing came for ${timeout} ms`)));
  request.on("error", reject);
  request.on("response", (response) => readAnswer(response).then(resolve, reject));
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  // An answer may come before all is sent, and an error without an answer.
  const over = new AbortController();
  const sending = body instanceof ReadableStream
    ? sendStream(request, body, over.signal).catch(reject)
    : request.end(body);
  return promise.finally(async () => {
    signal?.removeEventListener("abort", stop);
    if (!(body instanceof ReadableStream)) return;
    over.abort();
    await sending;
    request.destroy();
  });
}

// As fast as the network takes the bytes.
async function sendStream(
  request: ClientRequest,
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of readChunks(stream, { signal })) {
    if (!request.write(chunk)) await drained(request, signal);
  }
  request.end();
}

async function drained(request: ClientRequest, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = (): void => reject(signal.reason);
  request.once("drain", resolve);
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    await promise;
  } finally {
    request.off("drain", resolve);
    signal.removeEventListener("abort", stop);
  }
}

async function readAnswer(response: IncomingMessage): Promise<SdkResponse> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of response) chunks.push(chunk);
  if (!response.complete) throw new TimeoutError("The answer was cut");
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    statusCode: response.statusCode ?? 0,
    reason: response.statusMessage ?? "",
    headers: Object.fromEntries(headers),
    body: new Blob(chunks).stream(),
  };
}
