import { readChunks } from "../core/bytes.ts";
import { httpError, isMissing, request, splitCredentials } from "./_http_request.ts";

/** How to read a URL. */
export interface ReadUrlOptions {
  /** How many bytes it may have. */
  readonly maxBytes: number;
  /** Makes the request. @default {fetch} */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * All bytes behind an http or https URL. A user and password in it are sent and never shown, nor is its query.
 *
 * @throws {StoreError} When it cannot be read or is too long.
 */
export async function readUrl(from: string | URL, options: ReadUrlOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { maxBytes, signal, fetch = globalThis.fetch } = options;
  const { url, headers } = splitCredentials(new URL(from));
  const shown = describeUrl(url);
  const response = await request(url.href, { headers, ...signal && { signal } }, { fetch, shown });
  if (isMissing(response) || !response.ok) {
    await response.body?.cancel();
    throw httpError(shown, "missing", { reason: "it does not exist" });
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of response.body === null ? [] : readChunks(response.body, { signal })) {
    size += chunk.length;
    if (size > maxBytes) {
      throw httpError(shown, "corrupt", { reason: `it must have at most ${maxBytes} bytes` });
    }
    chunks.push(new Uint8Array(chunk));
  }
  return await new Blob(chunks).bytes();
}

/** A URL as it may be shown: without user, password, query and fragment, any of which may be a secret. */
export function describeUrl(url: string | URL): string {
  const shown = new URL(url);
  shown.username =
    shown.password =
    shown.search =
    shown.hash =
      "";
  return shown.href;
}
