import { StoreError } from "../../core/errors.ts";
import type { Part, PartReader } from "./part_reader.ts";
import type { S3Call } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";
import { sha256Of } from "./_sha256_of.ts";

/** An upload that was begun. */
export interface Upload {
  /** Key in the bucket. */
  readonly Key: string;
  /** What the server calls it. */
  readonly UploadId: unknown;
  /** How messages tell of it. */
  readonly call: S3Call;
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
export interface PartSource {
  /** The parts. */
  readonly parts: PartReader;
  /** How many parts have gone before. */
  readonly before: number;
  /** Stops everything of this write. */
  readonly stop: AbortController;
}

const MOST_PARTS = 10_000;

/** Send parts, several at once. After the first failure nothing more is sent. */
export async function sendParts(
  context: S3Context,
  upload: Upload,
  { parts, before, stop }: PartSource,
): Promise<readonly SentPart[]> {
  const { partSize, concurrency } = context.settings;
  const sent: SentPart[] = [];
  let failure: { readonly error: unknown } | undefined;
  let taken: Promise<Part | undefined> = Promise.resolve(undefined);
  let count = before;
  // Parts are read one after another, whoever sends them.
  const take = (): Promise<Part | undefined> => {
    taken = taken.then(() => parts.next(partSize));
    // Told to whoever takes it.
    taken.catch(() => {});
    return taken;
  };
  const takeTurns = async (): Promise<void> => {
    try {
      while (failure === undefined) {
        const part = await take();
        if (part === undefined) return;
        sent.push(await sendPart(context, upload, { ...part, number: ++count }));
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

/** Send one part. Its SHA-256 goes with it, and the server takes no other bytes. */
export async function sendPart(
  { client }: S3Context,
  { Key, UploadId, call }: Upload,
  part: Part & { readonly number: number },
): Promise<SentPart> {
  if (part.number > MOST_PARTS) {
    const reason =
      `it has more than ${MOST_PARTS} parts of ${part.bytes.length} bytes; set a larger part_size`;
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
