/** All bytes of a stream, or a copy of the bytes given. */
export async function toBytes(
  body: Uint8Array | ReadableStream<Uint8Array>,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { signal } = options;
  signal?.throwIfAborted();
  if (body instanceof Uint8Array) return new Uint8Array(body);

  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    signal?.throwIfAborted();
    chunks.push(chunk);
    size += chunk.length;
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
