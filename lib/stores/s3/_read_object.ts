import { toBytes } from "../../core/bytes.ts";
import { checkSha256, type Sha256Check, sha256Checker } from "../_check_sha256.ts";
import type { ReadOptions } from "../store.ts";
import { checkEtag } from "./_check_etag.ts";
import { METADATA } from "./_describe_object.ts";
import { getObject } from "./_get_object.ts";
import { resumedStream } from "./_resumed_stream.ts";
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
  const range = { start, end, match: options.ifMatch };
  const first = await getObject(context, { key, range, signal: options.signal });
  if (first === undefined) return new Blob([]).stream();
  const { info, size, metadata } = first;
  const chunks = resumedStream(context, first, { key, start, end, signal: options.signal });
  const isWhole = start === 0 && (end === undefined || end >= size);
  const check = { sha256: sha256 ?? (isWhole ? info.sha256 : undefined), uri, verb: "read" };
  if (isWhole && size <= MOST_AT_ONCE) return await readAtOnce(chunks, check, options);
  if (check.sha256 !== undefined) return checkSha256(chunks, check);
  if (!isWhole) return chunks;
  const partSize = Number(metadata[METADATA.partSize] ?? 0);
  // TLS keeps bytes whole on their way; the MD5 that servers keep of large objects costs more time than all the rest.
  const isWireSafe = context.settings.endpoint?.startsWith("http:") !== true;
  return partSize > 0 && !isWireSafe
    ? await checkEtag(chunks, { info, partSize, limits: context.limits, uri })
    : chunks;
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
