import { StoreError } from "../../core/errors.ts";
import { sizeOfPart } from "./part_size.ts";
import type { Part } from "./part_reader.ts";
import type { S3Call } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";
import { sha256Of } from "./_sha256_of.ts";
import type { UploadSource } from "./upload_parts.ts";

/** An upload that was begun. */
export interface Upload {
  /** Key in the bucket. */
  readonly Key: string;
  /** What the server calls it. */
  readonly UploadId: unknown;
  /** How messages tell of it. */
  readonly call: S3Call;
}

/** A part and its number, from 1. */
export interface NumberedPart extends Part {
  readonly number: number;
}

/** A part that the server has. */
export interface SentPart {
  /** From 1. */
  readonly PartNumber: number;
  /** Its ETag. */
  readonly ETag: string;
  /** Its bytes. */
  readonly size: number;
}

/** What is sent, and how it is stopped. */
export interface PartSource extends UploadSource {
  /** How many parts have gone before. */
  readonly before: number;
}

/** Send parts, several at once. After the first failure nothing more is sent. */
export async function sendParts(
  context: S3Context,
  upload: Upload,
  { parts, partSize, before, stop }: PartSource,
): Promise<readonly SentPart[]> {
  const { limits, settings: { concurrency } } = context;
  const sent: SentPart[] = [];
  let failure: { readonly error: unknown } | undefined;
  let taken: Promise<NumberedPart | undefined> = Promise.resolve(undefined);
  let number = before;
  // Parts are read one after another, whoever sends them.
  const take = (): Promise<NumberedPart | undefined> => {
    taken = taken.then(async () => {
      const part = await parts.next(sizeOfPart(number + 1, partSize, limits));
      return part && { ...part, number: ++number };
    });
    // Told to whoever takes it.
    taken.catch(() => {});
    return taken;
  };
  const takeTurns = async (_: unknown, sender: number): Promise<void> => {
    try {
      while (failure === undefined && sender < sendersOf(sizeOfPart(number + 1, partSize, limits), context)) {
        const part = await take();
        if (part === undefined) return;
        sent.push(await sendPart(context, upload, part));
        parts.giveBack(part);
      }
    } catch (error) {
      failure ??= { error };
      stop.abort(error);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, takeTurns));
  if (failure !== undefined) throw failure.error;
  return sent;
}

// Parts of a very large object are large: fewer at once, so that they do not fill the memory.
function sendersOf(size: number, { settings: { partSize, concurrency } }: S3Context): number {
  return Math.max(1, Math.floor(2 * concurrency * partSize / size));
}

/** Send one part. Its SHA-256 goes with it, and the server takes no other bytes. */
export async function sendPart(
  { client, limits: { mostParts } }: S3Context,
  { Key, UploadId, call }: Upload,
  part: NumberedPart,
): Promise<SentPart> {
  if (part.number > mostParts) {
    const reason = `it has more than ${mostParts} parts; set a larger part_size`;
    throw new StoreError(`Cannot ${call.verb} "${call.uri}": ${reason}`, {
      uri: call.uri,
      kind: "unavailable",
    });
  }
  const { output } = await client.call("UploadPart", {
    Key,
    UploadId,
    PartNumber: part.number,
    Body: part.bytes,
  }, { ...call, sha256: await sha256Of(part.bytes) });
  return { PartNumber: part.number, ETag: String(output["ETag"]), size: part.bytes.length };
}
