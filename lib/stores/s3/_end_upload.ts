import { withDeadline } from "./_deadline.ts";
import { bareEtag } from "./_describe_object.ts";
import type { SentPart, Upload } from "./_send_parts.ts";
import type { S3Answer } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";

/** What came of the request that joins the parts: the object may be there all the same. */
export class CompleteError extends Error {}

/**
 * Join the parts to an object.
 *
 * @throws {CompleteError} With what happened as its cause.
 */
export async function completeUpload(
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

const GIVE_UP_WITHIN = 15_000;

/**
 * Have the server forget the parts, as well as that can be done. Nobody waits for long after Ctrl-C, and a server that is gone
 * tells nothing: `leftovers` finds what stays.
 */
export async function giveUp(
  { client }: S3Context,
  { Key, UploadId, call: { uri } }: Upload,
): Promise<void> {
  await withDeadline(
    { timeout: GIVE_UP_WITHIN },
    (signal) =>
      client.call("AbortMultipartUpload", { Key, UploadId }, { verb: "give up the upload of", uri, signal }),
  ).catch(() => {});
}

/**
 * The ETag of an object of parts, for servers that do not tell it: the MD5 of the MD5 of the parts
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html).
 */
export async function etagOf(sent: readonly SentPart[]): Promise<string> {
  const etags = sent.map(({ ETag }) => bareEtag(ETag));
  if (!etags.every((etag) => /^[0-9a-f]{32}$/.test(etag))) return "";
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  const hash = createHash("md5");
  for (const etag of etags) hash.update(etag, "hex");
  return `${hash.digest("hex")}-${etags.length}`;
}

const NODE_CRYPTO: string = "node:crypto";
