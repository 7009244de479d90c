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
  if (check.sha256 === undefined) return stream;
  let checker: Sha256Checker | undefined;
  // A generator that is cancelled before its first chunk would leave the stream open.
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async start() {
        checker = await sha256Checker(check);
      },
      transform(chunk, controller) {
        checker?.update(chunk);
        controller.enqueue(chunk);
      },
      flush: () => checker?.end(),
    }),
  );
}

/** The same chunks, and an error of kind `corrupt` behind them when their SHA-256 is another. */
export async function* checkChunks(
  chunks: AsyncIterable<Uint8Array>,
  check: Sha256Check,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (check.sha256 === undefined) return yield* chunks;
  const checker = await sha256Checker(check);
  for await (const chunk of chunks) {
    checker.update(chunk);
    yield chunk;
  }
  checker.end();
}

/** Checks bytes as they pass. */
export interface Sha256Checker {
  /** Take more bytes. */
  update(bytes: Uint8Array): void;
  /**
   * There are no more.
   *
   * @throws {StoreError} With kind `corrupt` when they are not those they should be.
   */
  end(): void;
}

/**
 * Begin to check bytes.
 *
 * @throws {RangeError} When what they must have cannot be a SHA-256.
 */
export async function sha256Checker({ sha256 = "", uri, verb }: Sha256Check): Promise<Sha256Checker> {
  if (!/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new RangeError(`Cannot use ${JSON.stringify(sha256)} as SHA-256: it must be 64 hexadecimal digits`);
  }
  // Loaded on use: it costs 20 ms, and Web Crypto cannot hash piece by piece.
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    end: () => checkFound(hash.digest("hex"), { sha256, uri, verb }),
  };
}

/**
 * Check the SHA-256 that bytes have.
 *
 * @throws {StoreError} With kind `corrupt` when it is another.
 */
export function checkFound(found: string, { sha256, uri, verb }: Sha256Check): void {
  if (sha256 === undefined || found === sha256.toLowerCase()) return;
  const reason = `its SHA-256 must be ${sha256}: it is ${found}`;
  throw new StoreError(`Cannot ${verb} "${uri}": ${reason}`, { uri, kind: "corrupt" });
}

const NODE_CRYPTO: string = "node:crypto";
