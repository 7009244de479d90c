import type { CopyOptions, ObjectInfo } from "../store.ts";
import { describeHead, tagsOf, toSeconds } from "./_describe_object.ts";
import { encryptionOf } from "./_encryption.ts";
import type { S3Context } from "./s3_store.ts";
import { headObject } from "./_head_object.ts";
import { S3Refusal } from "./_refusal.ts";

/** The most that one request copies. */
const MOST_AT_ONCE = 5 * 1024 ** 3;

/**
 * Copy an object on the server: two requests, whatever its size up to 5 GiB. `undefined` when the server cannot: it is larger,
 * or encrypted with a key that not every server copies with.
 */
export async function copyObject(
  context: S3Context,
  { from, to, options: { signal } }: {
    readonly from: string;
    readonly to: string;
    readonly options: CopyOptions;
  },
): Promise<ObjectInfo | undefined> {
  const { client, bucket, settings } = context;
  const [source, target] = [context.fullKey(from), context.fullKey(to)];
  const reading = { verb: "read", uri: context.uri(from), signal };
  const head = await headObject(context, from, reading);
  const info = describeHead(to, head.output);
  if (info.size > MOST_AT_ONCE) return undefined;
  const call = { verb: "write", uri: context.uri(to), signal };
  const answer = await client.call("CopyObject", {
    Key: target,
    CopySource: `${bucket}/${source.split("/").map(encodeURIComponent).join("/")}`,
    ...encryptionOf(settings.encryption),
  }, call).catch((error: unknown) => {
    if (error instanceof S3Refusal && error.failure.status === 501) return undefined;
    throw error;
  });
  if (answer === undefined) return undefined;
  const { output } = answer;
  const copied = (output["CopyObjectResult"] ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...info,
    modified: toSeconds(copied["LastModified"]),
    ...tagsOf({ ETag: copied["ETag"], VersionId: output["VersionId"] }, {}),
  };
}
