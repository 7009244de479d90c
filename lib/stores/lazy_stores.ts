import type { ArchiveStoreOptions } from "./archive_store.ts";
import type { HttpStoreOptions } from "./http_store.ts";
import { checkKey } from "./key.ts";
import { lazyStore } from "./lazy_store.ts";
import type { S3StoreOptions } from "./s3/s3_options.ts";
import { parseS3Uri } from "./s3/s3_uri.ts";
import type { Store } from "./store.ts";

// Not literal import()s: most programs read files of this machine only.
const ARCHIVE: string = "./archive_store.ts";
const HTTP: string = "./http_store.ts";
const S3: string = "./s3/s3_store.ts";

/**
 * The files in a zip, tar or tar.gz archive, for reading. All of it is unpacked into memory, never onto a disk, and it is
 * refused when it holds something that leads elsewhere (`..`, absolute paths, links), a path twice, or too much.
 *
 * @throws {StoreError} With kind `corrupt` when it is no archive, is damaged, or holds what it must not.
 */
export async function archiveStore(archive: Uint8Array, options: ArchiveStoreOptions = {}): Promise<Store> {
  const { archiveStore }: typeof import("./archive_store.ts") = await import(ARCHIVE);
  return await archiveStore(archive, options);
}

/**
 * Files of a web server below a URL, for reading. They are listed by the index pages that the server makes of folders
 * (as nginx, Apache and `python -m http.server` do): every link to something below the folder is an entry.
 *
 * @param url Folder of the server. A user and password in it are sent, and never shown.
 * @throws {TypeError} When it is no http or https URL.
 */
export async function httpStore(url: string | URL, options: HttpStoreOptions = {}): Promise<Store> {
  const { httpStore }: typeof import("./http_store.ts") = await import(HTTP);
  return httpStore(url, options);
}

/**
 * Objects in a bucket of AWS S3, or of any server that speaks its language (Ceph, MinIO, R2, GCS ...), below
 * `s3://bucket/prefix`. The AWS SDK is fetched when the store is first used.
 *
 * Connections stay open between requests and hold no process; dispose of the store (`await using`) to close them.
 *
 * A write puts an object whole or not at all, in parts when it is large, and each byte is checked on its way. What is read
 * goes on after a broken connection, with the same object or not at all. Requests are tried again when the server or the
 * network may be better the next time.
 *
 * @throws {TypeError} When it is no `s3://` URI.
 *
 * @example Name a store; nothing is asked before it is used
 * ```ts
 * import assert from "node:assert/strict";
 * import { s3Store } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const store = s3Store("s3://my-bucket/models", { endpoint: "https://minio.example:9000" });
 *
 * assert.equal(store.uri("tree/model.json"), "s3://my-bucket/models/tree/model.json");
 * ```
 */
export function s3Store(uri: string, options: S3StoreOptions = {}): Store & AsyncDisposable {
  const { bucket, path } = parseS3Uri(uri);
  const root = `s3://${bucket}/${path === "" ? "" : `${path}/`}`;
  return lazyStore({
    root,
    traits: { atomicWrite: true, persistent: true },
    hasLeftovers: true,
    uri: (key) => {
      checkKey(key);
      return root + key;
    },
    async open() {
      const { s3Store }: typeof import("./s3/s3_store.ts") = await import(S3);
      return s3Store(root, options);
    },
  });
}
