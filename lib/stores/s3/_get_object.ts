import { changedError } from "../_changed_error.ts";
import type { ObjectInfo } from "../store.ts";
import { describeHead, metadataOf } from "./_describe_object.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Context } from "./s3_store.ts";

/** Which bytes of which object. */
export interface Range {
  /** First byte, from 0. */
  readonly start: number;
  /** Byte after the last one; the end without it. */
  readonly end: number | undefined;
  /** ETag that the object must have. */
  readonly match: string | undefined;
  /** Version to read. */
  readonly version?: string | undefined;
}

/** An object, or a part of it, on its way. */
export interface S3Object {
  /** What is known of it. */
  readonly info: ObjectInfo;
  /** Its size; infinite when the server does not say where it ends. */
  readonly size: number;
  /** What was written down beside it. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The bytes asked for. */
  readonly body: ReadableStream<Uint8Array>;
}

/** Ask for bytes of an object, once; `undefined` when it has none in the range. */
export async function getObject(
  context: S3Context,
  { key, range: { start, end, match, version }, signal }: {
    readonly key: string;
    readonly range: Range;
    readonly signal: AbortSignal | undefined;
  },
): Promise<S3Object | undefined> {
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
    const info = describeHead(key, output);
    const isTold = output["ContentLength"] !== undefined || output["ContentRange"] !== undefined;
    return {
      info,
      size: isTold ? info.size : Infinity,
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
