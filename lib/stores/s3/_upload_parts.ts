import { StoreError } from "../../core/errors.ts";
import type { ObjectInfo } from "../store.ts";
import { withDeadline } from "./_deadline.ts";
import { bareEtag, METADATA, tagsOf, toSeconds } from "./_describe_object.ts";
import { encryptionOf } from "./_encryption.ts";
import { ownObject, takenError } from "./_own_object.ts";
import type { Part, PartReader } from "./_part_reader.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Answer, S3Call } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";
import { sha256Of } from "./_sha256_of.ts";
import type { S3Write } from "./_write_object.ts";

/** What is sent, and how it is stopped. */
export interface PartSource {
  /** The parts; there are at least two. */
  readonly parts: PartReader;
  /** Stops everything of this write. */
  readonly stop: AbortController;
}

const MOST_PARTS = 10_000;
const GIVE_UP_WITHIN = 15_000;

/**
 * Put a large object: parts, several at once, each checked by its SHA-256 on the server, and then all of them at once in
 * the place of what was there. Whatever goes wrong, the upload is given up, so that no part stays.
 */
export async function uploadParts(
  context: S3Context,
  write: S3Write,
  source: PartSource,
): Promise<ObjectInfo> {
  const { client, settings } = context;
  const { key, options: { ifAbsent = false, signal } } = write;
  const uri = context.uri(key);
  const Key = context.fullKey(key);
  const call: S3Call = { verb: ifAbsent ? "create" : "write", uri, signal: source.stop.signal };
  // A server that knows no conditions of uploads would put it over what is there.
  if (ifAbsent && await exists(context, key, call)) takenError(uri);
  const token = crypto.randomUUID();
  const Metadata = {
    [METADATA.write]: token,
    [METADATA.partSize]: String(settings.partSize),
  };
  const begun = await client.call("CreateMultipartUpload", {
    Key,
    Metadata,
    ...encryptionOf(settings.encryption),
  }, call);
  const UploadId = begun.output["UploadId"];
  try {
    const sent = await sendParts(context, { Key, UploadId, call }, source);
    const answer = await complete(context, { Key, UploadId, call, ifAbsent }, sent);
    // Some servers answer without the ETag, which is made of those of the parts.
    const etag = bareEtag(answer.output["ETag"]) || await etagOf(sent);
    return {
      key,
      size: sent.reduce((size, part) => size + part.size, 0),
      modified: toSeconds(answer.headers["date"]),
      ...tagsOf({ ...answer.output, ETag: etag }, {}),
    };
  } catch (error) {
    // Its answer may have been lost.
    const mayBeDone = error instanceof CompleteError;
    const own = mayBeDone
      ? await ownObject(context, { key, token, signal }).catch(() => undefined)
      : undefined;
    if (own !== undefined) return own;
    await giveUp(context, { Key, UploadId, uri });
    const cause = mayBeDone ? error.cause : error;
    if (ifAbsent && cause instanceof S3Refusal && cause.kind === "conflict") takenError(uri, cause);
    throw cause;
  }
}

interface SentPart {
  readonly PartNumber: number;
  readonly ETag: string;
  readonly size: number;
}

interface Upload {
  readonly Key: string;
  readonly UploadId: unknown;
  readonly call: S3Call;
}

/** What came of the request that ends an upload. */
class CompleteError extends Error {}

async function sendParts(
  context: S3Context,
  upload: Upload,
  { parts, stop }: PartSource,
): Promise<readonly SentPart[]> {
  const { partSize, concurrency } = context.settings;
  const sent: SentPart[] = [];
  let failure: { readonly error: unknown } | undefined;
  let taken: Promise<Part | undefined> = Promise.resolve(undefined);
  let count = 0;
  // Parts are read one after another, whoever sends them.
  const take = (): Promise<Part | undefined> => {
    taken = taken.then(() => parts.next(partSize));
    // Told to whoever takes it.
    taken.catch(() => {});
    return taken;
  };
  const takeTurns = async (): Promise<void> => {
    try {
      while (failure === undefined) {
        const part = await take();
        if (part === undefined) return;
        sent.push(await sendPart(context, upload, { ...part, number: ++count }));
        parts.giveBack(part);
      }
    } catch (error) {
      failure ??= { error };
      stop.abort(error);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, takeTurns));
  if (failure !== undefined) throw failure.error;
  return sent.sort((a, b) => a.PartNumber - b.PartNumber);
}

async function sendPart(
  { client }: S3Context,
  { Key, UploadId, call }: Upload,
  part: Part & { readonly number: number },
): Promise<SentPart> {
  if (part.number > MOST_PARTS) {
    const reason =
      `it has more than ${MOST_PARTS} parts of ${part.bytes.length} bytes; set a larger part_size`;
    throw new StoreError(`Cannot ${call.verb} "${call.uri}": ${reason}`, {
      uri: call.uri,
      kind: "unavailable",
    });
  }
  const { output } = await client.call("UploadPart", {
    Key,
    UploadId,
    PartNumber: part.number,
    Body: part.bytes,
  }, { ...call, sha256: await sha256Of(part.bytes) });
  return { PartNumber: part.number, ETag: String(output["ETag"]), size: part.bytes.length };
}

async function complete(
  { client }: S3Context,
  { Key, UploadId, call, ifAbsent }: Upload & { readonly ifAbsent: boolean },
  sent: readonly SentPart[],
): Promise<S3Answer> {
  try {
    return await client.call("CompleteMultipartUpload", {
      Key,
      UploadId,
      MultipartUpload: { Parts: sent.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })) },
      ...ifAbsent && { IfNoneMatch: "*" },
    }, call);
  } catch (cause) {
    throw new CompleteError("Cannot complete an upload", { cause });
  }
}

async function exists({ client, fullKey }: S3Context, key: string, call: S3Call): Promise<boolean> {
  try {
    await client.call("HeadObject", { Key: fullKey(key) }, call);
    return true;
  } catch (error) {
    if (error instanceof S3Refusal && error.failure.status === 404) return false;
    throw error;
  }
}

// Nobody waits for long after Ctrl-C, and a server that is gone tells nothing: `leftovers` finds what stays.
async function giveUp(
  { client }: S3Context,
  { Key, UploadId, uri }: { readonly Key: string; readonly UploadId: unknown; readonly uri: string },
): Promise<void> {
  await withDeadline(
    { timeout: GIVE_UP_WITHIN },
    (signal) =>
      client.call("AbortMultipartUpload", { Key, UploadId }, { verb: "give up the upload of", uri, signal }),
  )
    .catch(() => {});
}

// docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html: the MD5 of the MD5 of the parts.
async function etagOf(sent: readonly SentPart[]): Promise<string> {
  const etags = sent.map(({ ETag }) => bareEtag(ETag));
  if (!etags.every((etag) => /^[0-9a-f]{32}$/.test(etag))) return "";
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  const hash = createHash("md5");
  for (const etag of etags) hash.update(etag, "hex");
  return `${hash.digest("hex")}-${etags.length}`;
}

const NODE_CRYPTO: string = "node:crypto";
