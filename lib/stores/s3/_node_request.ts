import type { ClientRequest, IncomingMessage } from "node:http";
import type { SdkRequest, SdkResponse } from "../../deps/aws_s3.ts";
import { TimeoutError } from "./_deadline.ts";

/** Sends bodies of bytes. */
export interface NodeRequests extends Disposable {
  /** Send a request whose body is bytes, and read the whole answer. */
  send(
    request: SdkRequest,
    target: { readonly path: string; readonly signal?: AbortSignal | undefined },
  ): Promise<SdkResponse>;
}

/**
 * Requests by node:http, which sends large bodies with a third of the memory that fetch takes. When a connection that was
 * used before breaks, Deno's node:http sends the request once more without telling: so only what may be sent twice goes here.
 */
export async function openNodeRequests(
  { ca, timeout }: { readonly ca: string | undefined; readonly timeout: number },
): Promise<NodeRequests> {
  const { Agent: HttpAgent, request: httpRequest } = await import(HTTP) as typeof import("node:http");
  const { Agent: HttpsAgent, request: httpsRequest } = await import(HTTPS) as typeof import("node:https");
  const httpAgent = new HttpAgent({ keepAlive: true });
  const httpsAgent = new HttpsAgent({ keepAlive: true, ...ca !== undefined && { ca } });
  return {
    send({ method, protocol, hostname, port, headers, body }, { path, signal }) {
      const isTls = protocol === "https:";
      const options = { method, hostname, port, path, headers, agent: isTls ? httpsAgent : httpAgent };
      return exchange(isTls ? httpsRequest(options) : httpRequest(options), { body, timeout, signal });
    },
    [Symbol.dispose]() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

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
  request.end(body);
  return promise.finally(() => signal?.removeEventListener("abort", stop));
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
