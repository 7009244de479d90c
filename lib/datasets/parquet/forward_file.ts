import type { ParquetFile, ParquetMetadata } from "../../deps/hyparquet.ts";
import type { ByteSource } from "../byte_source.ts";
import { readMetadata } from "./read_parquet.ts";

/** A file that is read from its beginning to its end, while what has been read can be let go. */
export interface ForwardFile extends ParquetFile, AsyncDisposable {
  /** What the file says of itself. */
  readonly metadata: ParquetMetadata;
  /** Let go of all bytes before one. */
  keepFrom(start: number): void;
}

const MAX_TRIES = 5;

/**
 * Open a file to be read forward. It is opened once, so that a file which takes its place later is never read; the end of
 * the file, which says what is in it, is read ahead, and opening begins anew when the file was replaced meanwhile.
 */
export async function openForward(source: ByteSource): Promise<ForwardFile> {
  for (let attempt = 1;; attempt++) {
    const before = await source.info();
    const chunks = source.chunks()[Symbol.asyncIterator]();
    try {
      const first = await chunks.next();
      const metadata = await readMetadata(byRange(source, before.size), source);
      const after = await source.info();
      if (after.size === before.size && after.modified === before.modified) {
        return forwardFile(chunks, { first, metadata, size: before.size });
      }
      if (attempt === MAX_TRIES) throw source.problem("It is replaced again and again while it is opened");
    } catch (error) {
      await chunks.return?.();
      throw error;
    }
    await chunks.return?.();
  }
}

function byRange(source: ByteSource, byteLength: number): ParquetFile {
  return {
    byteLength,
    slice: async (start, end) => copy(await source.range(start, end ?? byteLength)),
  };
}

function forwardFile(
  chunks: AsyncIterator<Uint8Array>,
  { first, metadata, size }: {
    readonly first: IteratorResult<Uint8Array>;
    readonly metadata: ParquetMetadata;
    readonly size: number;
  },
): ForwardFile {
  let kept: { readonly at: number; readonly bytes: Uint8Array }[] = first.done
    ? []
    : [{ at: 0, bytes: first.value }];
  let read = first.done ? 0 : first.value.length;
  const readTo = async (end: number): Promise<void> => {
    while (read < end) {
      const { done, value } = await chunks.next();
      if (done) return;
      kept.push({ at: read, bytes: value });
      read += value.length;
    }
  };
  return {
    metadata,
    byteLength: size,
    async slice(start, end = size): Promise<ArrayBuffer> {
      await readTo(end);
      const whole = new Uint8Array(end - start);
      for (const { at, bytes } of kept) {
        const part = bytes.subarray(Math.max(0, start - at), Math.max(0, end - at));
        if (part.length > 0) whole.set(part, Math.max(0, at - start));
      }
      return whole.buffer;
    },
    keepFrom(start): void {
      kept = kept.filter(({ at, bytes }) => at + bytes.length > start);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      kept = [];
      await chunks.return?.();
    },
  };
}

function copy(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
