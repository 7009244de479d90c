import { StoreError } from "../../core/errors.ts";
import { temporaryName } from "../local_path.ts";
import { checkFound } from "../_check_sha256.ts";
import type { ObjectInfo } from "../store.ts";
import { withDeadline } from "./_deadline.ts";
import { getObject } from "./_get_object.ts";
import type { PartReader } from "./part_reader.ts";
import { putObject } from "./_put_object.ts";
import { S3Refusal } from "./_refusal.ts";
import { resumedStream } from "./_resumed_stream.ts";
import type { S3Context } from "./s3_store.ts";
import { LONGEST_KEY } from "./s3_limits.ts";
import { sha256Of } from "./_sha256_of.ts";
import { uploadParts, type UploadSource } from "./upload_parts.ts";
import type { S3Target } from "./_write_object.ts";

/**
 * Create an object from bytes by one conditional request, however many there are. They are sent as a stream, since fetch would
 * copy them.
 */
export async function createFromBytes(
  context: S3Context,
  { key, options }: S3Target,
  bytes: Uint8Array,
): Promise<ObjectInfo> {
  const { signal } = options;
  const sha256 = await sha256Of(bytes);
  checkFound(sha256, { sha256: options.sha256, uri: context.uri(key), verb: "create" });
  const open = (): Promise<ReadableStream<Uint8Array>> => Promise.resolve(streamOf(bytes));
  return await putObject(context, { key, ifAbsent: true, signal }, {
    size: bytes.length,
    sha256,
    bytes: open,
  });
}

/**
 * Create an object from a stream on a server whose conditions of uploads nobody can count on. What every server knows is the
 * condition of one request that puts all bytes, with their number and SHA-256 before them. So they go under a temporary name in
 * parts first, and are read from there into that request: of many writers one wins, and nothing is seen that is not whole.
 */
export async function createFromStream(
  context: S3Context,
  { key, options: { signal } }: S3Target,
  { parts, partSize, stop }: UploadSource,
): Promise<ObjectInfo> {
  const temporary = temporaryKey(context, key);
  const uri = context.uri(key);
  const watched = await watch(parts, { most: context.limits.mostAtOnce, uri });
  // Whatever goes wrong on the way, it is the object that cannot be written.
  const detour: S3Context = { ...context, uri: () => uri };
  let version: string | undefined;
  try {
    const write = { key: temporary, options: { signal } };
    const sent = await uploadParts(detour, write, { parts: watched.parts, partSize, stop });
    const { size, etag } = sent;
    version = sent.version;
    const open = async (): Promise<ReadableStream<Uint8Array>> => {
      const range = { start: 0, end: undefined, match: etag };
      const first = await getObject(detour, { key: temporary, range, signal }).catch((error: unknown) => {
        throw error instanceof S3Refusal ? sentIsLost(uri, error) : error;
      });
      if (first === undefined) return new Blob([]).stream();
      return resumedStream(detour, first, { key: temporary, ...range, signal });
    };
    const body = { size, sha256: watched.sha256(), bytes: open };
    return await putObject(context, { key, ifAbsent: true, signal }, body);
  } finally {
    await remove(context, { key: temporary, version });
  }
}

// In the same folder; above it where its name leaves no room.
function temporaryKey({ prefix }: S3Context, key: string): string {
  const name = temporaryName();
  const folders = key.split("/").slice(0, -1);
  const lengthOf = (text: string): number => new TextEncoder().encode(text).length;
  while (folders.length > 0 && lengthOf(`${prefix}${folders.join("/")}/${name}`) > LONGEST_KEY) folders.pop();
  return [...folders, name].join("/");
}

// To whoever creates an object it is of no use that one cannot be read, or does not exist.
function sentIsLost(uri: string, { failure }: S3Refusal): S3Refusal {
  const reason = "what was sent of it was removed before it was whole; create it again";
  const isGone = failure.kind === "missing";
  return new S3Refusal(
    { verb: "create", uri },
    isGone ? { ...failure, kind: "unavailable", reason } : failure,
  );
}

interface Watched {
  readonly parts: PartReader;
  /** Of all parts that were read. */
  sha256(): string;
}

async function watch(
  parts: PartReader,
  { most, uri }: { readonly most: number; readonly uri: string },
): Promise<Watched> {
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  const hash = createHash("sha256");
  let size = 0;
  return {
    parts: {
      async next(length) {
        const part = await parts.next(length);
        if (part === undefined) return undefined;
        hash.update(part.bytes);
        size += part.bytes.length;
        if (size > most) throw tooLarge(uri, most);
        return part;
      },
      giveBack: (part) => parts.giveBack(part),
      stop: (reason) => parts.stop(reason),
    },
    sha256: () => hash.digest("hex"),
  };
}

function tooLarge(uri: string, most: number): StoreError {
  const reason =
    `of a stream, at most ${most} bytes can be created under a condition on a server that is not AWS; ` +
    "write it without `ifAbsent`, or say `conditional_uploads: true` if the server minds conditions of uploads";
  return new StoreError(`Cannot create "${uri}": ${reason}`, { uri, kind: "unavailable" });
}

const REMOVE_WITHIN = 15_000;

/**
 * Remove a temporary object: its version where versions are kept, or it would stay below a mark that says it is deleted. Not
 * everybody may remove versions. What stays is no object for Kedge, and `leftovers` finds it.
 */
async function remove(
  { client, fullKey, uri }: S3Context,
  { key, version }: { readonly key: string; readonly version: string | undefined },
): Promise<void> {
  const named = { Key: fullKey(key) };
  await withDeadline({ timeout: REMOVE_WITHIN }, async (signal) => {
    const call = { verb: "delete", uri: uri(key), signal };
    const removeKey = () => client.call("DeleteObject", named, call);
    if (version === undefined) return await removeKey();
    return await client.call("DeleteObject", { ...named, VersionId: version }, call).catch(removeKey);
  }).catch(() => {});
}

const CHUNK_SIZE = 256 * 1024;

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const chunk = bytes.subarray(at, at + CHUNK_SIZE);
      at += chunk.length;
      if (chunk.length > 0) controller.enqueue(chunk);
      else controller.close();
    },
  }, { highWaterMark: 0 });
}

const NODE_CRYPTO: string = "node:crypto";
