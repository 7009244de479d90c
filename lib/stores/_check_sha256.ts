import { StoreError } from "../core/errors.ts";

/** What bytes should be. */
export interface Sha256Check {
  /** SHA-256 that they must have, in hexadecimal; without it they pass as they are. */
  readonly sha256: string | undefined;
  /** Where they are read from or written to. */
  readonly uri: string;
  /** What is done with them: `read`. */
  readonly verb: string;
}

/** The same stream, with an error of kind `corrupt` in the place of its end when the bytes are others. */
export function checkSha256(
  stream: ReadableStream<Uint8Array>,
  check: Sha256Check,
): ReadableStream<Uint8Array> {
  return check.sha256 === undefined ? stream : ReadableStream.from(checkChunks(stream, check));
}

/** The same chunks, and an error of kind `corrupt` behind them when their SHA-256 is another. */
export async function* checkChunks(
  chunks: AsyncIterable<Uint8Array>,
  { sha256, uri, verb }: Sha256Check,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (sha256 === undefined) return yield* chunks;
  checkSha256Form(sha256);
  // Loaded on use: it costs 20 ms, and Web Crypto cannot hash piece by piece.
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  const hash = createHash("sha256");
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest("hex");
  if (found !== sha256.toLowerCase()) {
    throw new StoreError(`Cannot ${verb} "${uri}": its SHA-256 must be ${sha256}: it is ${found}`, {
      uri,
      kind: "corrupt",
    });
  }
}

const NODE_CRYPTO: string = "node:crypto";

/**
 * Check that something can be a SHA-256.
 *
 * @throws {RangeError} When it cannot.
 */
function checkSha256Form(sha256: string): void {
  if (/^[0-9a-f]{64}$/i.test(sha256)) return;
  throw new RangeError(`Cannot use ${JSON.stringify(sha256)} as SHA-256: it must be 64 hexadecimal digits`);
}
