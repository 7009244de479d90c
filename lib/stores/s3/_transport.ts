import type { SdkRequest, SdkRequestHandler, SdkResponse } from "../../deps/aws_s3.ts";
import { type DeadlineOptions, readBytes, withDeadline, withIdleTimeout } from "./_deadline.ts";
import { CaFileError } from "./_network_errors.ts";
import { type NodeRequests, openNodeRequests } from "./_node_request.ts";

/** How requests are made. */
export interface TransportSettings {
  /** Path of a PEM file with certificates to trust besides those that Deno trusts; read when https is first used. */
  readonly caFile: string | undefined;
  /** Milliseconds without a byte after which a request counts as lost. */
  readonly timeout: number;
}

/**
 * What makes the requests of the SDK. Bytes that may be sent twice, parts and unconditional puts, go through node:http, which
 * needs little memory; streams too, each by a connection of its own, which is never sent twice. All else goes through fetch,
 * which sends each request exactly once and reads several times faster.
 */
export function createTransport(settings: TransportSettings): SdkRequestHandler {
  const { caFile, timeout } = settings;
  let trust: Promise<Trust> | undefined;
  let node: Promise<NodeRequests> | undefined;
  return {
    metadata: { handlerProtocol: "http/1.1" },
    async handle(request, { abortSignal: signal } = {}) {
      const path = pathOf(request);
      if (request.protocol === "https:" && caFile !== undefined) trust ??= openTrust(caFile);
      const { ca, client } = await trust ?? {};
      if (!mayBeSentTwice(request) && !(request.body instanceof ReadableStream)) {
        return { response: await fetchRequest(request, { path, signal, client, timeout }) };
      }
      node ??= openNodeRequests({ ca, timeout });
      return { response: await (await node).send(request, { path, signal }) };
    },
    async destroy() {
      const [trusted, requests] = await Promise.allSettled([trust, node]);
      if (trusted.status === "fulfilled") trusted.value?.client.close();
      if (requests.status === "fulfilled") requests.value?.[Symbol.dispose]();
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

interface Trust {
  readonly ca: string;
  readonly client: Deno.HttpClient;
}

async function openTrust(caFile: string): Promise<Trust> {
  const ca = await Deno.readTextFile(caFile).catch((error) => {
    throw error instanceof Deno.errors.NotCapable ? error : new CaFileError(caFile, error);
  });
  // Deno takes any text, and trusts nobody more for it.
  if (!ca.includes("BEGIN CERTIFICATE")) throw new CaFileError(caFile);
  return { ca, client: Deno.createHttpClient({ caCerts: [ca] }) };
}

function mayBeSentTwice({ method, headers, body }: SdkRequest): boolean {
  const isConditional = ["if-none-match", "if-match"].some((name) => name in headers);
  return method === "PUT" && body instanceof Uint8Array && !isConditional;
}

// A slow line may take longer for a large body than any byte may keep one waiting.
const SLOWEST_BYTES_PER_MS = 64;

async function fetchRequest(
  request: SdkRequest,
  { path, signal, client, timeout }: {
    readonly path: string;
    readonly signal: AbortSignal | undefined;
    readonly client: Deno.HttpClient | undefined;
    readonly timeout: number;
  },
): Promise<SdkResponse> {
  const { protocol, hostname, port, method, body } = request;
  const { host: _, ...signed } = request.headers;
  // Or fetch would unpack objects that were stored packed, and say nothing of it.
  const headers = { ...signed, "accept-encoding": "identity" };
  const url = `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`;
  const bytes = new Blob(body instanceof Uint8Array || typeof body === "string" ? [body as BlobPart] : []);
  const patience = timeout + bytes.size / SLOWEST_BYTES_PER_MS;
  const response = await withDeadline({ timeout: patience, signal }, (signal) =>
    fetch(url, {
      method,
      headers,
      signal,
      // No bytes at all would be sent in chunks, without the length that is signed.
      body: bytes.size === 0 ? null : bytes,
      redirect: "manual",
      ...client && { client },
    }));
  return {
    statusCode: response.status,
    reason: response.statusText,
    headers: Object.fromEntries(response.headers),
    body: await readAnswer(response, { timeout, signal }),
  };
}

/** Answers up to this size are read at once: a stream allocates 64 KiB for each chunk, however small. */
const MOST_AT_ONCE = 256 * 1024;

async function readAnswer(
  { body, headers }: Response,
  deadline: DeadlineOptions,
): Promise<ReadableStream<Uint8Array> | undefined> {
  if (body === null) return undefined;
  const length = headers.get("content-length");
  if (length === null || Number(length) > MOST_AT_ONCE) return withIdleTimeout(body, deadline.timeout);
  return new Blob([await readBytes(body, Number(length), deadline)]).stream();
}

function pathOf({ path, query = {} }: SdkRequest): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [encode(name)] : [value].flat().map((one) => `${encode(name)}=${encode(one)}`)
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

// As the signature has it: RFC 3986, stricter than encodeURIComponent().
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
