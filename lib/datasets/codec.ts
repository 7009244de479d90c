import type { ByteSource } from "./byte_source.ts";

/** A format: how a value becomes bytes and back. It knows nothing of places. */
export interface Codec<T = unknown> {
  /** Its name. */
  readonly type: string;
  /** The value as bytes, all at once or piece by piece. A throw while pieces are made leaves the old object in place. */
  encode(value: T): Encoded | Promise<Encoded>;
  /** What is read as a value. A codec that streams gives an iterable that opens the source when it is iterated. */
  decode(source: ByteSource): T | Promise<T>;
}

/** Bytes to write. */
export type Encoded = Uint8Array | AsyncIterable<Uint8Array>;
