const ENCODER = new TextEncoder();
const AT_FIRST = 16 * 1024;
// What a UTF-16 unit takes at most in UTF-8.
const UNIT = 3;

/** Writes text straight into bytes, without ever holding it as a whole. */
export class TextWriter {
  #bytes = new Uint8Array(AT_FIRST);
  #length = 0;

  /** Write on. */
  write(text: string): void {
    const room = text.length * UNIT;
    if (this.#length + room > this.#bytes.length) this.#grow(room);
    this.#length += ENCODER.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** All that was written, as UTF-8. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(room: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + room));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
