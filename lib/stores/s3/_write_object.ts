import { StoreError } from "../../core/errors.ts";
import { type Sha256Check, sha256Checker } from "../_check_sha256.ts";
import type { Body, ObjectInfo, WriteOptions } from "../store.ts";
import { createFromBytes, createFromStream } from "./_create_large.ts";
import { takenError } from "./_own_object.ts";
import { exists } from "./_head_object.ts";
import { openParts, type PartReader, readBeginning } from "./part_reader.ts";
import { putObject } from "./_put_object.ts";
import { firstPartSize } from "./part_size.ts";
import type { S3Context } from "./s3_store.ts";
import { sha256Of } from "./_sha256_of.ts";
import { uploadParts, type UploadSource } from "./upload_parts.ts";

/** Where something is written, and how. */
export interface S3Target {
  /** Key in the store. */
  readonly key: string;
  /** How. */
  readonly options: WriteOptions;
}

/** What is written, and where. */
export interface S3Write extends S3Target {
  /** The bytes. */
  readonly body: Body;
}

/** Put an object: one request, or an upload in parts when it is longer than one. */
export async function writeObject(context: S3Context, write: S3Write): Promise<ObjectInfo> {
  const { key, body, options: { ifAbsent = false, sha256, signal } } = write;
  signal?.throwIfAborted();
  checkSize(context, write);
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const check = { sha256, uri: context.uri(key), verb: ifAbsent ? "create" : "write" };
  const opened = openParts(body, stop.signal);
  try {
    const parts = await checkParts(opened, check);
    const { limits } = context;
    const partSize = firstPartSize({ partSize: context.settings.partSize, size: sizeOf(write) }, limits);
    const most = ifAbsent ? Math.max(1, Math.floor(limits.mostCreatedWhole / partSize)) * partSize : partSize;
    const beginning = await readBeginning(parts, most);
    if (beginning.kind === "whole") {
      const { bytes } = beginning;
      const body = { size: bytes.length, sha256: await sha256Of(bytes), bytes };
      return await putObject(context, { key, ifAbsent, signal }, body);
    }
    const source = { parts: beginning.parts, partSize, stop };
    return ifAbsent ? await createLarge(context, write, source) : await uploadParts(context, write, source);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await opened.stop();
  }
}

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

async function createLarge(
  context: S3Context,
  write: S3Write,
  source: UploadSource,
): Promise<ObjectInfo> {
  const { key, body, options: { signal } } = write;
  const uri = context.uri(key);
  // Nothing is sent for what cannot be; the condition on the last request is what counts.
  if (await exists(context, key, { verb: "create", uri, signal })) takenError(uri);
  if (context.settings.conditionalUploads) return await uploadParts(context, write, source);
  return body instanceof Uint8Array && body.length <= context.limits.mostAtOnce
    ? await createFromBytes(context, write, body)
    : await createFromStream(context, write, source);
}

// Before anything is sent.
function checkSize({ limits: { mostParts, mostAtOnce }, uri }: S3Context, write: S3Write): void {
  const most = mostParts * mostAtOnce;
  const size = sizeOf(write) ?? 0;
  if (size <= most) return;
  const reason = `S3 takes at most ${most} bytes in an object: it has ${size}`;
  throw new StoreError(`Cannot write "${uri(write.key)}": ${reason}`, {
    uri: uri(write.key),
    kind: "unavailable",
  });
}

/** How many bytes are to be written, where that is known. */
export function sizeOf({ body, options }: S3Write): number | undefined {
  return body instanceof Uint8Array ? body.length : options.size;
}
