import { Buffer } from "node:buffer";
import { loadZip, type ZipEntry, type ZipFile } from "../deps/yauzl.ts";
import type { ArchiveEntry } from "./_archive_entry.ts";

/** The entries of a zip archive. */
export async function* readZip(archive: Uint8Array): AsyncIterable<ArchiveEntry> {
  const { fromBufferPromise } = await loadZip();
  const view = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const zip = await fromBufferPromise(view, { lazyEntries: true, strictFileNames: true });
  for await (const entry of zip.eachEntry()) {
    yield {
      path: entry.fileName,
      kind: kindOf(entry),
      modified: entry.getLastModDate().getTime(),
      bytes: async function* () {
        yield* await openStream(zip, entry);
      },
    };
  }
}

function openStream(zip: ZipFile, entry: ZipEntry): Promise<AsyncIterable<Uint8Array>> {
  const { promise, resolve, reject } = Promise.withResolvers<AsyncIterable<Uint8Array>>();
  zip.openReadStream(entry, (error, stream) => {
    if (stream === undefined) return reject(error ?? new TypeError("Cannot read an entry without a stream"));
    // It may break before somebody iterates over it, and an error that nobody listens to ends the process.
    stream.on("error", () => {});
    resolve(stream);
  });
  return promise;
}

const FILE_TYPE = 0o170000;
const LINK = 0o120000;

function kindOf(entry: ZipEntry): ArchiveEntry["kind"] {
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK) return "link";
  if (entry.fileName.endsWith("/")) return "folder";
  return entry.isEncrypted() ? "encrypted" : "file";
}
