import { changedError } from "./_changed_error.ts";
import { fileEtag } from "./_file_etag.ts";
import { localStoreError, Refusal } from "./_local_error.ts";
import type { ReadOptions } from "./store.ts";

const MIN_CHUNK_SIZE = 1024;
const MAX_CHUNK_SIZE = 256 * 1024;

/**
 * Bytes of a file as a stream, which also reads into memory that it is given (`getReader({ mode: "byob" })`). The file is
 * closed when the stream ends or is cancelled.
 *
 * @throws {StoreError} When it cannot be opened; an error while it is read comes through the stream.
 */
export async function openFile(
  path: string,
  options: ReadOptions & { readonly uri: string },
): Promise<ReadableStream<Uint8Array>> {
  const { start = 0, end = Infinity, ifMatch, signal, uri } = options;
  const fail = (error: unknown): unknown => localStoreError(error, { verb: "read", path, uri });
  const checkUnchanged = (info: Deno.FileInfo): void => {
    if (ifMatch !== undefined && fileEtag(info) !== ifMatch) throw changedError(uri);
  };
  let file: Deno.FsFile | undefined;
  let size: number;
  try {
    signal?.throwIfAborted();
    file = await Deno.open(path);
    const info = await file.stat();
    if (info.isDirectory) throw new Refusal("conflict", "it is a folder");
    checkUnchanged(info);
    if (start > 0) await file.seek(start, Deno.SeekMode.Start);
    size = info.size;
  } catch (error) {
    file?.close();
    throw fail(error);
  }

  const opened = file;
  let position = start;
  const readInto = async (chunk: Uint8Array): Promise<number> => {
    signal?.throwIfAborted();
    const count = chunk.length === 0 ? null : await opened.read(chunk);
    position += count ?? 0;
    // Kedge itself puts a new file in the place of the old one; other programs write into it.
    if (count === null && ifMatch !== undefined) checkUnchanged(await opened.stat());
    return count ?? 0;
  };
  return new ReadableStream({
    type: "bytes",
    async pull(controller) {
      try {
        const { byobRequest } = controller;
        const view = byobRequest?.view;
        // A file can grow while it is read, and a pipe does not know its size: only the end of the file counts.
        const expected = view?.byteLength ?? Math.max(size - position, MIN_CHUNK_SIZE);
        const length = Math.min(expected, end - position, MAX_CHUNK_SIZE);
        const chunk = view ? new Uint8Array(view.buffer, view.byteOffset, length) : new Uint8Array(length);
        const count = await readInto(chunk);
        if (count > 0 && byobRequest) return byobRequest.respond(count);
        if (count > 0) return controller.enqueue(chunk.subarray(0, count));
        opened.close();
        controller.close();
        byobRequest?.respond(0);
      } catch (error) {
        opened.close();
        throw fail(error);
      }
    },
    cancel: () => opened.close(),
  });
}
