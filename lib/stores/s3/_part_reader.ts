import { readChunks } from "../../core/bytes.ts";
import type { Body } from "../store.ts";

/** A part of what is written. */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** Whether it is the last one. */
  readonly isLast: boolean;
}

/** Cuts a body into parts of given sizes; of a stream it holds one part at most. */
export class PartReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();
  #number = 0;
  #isAtEnd = false;

  /** Read chunks. */
  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next part; there is one, even if it is empty, and none after the last. */
  async next(size: number): Promise<Part | undefined> {
    if (this.#isAtEnd) return undefined;
    const pieces = [this.#rest];
    let length = this.#rest.length;
    // One byte more than a part tells that it is not the last.
    while (length <= size) {
      const { done, value } = await this.#chunks.next();
      if (done) {
        this.#isAtEnd = true;
        break;
      }
      pieces.push(value);
      length += value.length;
    }
    const bytes = join(pieces, Math.min(size, length));
    const taken = pieces.slice(0, -1).reduce((sum, piece) => sum + piece.length, 0);
    this.#rest = this.#isAtEnd ? new Uint8Array() : (pieces.at(-1) ?? bytes).subarray(size - taken);
    return { number: ++this.#number, bytes, isLast: this.#isAtEnd };
  }

  /** Read no further. */
  async stop(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** The chunks of a body. */
export async function* chunksOf(
  body: Body,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (body instanceof Uint8Array) yield body;
  else yield* readChunks(body, { signal });
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [first = new Uint8Array(), ...others] = pieces;
  if (first.length >= size) return first.subarray(0, size);
  if (first.length === 0 && others.length === 1) return others[0]!.subarray(0, size);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    const part = piece.subarray(0, size - at);
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
