import { reasonOf } from "../core/describe_value.ts";
import { StoreError, type StoreErrorKind } from "../core/errors.ts";

/**
 * Make a request. Answers that say that nothing is there, that a part is out of range or that a method is unknown come
 * back for the caller to judge.
 *
 * @param shown What messages call the place.
 * @throws {StoreError} When there is no answer, or one that is of no use.
 */
export async function request(
  url: string,
  init: RequestInit,
  { fetch, shown = url }: { readonly fetch: typeof globalThis.fetch; readonly shown?: string },
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    init.signal?.throwIfAborted();
    const isDenied = error instanceof Error && error.name === "NotCapable";
    throw httpError(shown, isDenied ? "denied" : "unavailable", {
      reason: reasonOf(error).replaceAll(url, shown),
    });
  }
  const { status, statusText } = response;
  if (response.ok || isMissing(response) || JUDGED.includes(status)) return response;
  await response.body?.cancel();
  const kind = DENIED.includes(status) ? "denied" : "unavailable";
  throw httpError(shown, kind, { reason: `the server answers ${status} ${statusText}`.trimEnd() });
}

const DENIED: readonly number[] = [401, 403, 407];
const JUDGED: readonly number[] = [405, 416, 501];

/** Whether a server says that there is nothing. */
export function isMissing({ status }: Response): boolean {
  return status === 404 || status === 410;
}

/** That something cannot be read from a server. */
export function httpError(
  uri: string,
  kind: StoreErrorKind,
  { reason }: { readonly reason: string },
): StoreError {
  return new StoreError(`Cannot read "${uri}": ${reason}`, { uri, kind });
}

/** A URL without a user and password, and the header that they make. */
export function splitCredentials(url: URL): { readonly url: URL; readonly headers: Record<string, string> } {
  const bare = new URL(url);
  const { username, password } = bare;
  bare.username = bare.password = "";
  if (username === "" && password === "") return { url: bare, headers: {} };
  const credentials = new TextEncoder().encode(
    `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
  );
  return { url: bare, headers: { authorization: `Basic ${credentials.toBase64()}` } };
}
