import { byteReader } from "../../core/bytes.ts";

/**
 * The same stream, and a call with the number of bytes whenever some have passed. A stream that reads into memory it is given
 * (`getReader({ mode: "byob" })`) still does: a large upload fills the same few parts again and again, where a
 * TransformStream would make new memory for every chunk.
 */
export function countBytes(
  stream: ReadableStream<Uint8Array>,
  onBytes: (count: number) => void,
): ReadableStream<Uint8Array> {
  const reader = byteReader(stream);
  if (reader !== undefined) return countFilled(reader, orCancel(reader, onBytes));
  const chunks = stream.getReader();
  return countChunks(chunks, orCancel(chunks, onBytes));
}

// A stream that fails by what it calls has nobody else who would let go of its source.
function orCancel(
  reader: { readonly cancel: (reason: unknown) => Promise<void> },
  onBytes: (count: number) => void,
): (count: number) => Promise<void> {
  return async (count) => {
    try {
      onBytes(count);
    } catch (error) {
      await reader.cancel(error).catch(() => {});
      throw error;
    }
  };
}

/** Chunks that a reader without memory of its own gets. */
const CHUNK_SIZE = 256 * 1024;

function countFilled(
  reader: ReadableStreamBYOBReader,
  onBytes: (count: number) => Promise<void>,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: "bytes",
    autoAllocateChunkSize: CHUNK_SIZE,
    async pull(controller) {
      const { byobRequest } = controller;
      const view = byobRequest?.view;
      if (!byobRequest || !view) throw new TypeError("A stream of bytes asks for memory with every read");
      const { buffer, byteOffset, byteLength } = view;
      const { done, value } = await reader.read(new Uint8Array(buffer, byteOffset, byteLength));
      if (done) controller.close();
      else await onBytes(value.length);
      // The memory went to the reader and came back as another object; at the end, with no bytes in it.
      if (value !== undefined) byobRequest.respondWithNewView(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function countChunks(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onBytes: (count: number) => Promise<void>,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) return controller.close();
      await onBytes(value.length);
      controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
