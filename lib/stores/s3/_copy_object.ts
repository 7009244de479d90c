import type { CopyOptions, ObjectInfo } from "../store.ts";
import { describeHead, tagsOf, toSeconds } from "./_describe_object.ts";
import { encryptionOf } from "./_encryption.ts";
import type { S3Context } from "./s3_store.ts";
import { StoreError } from "../../core/errors.ts";

/** The most that one request copies. */
const MOST_AT_ONCE = 5 * 1024 ** 3;

/** Copy an object on the server: two requests, whatever its size up to 5 GiB. */
export async function copyObject(
  context: S3Context,
  { from, to, options: { signal } }: {
    readonly from: string;
    readonly to: string;
    readonly options: CopyOptions;
  },
): Promise<ObjectInfo> {
  const { client, bucket, settings } = context;
  const [source, target] = [context.fullKey(from), context.fullKey(to)];
  const reading = { verb: "read", uri: context.uri(from), signal };
  const head = await client.call("HeadObject", { Key: source }, reading);
  const info = describeHead(to, head.output);
  if (info.size > MOST_AT_ONCE) {
    const reason = "more than 5 GiB are not copied in one request; read and write it";
    throw new StoreError(`Cannot copy "${context.uri(from)}": ${reason}`, {
      uri: context.uri(from),
      kind: "unavailable",
    });
  }
  const call = { verb: "write", uri: context.uri(to), signal };
  const { output } = await client.call("CopyObject", {
    Key: target,
    CopySource: `${bucket}/${source.split("/").map(encodeURIComponent).join("/")}`,
    ...encryptionOf(settings.encryption),
  }, call);
  const copied = (output["CopyObjectResult"] ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...info,
    modified: toSeconds(copied["LastModified"]),
    ...tagsOf({ ETag: copied["ETag"], VersionId: output["VersionId"] }, {}),
  };
}
