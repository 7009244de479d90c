import type { ByteSource } from "../../lib/datasets/byte_source.ts";

/** A text to be read as a file `x`, in pieces of a size. */
export function textSource(text: string, { pieceSize = 64 * 1024 } = {}): ByteSource {
  const bytes = new TextEncoder().encode(text);
  return {
    bytes: () => Promise.resolve(bytes),
    async *chunks() {
      for (let at = 0; at < bytes.length; at += pieceSize) {
        yield await Promise.resolve(bytes.subarray(at, at + pieceSize));
      }
    },
    range: (start, end) => Promise.resolve(bytes.slice(start, end)),
    info: () => Promise.resolve({ size: bytes.length, modified: 0 }),
    check: () => Promise.resolve(),
    problem: (message, { line, ...options } = {}) => new Error(`x:${line}: ${message}`, options),
  };
}
