import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { type S3Store, s3Store } from "../../../lib/stores/s3/s3_store.ts";
import type { S3Limits } from "../../../lib/stores/s3/s3_limits.ts";
import type { S3StoreOptions } from "../../../lib/stores/s3/s3_options.ts";
import type { Leftover, Store } from "../../../lib/stores/store.ts";
import { type FaultProxy, faultProxy } from "../../support/fault_proxy.ts";
import type { CephServer } from "../../services/s3/ceph_server.ts";
import { sendCommand, sharedS3 } from "../../support/s3.ts";

const MIB = 1024 * 1024;

/** An object of one request. */
export const SMALL: Uint8Array<ArrayBuffer> = randomBytes(100_000);
/** An object of three parts of 5 MiB. */
export const LARGE: Uint8Array<ArrayBuffer> = randomBytes(12 * MIB);
/** An object that is too large to be created in one request: seven parts. */
export const HUGE: Uint8Array<ArrayBuffer> = randomBytes(34 * MIB);

const s3 = sharedS3();

/** A bucket behind a proxy in which things go wrong. */
export interface FaultyS3 extends AsyncDisposable {
  /** The server itself. */
  readonly server: CephServer;
  /** How the server is reached. */
  readonly options: S3StoreOptions;
  /** What goes wrong. */
  readonly proxy: FaultProxy;
  /** A store that is reached through it. */
  readonly store: S3Store;
  /** The same store, reached without it. */
  readonly direct: S3Store;
  /** Check that an object has these bytes, whoever reads it. */
  holds(key: string, bytes: Uint8Array): Promise<void>;
  /** Let the bucket keep what is overwritten, or keep it no more. */
  keepVersions(status?: "Enabled" | "Suspended"): Promise<void>;
}

/** How long stores wait for an answer that does not come, in the tests that are about that. */
export const SHORT_TIMEOUT = 2000;

/** Make one. Tries are few, so that tests are short. */
export async function withFaultyS3(options: S3StoreOptions = {}, limits?: S3Limits): Promise<FaultyS3> {
  const proxy = await faultProxy(s3().server.url);
  const bucket = await s3().makeBucket();
  const few = { partSize: 5 * MIB, attempts: 4 };
  const store = s3Store(bucket, { ...s3().options, ...few, endpoint: proxy.url, ...options }, limits);
  const direct = s3Store(bucket, s3().options);
  return {
    server: s3().server,
    options: s3().options,
    proxy,
    store,
    direct,
    async holds(key, bytes) {
      const found = await toBytes(await direct.read(key));
      assert.equal(found.length, bytes.length);
      assert.equal(Buffer.compare(found, bytes), 0, "other bytes");
    },
    async keepVersions(Status = "Enabled") {
      const VersioningConfiguration = { Status };
      const Bucket = bucket.slice("s3://".length);
      await sendCommand("PutBucketVersioning", { Bucket, VersioningConfiguration }, s3().options);
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await direct[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

/** What writes left behind. */
export async function leftoversOf(store: Store, prefix?: string): Promise<readonly Leftover[]> {
  return await Array.fromAsync(store.leftovers?.list(prefix) ?? []);
}

/** A text as bytes. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}
