import { StoreError } from "../../core/errors.ts";
import { countParts, sizeOfPart } from "./part_size.ts";
import type { S3Limits } from "./s3_limits.ts";
import type { ObjectInfo } from "../store.ts";

/** How an object was written. */
export interface EtagCheck {
  /** What is known of it. */
  readonly info: ObjectInfo;
  /** Bytes in its first part. */
  readonly partSize: number;
  /** What servers take, by which the parts at the end of a very large object have another size. */
  readonly limits: S3Limits;
  /** Its URI. */
  readonly uri: string;
}

/**
 * The same stream, with an error of kind `corrupt` in the place of its end when the bytes are not those of the ETag: the MD5
 * of the MD5 of the parts, or of all bytes when the server has copied the object into one piece. For objects that were sent
 * as they came: their SHA-256 was known only when there was no place left for it.
 */
export function checkEtag(stream: ReadableStream<Uint8Array>, check: EtagCheck): ReadableStream<Uint8Array> {
  const [, md5, count] = /^([0-9a-f]{32})(?:-(\d+))?$/.exec(check.info.etag ?? "") ?? [];
  const isOfParts = count !== undefined;
  const fits = !isOfParts || countParts(check.info.size, check.partSize, check.limits) === Number(count);
  return md5 === undefined || !fits ? stream : stream.pipeThrough(checking(check, isOfParts));
}

function checking(
  { info, partSize, limits, uri }: EtagCheck,
  isOfParts: boolean,
): TransformStream<Uint8Array, Uint8Array> {
  let crypto: typeof import("node:crypto");
  let whole: Md5;
  let part: Md5;
  let number = 1;
  let room = partSize;
  const endPart = (): void => {
    whole.update(part.digest());
    part = crypto.createHash("md5");
    room = sizeOfPart(++number, partSize, limits);
  };
  return new TransformStream({
    async start() {
      crypto = await import(NODE_CRYPTO);
      whole = crypto.createHash("md5");
      part = crypto.createHash("md5");
    },
    transform(chunk, controller) {
      if (!isOfParts) whole.update(chunk);
      for (let at = 0; isOfParts && at < chunk.length;) {
        const piece = chunk.subarray(at, at + room);
        part.update(piece);
        at += piece.length;
        room -= piece.length;
        if (room === 0) endPart();
      }
      controller.enqueue(chunk);
    },
    flush() {
      if (isOfParts && room < sizeOfPart(number, partSize, limits)) endPart();
      if (info.etag?.startsWith(whole.digest("hex"))) return;
      const reason = "its bytes are not those that were written; read it again";
      throw new StoreError(`Cannot read "${uri}": ${reason}`, { uri, kind: "corrupt" });
    },
  });
}

type Md5 = ReturnType<typeof import("node:crypto").createHash>;

const NODE_CRYPTO: string = "node:crypto";
