import { StoreError } from "../../core/errors.ts";
import { etagHash, type SentObject } from "./_etag_hash.ts";

/**
 * The same stream, with an error of kind `corrupt` in the place of its end when the bytes are not those of the ETag. For
 * objects that were sent as they came: their SHA-256 was known only when there was no place left for it.
 */
export async function checkEtag(
  stream: ReadableStream<Uint8Array>,
  { uri, ...object }: SentObject & { readonly uri: string },
): Promise<ReadableStream<Uint8Array>> {
  const hash = await etagHash(object);
  if (hash === undefined) return stream;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        hash.update(chunk);
        controller.enqueue(chunk);
      },
      flush() {
        if (hash.matches()) return;
        const reason = "its bytes are not those that were written; read it again";
        throw new StoreError(`Cannot read "${uri}": ${reason}`, { uri, kind: "corrupt" });
      },
    }),
  );
}
