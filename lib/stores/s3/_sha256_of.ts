/** SHA-256 of bytes in hexadecimal, computed beside the main thread. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  // Web Crypto refuses memory that threads share.
  const owned = bytes.buffer instanceof ArrayBuffer
    ? bytes as Uint8Array<ArrayBuffer>
    : Uint8Array.from(bytes);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", owned)).toHex();
}
