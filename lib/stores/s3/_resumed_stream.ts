import { StoreError } from "../../core/errors.ts";
import { TimeoutError } from "./_deadline.ts";
import { getObject, type S3Object } from "./_get_object.ts";
import { S3Refusal } from "./_refusal.ts";
import { pauseOf, sleep } from "./_retry.ts";
import type { S3Context } from "./s3_store.ts";

/** What was asked for. */
export interface ResumedRead {
  /** Key in the store. */
  readonly key: string;
  /** First byte, from 0. */
  readonly start: number;
  /** Byte after the last one; the end without it. */
  readonly end: number | undefined;
  /** Stops it. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The bytes of an object. When the connection breaks, the rest is asked for from the byte that was reached: of the same
 * version where versions are kept, and of the same ETag, or the stream ends with an error of kind `conflict`.
 */
export function resumedStream(
  context: S3Context,
  first: S3Object,
  { key, start, end, signal }: ResumedRead,
): ReadableStream<Uint8Array> {
  const { etag, version } = first.info;
  const last = Math.min(end ?? Infinity, first.size);
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined = first.body.getReader();
  let position = start;
  let failures = 0;
  // Ends what is waiting, be it a read, a request or a pause.
  const over = new AbortController();
  const stop = (): void => {
    over.abort(signal?.reason);
    void reader?.cancel(signal?.reason).catch(() => {});
  };
  signal?.addEventListener("abort", stop, { once: true });
  const finish = async (): Promise<void> => {
    signal?.removeEventListener("abort", stop);
    over.abort();
    await reader?.cancel().catch(() => {});
  };

  const readChunk = async (): Promise<Uint8Array | undefined> => {
    const range = { start: position, end: Number.isFinite(last) ? last : undefined, match: etag, version };
    reader ??= (await getObject(context, { key, range, signal: over.signal }))?.body.getReader();
    const { done = true, value } = await reader?.read() ?? {};
    over.signal.throwIfAborted();
    if (!done) return value;
    if (position < last && Number.isFinite(last)) throw new TimeoutError("The answer was cut");
    return undefined;
  };
  const pauseAfter = async (error: unknown): Promise<void> => {
    over.signal.throwIfAborted();
    // A request that failed has been tried as often as it may be.
    if (error instanceof StoreError) throw error;
    reader = undefined;
    const failure = context.client.judge(error);
    if (!failure.isTransient || ++failures >= context.settings.attempts) {
      throw new S3Refusal({ verb: "read", uri: context.uri(key) }, failure);
    }
    await sleep(pauseOf(failures), over.signal);
  };

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        while (true) {
          over.signal.throwIfAborted();
          try {
            const chunk = await readChunk();
            if (chunk === undefined) break;
            position += chunk.length;
            failures = 0;
            return controller.enqueue(chunk);
          } catch (error) {
            await pauseAfter(error);
          }
        }
        await finish();
        controller.close();
      } catch (error) {
        await finish();
        throw error;
      }
    },
    cancel: finish,
  }, { highWaterMark: 0 });
}
