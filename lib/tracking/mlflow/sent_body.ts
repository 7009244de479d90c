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
  if (bytes instanceof Uint8Array) {
    // Nothing here is made of shared memory, which fetch refuses.
    const init = bytes.length <= PIECE
      ? bytes as Uint8Array<ArrayBuffer>
      : watched(pieces(bytes), limit, SENT);
    return { init, failure: undefined };
  }
  let failure: SentBody["failure"];
  const onError = (error: unknown): unknown => {
    // What is stopped has not failed.
    if (!limit.signal.aborted) failure = { error };
    return error;
  };
  return {
    init: watched(bytes, limit, { ...SENT, onError }),
    get failure() {
      return failure;
    },
  };
}

const SENT = { comesIn: false } as const;
const PIECE = 256 * 1024;

// As one piece a large body would be silence for as long as it takes to send it.
function pieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + PIECE));
      at += PIECE;
    },
  }, { highWaterMark: 0 });
}
