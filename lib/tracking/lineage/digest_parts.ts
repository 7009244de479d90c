import { mapPool } from "../../core/pool.ts";
import type { DatasetParts } from "../../datasets/dataset.ts";
import { hashBody } from "../sha256.ts";
import { digestObject, type ObjectDigest } from "./digest_object.ts";

/** How many objects are read at once. */
const AT_ONCE = 4;

/** What the digest of a folder begins with, so that none is taken for that of a file. */
const FOLDER = "p";

/**
 * What identifies the data of a folder: `p` and 31 characters of the SHA-256 of the ids and digests of its parts, in the order
 * of their ids; and the size of all. `undefined` when none is there.
 */
export async function digestParts(parts: DatasetParts["parts"]): Promise<ObjectDigest | undefined> {
  const found = await mapPool(parts, AT_ONCE, async ({ id, locate }) => {
    const place = await locate();
    const object = place && await digestObject(place);
    return object && { id, ...object };
  });
  const present = found.filter((part) => part !== undefined).sort((a, b) => a.id < b.id ? -1 : 1);
  if (present.length === 0) return undefined;
  const text = JSON.stringify(present.map(({ id, digest }) => [id, digest]));
  const { digest } = await hashBody(new TextEncoder().encode(text));
  return {
    digest: FOLDER + (await digest()).slice(0, 31),
    bytes: present.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Whether a digest is that of a folder. */
export function isFolderDigest(digest: string): boolean {
  return digest.startsWith(FOLDER);
}
