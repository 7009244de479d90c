import { changedError } from "../_changed_error.ts";
import { mapPool } from "../../core/pool.ts";
import type { ObjectInfo } from "../store.ts";
import { beginUpload } from "./_begin_upload.ts";
import { bareEtag, METADATA, metadataOf, tagsOf, toSeconds } from "./_describe_object.ts";
import { CompleteError, completeUpload, etagOf, giveUp } from "./_end_upload.ts";
import { headObject } from "./_head_object.ts";
import { ownObject } from "./_own_object.ts";
import { firstPartSize } from "./part_size.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Call } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";
import type { SentPart, Upload } from "./_send_parts.ts";

/** A large object, and the copy that it gets. */
export interface PartsCopy {
  /** What is copied, as S3 writes it. */
  readonly CopySource: string;
  /** Its key in the store. */
  readonly from: string;
  /** What a look at it told. */
  readonly head: Readonly<Record<string, unknown>>;
  /** What is known of the copy so far. */
  readonly info: ObjectInfo;
  /** How messages tell of the copy. */
  readonly call: S3Call;
}

/** The server copies parts of this size by itself, which takes some seconds for each. */
const PART_SIZE = 512 * 1024 * 1024;

/** Copy an object that is too large for one request: its parts, several at once, all of one version of it. */
export async function copyInParts(context: S3Context, copy: PartsCopy): Promise<ObjectInfo> {
  const { client, limits, settings } = context;
  const { CopySource, head, info, call } = copy;
  const partSize = firstPartSize(
    { partSize: Math.min(PART_SIZE, limits.mostAtOnce), size: info.size },
    limits,
  );
  const token = crypto.randomUUID();
  const upload = await begin(context, copy, { token, partSize });
  try {
    const starts = Array.from({ length: Math.ceil(info.size / partSize) }, (_, index) => index * partSize);
    const sent = await mapPool(starts, settings.concurrency, async (start): Promise<SentPart> => {
      const PartNumber = start / partSize + 1;
      const end = Math.min(start + partSize, info.size);
      const { output } = await client.call("UploadPartCopy", {
        ...{ Key: upload.Key, UploadId: upload.UploadId, PartNumber, CopySource },
        CopySourceRange: `bytes=${start}-${end - 1}`,
        ...head["ETag"] !== undefined && { CopySourceIfMatch: bareEtag(head["ETag"]) },
      }, call);
      const { ETag } = (output["CopyPartResult"] ?? {}) as Readonly<Record<string, unknown>>;
      return { PartNumber, ETag: String(ETag), size: end - start };
    });
    // Not every server minds the condition on each part.
    const { output: after } = await headObject(context, copy.from, call);
    if (bareEtag(after["ETag"]) !== bareEtag(head["ETag"])) throw changedError(context.uri(copy.from));
    const answer = await completeUpload(context, { ...upload, ifAbsent: false }, sent);
    const etag = bareEtag(answer.output["ETag"]) || await etagOf(sent);
    return {
      ...info,
      modified: toSeconds(answer.headers["date"]),
      ...tagsOf({ ...answer.output, ETag: etag }, {}),
    };
  } catch (error) {
    if (error instanceof CompleteError) {
      // Its answer may have been lost.
      const own = await ownObject(context, { key: info.key, token }).catch(() => undefined);
      if (own !== undefined) return own;
    }
    await giveUp(context, upload);
    const cause = error instanceof CompleteError ? error.cause : error;
    if (cause instanceof S3Refusal && cause.failure.status === 412) {
      throw changedError(context.uri(copy.from));
    }
    throw cause;
  }
}

// A copy in parts has no metadata but what is given to it.
async function begin(
  context: S3Context,
  { head, info, call }: PartsCopy,
  { token, partSize }: { readonly token: string; readonly partSize: number },
): Promise<Upload> {
  const metadata = metadataOf(head);
  const kept = KEPT.filter((name) => head[name] !== undefined);
  return await beginUpload(context, {
    key: info.key,
    headers: Object.fromEntries(kept.map((name) => [name, head[name]])),
    metadata: {
      ...metadata,
      [METADATA.write]: token,
      // Where ETags were of MD5, they are so of these parts, too.
      ...metadata[METADATA.partSize] !== undefined && { [METADATA.partSize]: String(partSize) },
    },
    call,
  });
}

const KEPT: readonly string[] = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
];
