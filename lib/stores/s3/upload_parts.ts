import type { ObjectInfo } from "../store.ts";
import { beginUpload } from "./_begin_upload.ts";
import { bareEtag, METADATA, tagsOf, toSeconds } from "./_describe_object.ts";
import { CompleteError, completeUpload, etagOf, giveUp } from "./_end_upload.ts";
import { ownObject, takenError } from "./_own_object.ts";
import type { PartReader } from "./part_reader.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Call } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";
import { sendPart, sendParts, type SentPart, type Upload } from "./_send_parts.ts";
import type { S3Target } from "./_write_object.ts";

/** What is sent, and how it is stopped. */
export interface UploadSource {
  /** Cuts it into parts. */
  readonly parts: PartReader;
  /** Bytes in each part, those at the end of a very large object apart. */
  readonly partSize: number;
  /** Stops everything of this write. */
  readonly stop: AbortController;
}

/**
 * Put a large object: parts, several at once, each checked by its SHA-256 on the server, and then all of them at once in
 * the place of what was there. Whatever goes wrong, the upload is given up, so that no part stays.
 */
export async function uploadParts(
  context: S3Context,
  write: S3Target,
  { parts, partSize, stop }: UploadSource,
): Promise<ObjectInfo> {
  const { key, options: { ifAbsent = false, sha256, signal } } = write;
  const uri = context.uri(key);
  const call: S3Call = { verb: ifAbsent ? "create" : "write", uri, signal: stop.signal };
  const token = crypto.randomUUID();
  const beginning = { key, token, partSize, sha256: sha256?.toLowerCase(), call };
  let upload = await begin(context, beginning);
  try {
    const sent: SentPart[] = [];
    if (context.server.hasMd5Etags === undefined) {
      const first = await sendFirst(context, upload, { parts, partSize });
      context.server.hasMd5Etags = first.hasMd5Etag;
      if (first.hasMd5Etag) sent.push(first.sent);
      else {
        await giveUp(context, upload);
        upload = await begin(context, beginning);
        sent.push(await first.sendAgain(upload));
      }
    }
    sent.push(...await sendParts(context, upload, { parts, partSize, before: sent.length, stop }));
    sent.sort((a, b) => a.PartNumber - b.PartNumber);
    const answer = await completeUpload(context, { ...upload, ifAbsent }, sent);
    const etag = bareEtag(answer.output["ETag"]) || await etagOf(sent);
    return {
      key,
      size: sent.reduce((size, part) => size + part.size, 0),
      modified: toSeconds(answer.headers["date"]),
      ...tagsOf({ ...answer.output, ETag: etag }, {}),
      ...sha256 !== undefined && { sha256: sha256.toLowerCase() },
    };
  } catch (error) {
    // Its answer may have been lost.
    const mayBeDone = error instanceof CompleteError;
    const own = mayBeDone
      ? await ownObject(context, { key, token, signal }).catch(() => undefined)
      : undefined;
    if (own !== undefined) return own;
    await giveUp(context, upload);
    const cause = mayBeDone ? error.cause : error;
    if (ifAbsent && cause instanceof S3Refusal && cause.kind === "conflict") takenError(uri, cause);
    throw cause;
  }
}

async function begin(
  context: S3Context,
  { key, token, partSize, sha256, call }: {
    readonly key: string;
    readonly token: string;
    readonly partSize: number;
    readonly sha256: string | undefined;
    readonly call: S3Call;
  },
): Promise<Upload> {
  const metadata = {
    [METADATA.write]: token,
    // The last part is not sent when the bytes have another.
    ...sha256 !== undefined && { [METADATA.sha256]: sha256 },
    // What a reader needs to check the bytes by the ETag.
    ...context.server.hasMd5Etags !== false && { [METADATA.partSize]: String(partSize) },
  };
  return await beginUpload(context, { key, metadata, call });
}

// Not every server makes ETags of MD5, which only a part that was sent tells.
async function sendFirst(
  context: S3Context,
  upload: Upload,
  { parts, partSize }: Pick<UploadSource, "parts" | "partSize">,
) {
  const part = await parts.next(partSize);
  const first = { bytes: part?.bytes ?? new Uint8Array(), isLast: part?.isLast ?? true, number: 1 };
  const sent = await sendPart(context, upload, first);
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  return {
    sent,
    hasMd5Etag: createHash("md5").update(first.bytes).digest("hex") === bareEtag(sent.ETag),
    sendAgain: (upload: Upload) => sendPart(context, upload, first),
  };
}

const NODE_CRYPTO: string = "node:crypto";
