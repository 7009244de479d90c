/**
 * SHA-256 of bytes in hexadecimal. Web Crypto hashes a copy, which for a part of a large object is memory and more time than
 * the hash itself; node:crypto hashes in place, but takes 20 ms to load, so that what is small does without it.
 */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  if (bytes.length > LARGE) {
    const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
    return createHash("sha256").update(bytes).digest("hex");
  }
  // Web Crypto refuses memory that threads share.
  const owned = bytes.buffer instanceof ArrayBuffer
    ? bytes as Uint8Array<ArrayBuffer>
    : Uint8Array.from(bytes);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", owned)).toHex();
}

const LARGE = 256 * 1024;
const NODE_CRYPTO: string = "node:crypto";
