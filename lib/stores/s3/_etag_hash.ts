import type { ObjectInfo } from "../store.ts";
import { countParts, sizeOfPart } from "./part_size.ts";
import type { S3Limits } from "./s3_limits.ts";

/** An object that was sent in parts, and how. */
export interface SentObject {
  /** What is known of it. */
  readonly info: ObjectInfo;
  /** Bytes in its first part. */
  readonly partSize: number;
  /** What servers take, by which the parts at the end of a very large object have another size. */
  readonly limits: S3Limits;
}

/** Tells whether bytes are those of an ETag. */
export interface EtagHash {
  /** Take more bytes. */
  update(bytes: Uint8Array): void;
  /** There are no more: whether they were those of the object. */
  matches(): boolean;
}

/**
 * Begin to hash bytes as the ETag of an object was made: the MD5 of the MD5 of the parts, or of all bytes when the server has
 * copied the object into one piece; `undefined` when its ETag was made in another way.
 */
export async function etagHash({ info, partSize, limits }: SentObject): Promise<EtagHash | undefined> {
  const [, md5, count] = /^([0-9a-f]{32})(?:-(\d+))?$/.exec(info.etag ?? "") ?? [];
  const isOfParts = count !== undefined;
  const fits = !isOfParts || countParts(info.size, partSize, limits) === Number(count);
  if (md5 === undefined || !fits) return undefined;
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  const whole = createHash("md5");
  if (!isOfParts) {
    return { update: (bytes) => void whole.update(bytes), matches: () => whole.digest("hex") === md5 };
  }
  let part = createHash("md5");
  let number = 1;
  let room = partSize;
  const endPart = (): void => {
    whole.update(part.digest());
    part = createHash("md5");
    room = sizeOfPart(++number, partSize, limits);
  };
  return {
    update(bytes) {
      for (let at = 0; at < bytes.length;) {
        const piece = bytes.subarray(at, at + room);
        part.update(piece);
        at += piece.length;
        room -= piece.length;
        if (room === 0) endPart();
      }
    },
    matches() {
      if (room < sizeOfPart(number, partSize, limits)) endPart();
      return whole.digest("hex") === md5;
    },
  };
}

const NODE_CRYPTO: string = "node:crypto";
