import { type Sha256Check, sha256Checker } from "../_check_sha256.ts";
import type { Body, ObjectInfo, WriteOptions } from "../store.ts";
import { METADATA, tagsOf, toSeconds } from "./_describe_object.ts";
import { encryptionOf } from "./_encryption.ts";
import { ownObject, takenError } from "./_own_object.ts";
import { openParts, type PartReader, prependParts } from "./part_reader.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Context } from "./s3_store.ts";
import { sha256Of } from "./_sha256_of.ts";
import { uploadParts } from "./upload_parts.ts";

/** What is written, and where. */
export interface S3Write {
  /** Key in the store. */
  readonly key: string;
  /** The bytes. */
  readonly body: Body;
  /** How. */
  readonly options: WriteOptions;
}

/** What is created under a condition goes in one request up to this size: not every server knows conditions of uploads. */
const MOST_CREATED_WHOLE = 32 * 1024 * 1024;

/** Put an object: one request, or an upload in parts when it is longer than one. */
export async function writeObject(context: S3Context, write: S3Write): Promise<ObjectInfo> {
  const { key, body, options: { ifAbsent = false, sha256, signal } } = write;
  signal?.throwIfAborted();
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const check = { sha256, uri: context.uri(key), verb: ifAbsent ? "create" : "write" };
  const opened = openParts(body, stop.signal);
  try {
    const parts = await checkParts(opened, check);
    const { partSize } = context.settings;
    const most = ifAbsent ? Math.max(1, Math.floor(MOST_CREATED_WHOLE / partSize)) * partSize : partSize;
    const first = await parts.next(most);
    if (first === undefined || first.isLast) return await putWhole(context, write, first?.bytes ?? EMPTY);
    return await uploadParts(context, write, { parts: prependParts(first.bytes, parts), stop });
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await opened.stop();
  }
}

const EMPTY = new Uint8Array();

// The last part does not come when the bytes are not those they should be.
async function checkParts(parts: PartReader, check: Sha256Check): Promise<PartReader> {
  if (check.sha256 === undefined) return parts;
  const checker = await sha256Checker(check);
  return {
    async next(size) {
      const part = await parts.next(size);
      if (part !== undefined) checker.update(part.bytes);
      if (part?.isLast) checker.end();
      return part;
    },
    giveBack: (part) => parts.giveBack(part),
    stop: (reason) => parts.stop(reason),
  };
}

async function putWhole(
  context: S3Context,
  { key, options: { ifAbsent = false, signal } }: S3Write,
  bytes: Uint8Array,
): Promise<ObjectInfo> {
  const uri = context.uri(key);
  const sha256 = await sha256Of(bytes);
  const token = crypto.randomUUID();
  const Metadata = {
    [METADATA.sha256]: sha256,
    ...ifAbsent && { [METADATA.write]: token },
  };
  try {
    const { output, headers } = await context.client.call("PutObject", {
      Key: context.fullKey(key),
      Body: bytes,
      Metadata,
      ...encryptionOf(context.settings.encryption),
      ...ifAbsent && { IfNoneMatch: "*" },
    }, { verb: ifAbsent ? "create" : "write", uri, sha256, signal });
    return { key, size: bytes.length, modified: toSeconds(headers["date"]), ...tagsOf(output, Metadata) };
  } catch (error) {
    const isTaken = ifAbsent && error instanceof S3Refusal && error.kind === "conflict";
    if (!isTaken) throw error;
    return await ownObject(context, { key, token, signal }) ?? takenError(uri, error);
  }
}
