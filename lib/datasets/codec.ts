/** A format: how a value becomes bytes and back. It knows nothing of places. */
export interface Codec<T = unknown> {
  /** Its name. */
  readonly type: string;
  /** The value as bytes. */
  encode(value: T): Uint8Array | Promise<Uint8Array>;
  /** The bytes as a value. */
  decode(bytes: Uint8Array): T | Promise<T>;
}
