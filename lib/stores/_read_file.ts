import { changedError } from "./_changed_error.ts";
import { fileEtag } from "./_file_etag.ts";
import { localStoreError, Refusal } from "./_local_error.ts";
import type { ReadOptions } from "./store.ts";

const MIN_CHUNK_SIZE = 1024;
const MAX_CHUNK_SIZE = 256 * 1024;

/**
 * Bytes of a file as a stream. The file is closed when the stream ends or is cancelled.
 *
 * @throws {StoreError} When it cannot be opened; an error while it is read comes through the stream.
 */
export async function openFile(
  path: string,
  options: ReadOptions & { readonly uri: string },
): Promise<ReadableStream<Uint8Array>> {
  const chunks = readFile(path, options);
  // The file is open once the first chunk is here, and `return()` closes it from then on.
  await chunks.next();
  return ReadableStream.from(chunks);
}

async function* readFile(
  path: string,
  { start = 0, end = Infinity, ifMatch, signal, uri }: ReadOptions & { readonly uri: string },
): AsyncGenerator<Uint8Array> {
  try {
    signal?.throwIfAborted();
    using file = await Deno.open(path);
    const info = await file.stat();
    const { size } = info;
    if (info.isDirectory) throw new Refusal("conflict", "it is a folder");
    const checkUnchanged = (info: Deno.FileInfo): void => {
      if (ifMatch !== undefined && fileEtag(info) !== ifMatch) throw changedError(uri);
    };
    checkUnchanged(info);
    if (start > 0) await file.seek(start, Deno.SeekMode.Start);
    yield new Uint8Array();

    for (let position = start; position < end;) {
      signal?.throwIfAborted();
      // A file can grow while it is read, and a pipe does not know its size: only the end of the file counts.
      const expected = Math.max(size - position, MIN_CHUNK_SIZE);
      const chunk = new Uint8Array(Math.min(expected, end - position, MAX_CHUNK_SIZE));
      const count = await file.read(chunk);
      if (count === null) break;
      position += count;
      yield chunk.subarray(0, count);
    }
    // Kedge itself puts a new file in the place of the old one; other programs write into it.
    if (ifMatch !== undefined) checkUnchanged(await file.stat());
  } catch (error) {
    throw localStoreError(error, { verb: "read", path, uri });
  }
}
