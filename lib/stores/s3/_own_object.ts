import { StoreError } from "../../core/errors.ts";
import type { ObjectInfo } from "../store.ts";
import { describeHead, METADATA, metadataOf } from "./_describe_object.ts";
import { isOfOtherKey } from "./_encryption.ts";
import { headObject } from "./_head_object.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Context } from "./s3_store.ts";

/** The object under a key, if it was this write that put it there: its answer may have been lost on the way. */
export async function ownObject(
  context: S3Context,
  { key, token, signal }: {
    readonly key: string;
    readonly token: string;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ObjectInfo | undefined> {
  const call = { verb: "look at", uri: context.uri(key), signal };
  try {
    const { output } = await headObject(context, key, call);
    return metadataOf(output)[METADATA.write] === token ? describeHead(key, output) : undefined;
  } catch (error) {
    const isOther = error instanceof S3Refusal && (error.kind === "missing" || isOfOtherKey(error.failure));
    if (isOther) return undefined;
    throw error;
  }
}

/** Refuse to create what exists. */
export function takenError(uri: string, cause?: unknown): never {
  throw new StoreError(`Cannot create "${uri}": it exists already`, { uri, kind: "conflict" }, { cause });
}
