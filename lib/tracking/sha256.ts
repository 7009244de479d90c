import type { Body } from "../stores/store.ts";

/** Bytes on their way somewhere, and their digest once they have passed. */
export interface HashedBody {
  /** The same bytes. */
  readonly body: Body;
  /** SHA-256 in hexadecimal; ask when all bytes have been read. */
  digest(): Promise<string>;
}

/** Hash bytes as they pass, so that a stream is never held in memory. */
export async function hashBody(content: Body): Promise<HashedBody> {
  if (content instanceof Uint8Array) return { body: content, digest: () => sha256(content) };
  // Loaded for streams only: it costs 20 ms, and Web Crypto cannot hash piece by piece.
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  const tap = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      hash.update(chunk);
      controller.enqueue(chunk);
    },
  });
  return { body: content.pipeThrough(tap), digest: () => Promise.resolve(hash.digest("hex")) };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  // A copy only when the bytes live in shared memory, which Web Crypto refuses.
  const owned = bytes.buffer instanceof ArrayBuffer
    ? bytes as Uint8Array<ArrayBuffer>
    : Uint8Array.from(bytes);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", owned));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
