import { byteReader } from "../../core/bytes.ts";
import type { Body } from "../store.ts";

/** A part of what is written. */
export interface Part {
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** Whether it is the last one. */
  readonly isLast: boolean;
}

/** Cuts a body into parts. Of a stream it holds one part at most, and fills memory that was given back anew. */
export interface PartReader {
  /** The next part; there is one, even if it is empty, and none after the last. */
  next(size: number): Promise<Part | undefined>;
  /** Give the memory of a part back, once nobody reads it. */
  giveBack(part: Part): void;
  /** Read no further. */
  stop(reason?: unknown): Promise<void>;
}

/** Read a body in parts; a signal ends it, also while the stream keeps one waiting. */
export function openParts(body: Body, signal: AbortSignal): PartReader {
  return body instanceof Uint8Array ? partsOfBytes(body) : new StreamParts(openFiller(body, signal));
}

// No copies: parts are views.
function partsOfBytes(bytes: Uint8Array): PartReader {
  let at = 0;
  let isAtEnd = false;
  return {
    next(size) {
      if (isAtEnd) return Promise.resolve(undefined);
      const part = bytes.subarray(at, at + size);
      at += part.length;
      isAtEnd = at >= bytes.length;
      return Promise.resolve({ bytes: part, isLast: isAtEnd });
    },
    giveBack() {},
    stop: () => Promise.resolve(),
  };
}

/** What is at the beginning of a body: all of it, or no more than a part that others follow. */
export type Beginning =
  | { readonly kind: "whole"; readonly bytes: Uint8Array }
  | { readonly kind: "parts"; readonly parts: PartReader };

/** Read so many bytes, and tell whether more follow; then all parts can be read, those bytes among them. */
export async function readBeginning(parts: PartReader, size: number): Promise<Beginning> {
  const first = await parts.next(size);
  if (first === undefined) return { kind: "whole", bytes: new Uint8Array() };
  if (first.isLast) return { kind: "whole", bytes: first.bytes };
  return { kind: "parts", parts: prependParts(first.bytes, parts) };
}

// The bytes are held until all parts of them are read, and no longer: they may be many.
function prependParts(bytes: Uint8Array, rest: PartReader): PartReader {
  let first: PartReader | undefined = partsOfBytes(bytes);
  return {
    async next(size) {
      const part = await first?.next(size);
      if (part !== undefined) return { ...part, isLast: false };
      first = undefined;
      return await rest.next(size);
    },
    giveBack: (part) => rest.giveBack(part),
    stop: (reason) => rest.stop(reason),
  };
}

/** Memory for a part of unknown size is doubled from here on: most objects are small. */
const FIRST_SIZE = 64 * 1024;

class StreamParts implements PartReader {
  readonly #filler: Filler;
  readonly #lent = new WeakSet<Uint8Array>();
  readonly #spare: ArrayBuffer[] = [];
  #isFirst = true;
  #isAtEnd = false;
  // One byte more than a part tells that it is not the last.
  #ahead = new Uint8Array(0);

  constructor(filler: Filler) {
    this.#filler = filler;
  }

  async next(size: number): Promise<Part | undefined> {
    if (this.#isAtEnd) return undefined;
    let memory = this.#takeSpare(size) ?? new ArrayBuffer(this.#isFirst ? Math.min(FIRST_SIZE, size) : size);
    this.#isFirst = false;
    new Uint8Array(memory).set(this.#ahead);
    let length = this.#ahead.length;
    while (!this.#isAtEnd && length < size) {
      if (length === memory.byteLength) memory = memory.transfer(Math.min(size, length * 2));
      const filled = await this.#filler.fill(memory, length);
      this.#isAtEnd = filled.count === 0;
      memory = filled.memory;
      length += filled.count;
    }
    if (!this.#isAtEnd) {
      const { memory, count } = await this.#filler.fill(new ArrayBuffer(1), 0);
      this.#isAtEnd = count === 0;
      this.#ahead = new Uint8Array(memory, 0, count);
    }
    const bytes = new Uint8Array(memory, 0, length);
    this.#lent.add(bytes);
    return { bytes, isLast: this.#isAtEnd };
  }

  giveBack({ bytes }: Part): void {
    if (this.#lent.delete(bytes)) this.#spare.push(bytes.buffer as ArrayBuffer);
  }

  stop(reason?: unknown): Promise<void> {
    return this.#filler.stop(reason);
  }

  #takeSpare(size: number): ArrayBuffer | undefined {
    const at = this.#spare.findIndex(({ byteLength }) => byteLength >= size);
    return at < 0 ? undefined : this.#spare.splice(at, 1)[0];
  }
}

/** Fills memory with the bytes of a stream. */
interface Filler {
  /** Put bytes into memory from `at` on; no bytes at the end of the stream. The memory may come back as another object. */
  fill(memory: ArrayBuffer, at: number): Promise<{ readonly memory: ArrayBuffer; readonly count: number }>;
  stop(reason: unknown): Promise<void>;
}

function openFiller(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Filler {
  const reader = openReader(stream);
  const cancel = (): void => void reader.stop(signal.reason);
  signal.addEventListener("abort", cancel, { once: true });
  return {
    async fill(memory, at) {
      signal.throwIfAborted();
      const filled = await reader.fill(memory, at);
      signal.throwIfAborted();
      return filled;
    },
    async stop(reason) {
      signal.removeEventListener("abort", cancel);
      await reader.stop(reason);
    },
  };
}

function openReader(stream: ReadableStream<Uint8Array>): Filler {
  const bytes = byteReader(stream);
  if (bytes !== undefined) {
    return {
      async fill(memory, at) {
        const { value, done } = await bytes.read(new Uint8Array(memory, at));
        return { memory: value?.buffer ?? memory, count: done ? 0 : value.byteLength };
      },
      stop: (reason) => bytes.cancel(reason).catch(() => {}),
    };
  }
  const reader = stream.getReader();
  let rest: Uint8Array = new Uint8Array();
  return {
    async fill(memory, at) {
      while (rest.length === 0) {
        const { value, done } = await reader.read();
        if (done) return { memory, count: 0 };
        rest = value;
      }
      const taken = rest.subarray(0, memory.byteLength - at);
      rest = rest.subarray(taken.length);
      new Uint8Array(memory).set(taken, at);
      return { memory, count: taken.length };
    },
    stop: (reason) => reader.cancel(reason).catch(() => {}),
  };
}
