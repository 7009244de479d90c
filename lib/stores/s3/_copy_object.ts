import { changedError } from "../_changed_error.ts";
import type { CopyOptions, ObjectInfo } from "../store.ts";
import { copyInParts } from "./_copy_parts.ts";
import { bareEtag, describeHead, tagsOf, toSeconds } from "./_describe_object.ts";
import { encryptionOf } from "./_encryption.ts";
import { headObject } from "./_head_object.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Context } from "./s3_store.ts";

/**
 * Copy an object on the server: two requests, three if it came in parts, and parts above 5 GiB. `undefined` when the server cannot: it is
 * encrypted with a key that not every server copies with.
 */
export async function copyObject(
  context: S3Context,
  { from, to, options: { signal } }: {
    readonly from: string;
    readonly to: string;
    readonly options: CopyOptions;
  },
): Promise<ObjectInfo | undefined> {
  const { client, bucket, settings, limits } = context;
  const [source, target] = [context.fullKey(from), context.fullKey(to)];
  const reading = { verb: "read", uri: context.uri(from), signal };
  const { output: head } = await headObject(context, from, reading);
  // The version of the source is not that of the copy.
  const { version, ...info } = describeHead(to, head);
  const call = { verb: "write", uri: context.uri(to), signal };
  const CopySource = `${bucket}/${source.split("/").map(encodeURIComponent).join("/")}`;
  try {
    if (info.size > limits.mostAtOnce) {
      return await copyInParts(context, { CopySource, from, head, info, call });
    }
    const { output } = await client.call("CopyObject", {
      Key: target,
      CopySource,
      // Ceph 16 does not mind it.
      ...info.etag !== undefined && { CopySourceIfMatch: `"${info.etag}"` },
      ...encryptionOf(settings.encryption),
    }, call);
    const copied = (output["CopyObjectResult"] ?? {}) as Readonly<Record<string, unknown>>;
    // Another ETag: the source came in parts, or another object stands there by now.
    const isOther = info.etag !== undefined && bareEtag(copied["ETag"]) !== info.etag;
    // Ceph does not tell the version of a copy.
    if (isOther || version !== undefined && output["VersionId"] === undefined) {
      return describeHead(to, (await headObject(context, to, call)).output);
    }
    return {
      ...info,
      modified: toSeconds(copied["LastModified"]),
      ...tagsOf({ ETag: copied["ETag"], VersionId: output["VersionId"] }, {}),
    };
  } catch (error) {
    const { status, code } = error instanceof S3Refusal ? error.failure : {};
    if (status === 412) throw changedError(context.uri(from));
    // Ceph 16 reads an escaped "%" of what parts are copied from as the sign that it escapes.
    if (status === 501 || code === "NoSuchKey") return undefined;
    throw error;
  }
}
