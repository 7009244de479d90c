import type { ObjectInfo } from "../store.ts";
import { METADATA, tagsOf, toSeconds } from "./_describe_object.ts";
import { encryptionOf } from "./_encryption.ts";
import { ownObject, takenError } from "./_own_object.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Context } from "./s3_store.ts";

/** All bytes of an object. */
export interface WholeBody {
  /** How many. */
  readonly size: number;
  /** Their SHA-256 in hexadecimal; the server takes no other bytes. */
  readonly sha256: string;
  /** The bytes, or what opens them, anew for each try. */
  readonly bytes: Uint8Array | (() => Promise<ReadableStream<Uint8Array>>);
}

/** What is put, and how. */
export interface WholePut {
  /** Key in the store. */
  readonly key: string;
  /** Whether to refuse when the key is taken. */
  readonly ifAbsent: boolean;
  /** Stops it. */
  readonly signal: AbortSignal | undefined;
}

/** Put an object by one request, with its SHA-256 beside it. */
export async function putObject(
  context: S3Context,
  { key, ifAbsent, signal }: WholePut,
  { size, sha256, bytes }: WholeBody,
): Promise<ObjectInfo> {
  const uri = context.uri(key);
  const token = crypto.randomUUID();
  const Metadata = {
    [METADATA.sha256]: sha256,
    ...ifAbsent && { [METADATA.write]: token },
  };
  const body = bytes instanceof Uint8Array ? { Body: bytes } : { ContentLength: size };
  const open = bytes instanceof Uint8Array ? undefined : bytes;
  try {
    const { output, headers } = await context.client.call("PutObject", {
      Key: context.fullKey(key),
      ...body,
      Metadata,
      ...encryptionOf(context.settings.encryption),
      ...ifAbsent && { IfNoneMatch: "*" },
    }, { verb: ifAbsent ? "create" : "write", uri, sha256, open, signal });
    return { key, size, modified: toSeconds(headers["date"]), ...tagsOf(output, Metadata) };
  } catch (error) {
    const isTaken = ifAbsent && error instanceof S3Refusal && error.kind === "conflict";
    if (!isTaken) throw error;
    return await ownObject(context, { key, token, signal }) ?? takenError(uri, error);
  }
}
