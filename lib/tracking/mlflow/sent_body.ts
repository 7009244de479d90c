import type { IdleLimit } from "./idle_limit.ts";
import { watched } from "./idle_limit.ts";
import type { MlflowRequest } from "./mlflow_request.ts";

/** The body of a request on its way. */
export interface SentBody {
  /** What `fetch` sends. */
  readonly init: BodyInit | null;
  /** The error of the stream that was to be sent; `fetch` would tell its own words for it. */
  readonly failure: { readonly error: unknown } | undefined;
}

/** Whether a request has a body that can be sent once only. */
export function isStream({ bytes }: MlflowRequest): boolean {
  return bytes !== undefined && !(bytes instanceof Uint8Array);
}

/** Send the body of a request; each piece that leaves keeps the limit waiting. */
export function sendBody({ json, bytes }: MlflowRequest, limit: IdleLimit): SentBody {
  if (json !== undefined) return { init: JSON.stringify(json), failure: undefined };
  if (bytes === undefined) return { init: null, failure: undefined };
  // Nothing here is made of shared memory, which fetch refuses.
  if (bytes instanceof Uint8Array) return { init: bytes as Uint8Array<ArrayBuffer>, failure: undefined };
  let failure: SentBody["failure"];
  const onError = (error: unknown): unknown => {
    failure = { error };
    return error;
  };
  return {
    init: watched(bytes, limit, { endsHere: false, onError }),
    get failure() {
      return failure;
    },
  };
}
