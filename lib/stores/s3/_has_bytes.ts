import { readChunks } from "../../core/bytes.ts";
import type { CompareOptions } from "../store.ts";
import { describeHead, METADATA, metadataOf } from "./_describe_object.ts";
import { etagHash } from "./_etag_hash.ts";
import { headObject } from "./_head_object.ts";
import type { S3Context } from "./s3_store.ts";

/** Whether an object that was sent in parts has these bytes, by its ETag: it is looked at, and not read. */
export async function hasBytes(
  context: S3Context,
  key: string,
  { open, signal }: CompareOptions,
): Promise<boolean | undefined> {
  const call = { verb: "look at", uri: context.uri(key), signal };
  const { output } = await headObject(context, key, call);
  const partSize = Number(metadataOf(output)[METADATA.partSize] ?? 0);
  if (partSize <= 0) return undefined;
  const { limits } = context;
  const hash = await etagHash({ info: describeHead(key, output), partSize, limits });
  if (hash === undefined) return undefined;
  for await (const chunk of readChunks(await open(), { signal })) hash.update(chunk);
  return hash.matches();
}
