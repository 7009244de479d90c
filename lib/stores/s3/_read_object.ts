import { toBytes } from "../../core/bytes.ts";
import { StoreError } from "../../core/errors.ts";
import { changedError } from "../_changed_error.ts";
import { checkSha256, type Sha256Check, sha256Checker } from "../_check_sha256.ts";
import type { ObjectInfo, ReadOptions } from "../store.ts";
import { checkEtag } from "./_check_etag.ts";
import { describeHead, METADATA, metadataOf } from "./_describe_object.ts";
import { TimeoutError } from "./_deadline.ts";
import { pauseOf, sleep } from "./_retry.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Context } from "./s3_store.ts";

/**
 * Bytes of an object as a stream, one request. When the connection breaks, the rest is asked for from the byte that was
 * reached, of the same object and no other. What is read whole is checked against what was written down beside it.
 */
export async function readObject(
  context: S3Context,
  key: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { start = 0, end, sha256 } = options;
  const uri = context.uri(key);
  const ask = (range: Range, signal = options.signal) => getObject(context, { key, range, signal });
  const first = await ask({ start, end, match: options.ifMatch });
  if (first === undefined) return new Blob([]).stream();
  const { info, metadata } = first;
  const chunks = readOn(first, { context, range: { start, end }, options, ask, uri });
  const isWhole = start === 0 && (end === undefined || end >= info.size);
  const check = { sha256: sha256 ?? (isWhole ? info.sha256 : undefined), uri, verb: "read" };
  if (isWhole && info.size <= MOST_AT_ONCE) return await readAtOnce(chunks, check, options);
  if (check.sha256 !== undefined) return checkSha256(chunks, check);
  if (!isWhole) return chunks;
  const partSize = Number(metadata[METADATA.partSize] ?? 0);
  // TLS keeps bytes whole on their way; the MD5 that servers keep of large objects costs more time than all the rest.
  const isWireSafe = context.settings.endpoint?.startsWith("http:") !== true;
  return partSize > 0 && !isWireSafe ? checkEtag(chunks, { info, partSize, uri }) : chunks;
}

/** Objects up to this size are read before the stream is there: many at once then hold bytes, not connections. */
const MOST_AT_ONCE = 256 * 1024;

async function readAtOnce(
  chunks: ReadableStream<Uint8Array>,
  check: Sha256Check,
  { signal }: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const bytes = await toBytes(chunks, { signal });
  if (check.sha256 !== undefined) {
    const checker = await sha256Checker(check);
    checker.update(bytes);
    checker.end();
  }
  return new ReadableStream({
    pull(controller) {
      signal?.throwIfAborted();
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  }, { highWaterMark: 0 });
}

interface Range {
  readonly start: number;
  readonly end: number | undefined;
  /** ETag that the object must have. */
  readonly match: string | undefined;
  /** Version to read. */
  readonly version?: string | undefined;
}

interface Answer {
  readonly info: ObjectInfo;
  readonly metadata: Readonly<Record<string, string>>;
  readonly body: ReadableStream<Uint8Array>;
}

// `undefined` when the object has no bytes in the range.
async function getObject(
  context: S3Context,
  { key, range: { start, end, match, version }, signal }: {
    readonly key: string;
    readonly range: Range;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Answer | undefined> {
  const uri = context.uri(key);
  const isPart = start > 0 || end !== undefined;
  try {
    // There is no way to ask for no bytes.
    const isEmpty = start === end;
    const { output } = await context.client.call(isEmpty ? "HeadObject" : "GetObject", {
      Key: context.fullKey(key),
      ...isPart && !isEmpty && { Range: `bytes=${start}-${end === undefined ? "" : end - 1}` },
      ...match !== undefined && { IfMatch: `"${match}"` },
      ...version !== undefined && { VersionId: version },
    }, { verb: "read", uri, signal });
    if (isEmpty) return undefined;
    const body = output["Body"] as ReadableStream<Uint8Array> | undefined;
    return {
      info: describeHead(key, output),
      metadata: metadataOf(output),
      body: body ?? new Blob([]).stream(),
    };
  } catch (error) {
    const status = error instanceof S3Refusal ? error.failure.status : undefined;
    if (status === 416) return undefined;
    if (status === 412) throw changedError(uri);
    throw error;
  }
}

function readOn(
  first: Answer,
  { context, range: { start, end }, options: { signal }, ask, uri }: {
    readonly context: S3Context;
    readonly range: Omit<Range, "match">;
    readonly options: ReadOptions;
    readonly ask: (range: Range, signal: AbortSignal) => Promise<Answer | undefined>;
    readonly uri: string;
  },
): ReadableStream<Uint8Array> {
  const { etag, version, size } = first.info;
  const last = Math.min(end ?? size, size);
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
    const next = { start: position, end: last, match: etag, version };
    reader ??= (await ask(next, over.signal))?.body.getReader();
    const { done = true, value } = await reader?.read() ?? {};
    over.signal.throwIfAborted();
    if (!done) return value;
    if (position < last) throw new TimeoutError("The answer was cut");
    return undefined;
  };
  const pauseAfter = async (error: unknown): Promise<void> => {
    over.signal.throwIfAborted();
    reader = undefined;
    const failure = context.client.judge(error);
    if (!failure.isTransient || ++failures >= context.settings.attempts) {
      throw error instanceof StoreError ? error : new S3Refusal({ verb: "read", uri }, failure);
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
