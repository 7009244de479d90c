import { checkKey } from "../key.ts";
import { checkRange } from "../_range.ts";
import type {
  Body,
  CopyOptions,
  ListOptions,
  ObjectInfo,
  ReadOptions,
  Store,
  WriteOptions,
} from "../store.ts";
import { copyObject as copyByReading } from "../_copy_object.ts";
import { copyObject } from "./_copy_object.ts";
import { describeHead } from "./_describe_object.ts";
import { hasBytes } from "./_has_bytes.ts";
import { headObject } from "./_head_object.ts";
import { s3Leftovers } from "./_leftovers.ts";
import { listFolder, listObjects } from "./_list_objects.ts";
import { readObject } from "./_read_object.ts";
import { S3Refusal } from "./_refusal.ts";
import { createS3Client } from "./s3_client.ts";
import { LONGEST_KEY, S3_LIMITS, type S3Limits } from "./s3_limits.ts";
import { type S3StoreOptions, toS3Settings } from "./s3_options.ts";
import { parseS3Uri } from "./s3_uri.ts";
import { writeObject } from "./_write_object.ts";
import { environVariable } from "../../core/environ.ts";

/** What the parts of a store share. */
export interface S3Context {
  /** The bucket. */
  readonly bucket: string;
  /** What keys of the store have before them in the bucket; empty or with `/` at its end. */
  readonly prefix: string;
  /** Asks the server. */
  readonly client: ReturnType<typeof createS3Client>;
  /** How. */
  readonly settings: ReturnType<typeof toS3Settings>;
  /** What it takes. */
  readonly limits: S3Limits;
  /** What is found out about the server in the course of time. */
  readonly server: {
    /** Whether the ETag of a part is the MD5 of its bytes. */
    hasMd5Etags?: boolean;
  };
  /** URI of a key of the store. */
  uri(key: string): string;
  /** Key in the bucket. */
  fullKey(key: string): string;
}

/** A store in a bucket. Dispose of it to close its connections; they hold no process. */
export type S3Store = Store & AsyncDisposable;

/**
 * Objects below `s3://bucket/prefix`.
 *
 * @throws {TypeError} When the URI or an option makes no sense.
 */
export function s3Store(
  uri: string,
  options: S3StoreOptions = {},
  limits: S3Limits = S3_LIMITS,
): S3Store {
  const context = openContext(uri, options, limits);
  const { client } = context;

  async function stat(key: string): Promise<ObjectInfo | undefined> {
    const at = context.uri(key);
    try {
      const { output } = await headObject(context, key, { verb: "look at", uri: at });
      return describeHead(key, output);
    } catch (error) {
      if (error instanceof S3Refusal && error.failure.status === 404) return undefined;
      throw error;
    }
  }

  const store: S3Store = {
    root: `s3://${context.bucket}/${context.prefix}`,
    traits: { atomicWrite: true, persistent: true },
    uri: (key: string): string => context.uri(key),
    stat: (key) => stat(key),
    hasBytes: (key, options) => hasBytes(context, key, options),
    async read(key: string, options: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
      context.uri(key);
      checkRange(options);
      return await readObject(context, key, options);
    },
    async write(key: string, body: Body, options: WriteOptions = {}): Promise<ObjectInfo> {
      try {
        context.uri(key);
        return await writeObject(context, { key, body, options });
      } catch (error) {
        // It may be that not one chunk was asked for.
        if (body instanceof ReadableStream && !body.locked) await body.cancel(error).catch(() => {});
        throw error;
      }
    },
    list: (prefix: string = "", options?: ListOptions) => listObjects(context, prefix, options),
    listFolder: (prefix: string) => listFolder(context, prefix),
    async delete(key: string): Promise<void> {
      await client.call("DeleteObject", { Key: context.fullKey(key) }, {
        verb: "delete",
        uri: context.uri(key),
      });
    },
    async copy(from: string, to: string, options: CopyOptions = {}): Promise<ObjectInfo> {
      return await copyObject(context, { from, to, options }) ??
        await copyByReading(store, [from, to], options);
    },
    leftovers: s3Leftovers(context),
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
  return store;
}

function openContext(uri: string, options: S3StoreOptions, limits: S3Limits): S3Context {
  const { bucket, path } = parseS3Uri(uri);
  const settings = toS3Settings(options, environVariable);
  const prefix = path === "" ? "" : `${path}/`;
  const fullKey = (key: string): string => {
    checkKey(key);
    const full = prefix + key;
    const length = new TextEncoder().encode(full).length;
    if (length <= LONGEST_KEY) return full;
    throw new TypeError(
      `Cannot use key ${
        JSON.stringify(key)
      }: with its prefix it must have at most ${LONGEST_KEY} bytes: it has ${length}`,
    );
  };
  return {
    bucket,
    prefix,
    settings,
    limits,
    server: {},
    client: createS3Client(bucket, settings),
    uri: (key) => `s3://${bucket}/${fullKey(key)}`,
    fullKey,
  };
}
