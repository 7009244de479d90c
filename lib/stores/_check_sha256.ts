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
  const { sha256 } = check;
  let hash: Hash | undefined;
  // A generator that is cancelled before its first chunk would leave the stream open.
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async start() {
        hash = await createSha256(sha256);
      },
      transform(chunk, controller) {
        hash?.update(chunk);
        controller.enqueue(chunk);
      },
      flush: () => compare(hash, { ...check, sha256 }),
    }),
  );
}

/** The same chunks, and an error of kind `corrupt` behind them when their SHA-256 is another. */
export async function* checkChunks(
  chunks: AsyncIterable<Uint8Array>,
  check: Sha256Check,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { sha256 } = check;
  const hash = sha256 === undefined ? undefined : await createSha256(sha256);
  for await (const chunk of chunks) {
    hash?.update(chunk);
    yield chunk;
  }
  if (sha256 !== undefined) compare(hash, { ...check, sha256 });
}

interface Hash {
  update(bytes: Uint8Array): void;
  digest(encoding: "hex"): string;
}

async function createSha256(wanted: string): Promise<Hash> {
  if (!/^[0-9a-f]{64}$/i.test(wanted)) {
    throw new RangeError(`Cannot use ${JSON.stringify(wanted)} as SHA-256: it must be 64 hexadecimal digits`);
  }
  // Loaded on use: it costs 20 ms, and Web Crypto cannot hash piece by piece.
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  return createHash("sha256");
}

function compare(
  hash: Hash | undefined,
  { sha256, uri, verb }: Sha256Check & { readonly sha256: string },
): void {
  const found = hash?.digest("hex");
  if (found === sha256.toLowerCase()) return;
  throw new StoreError(`Cannot ${verb} "${uri}": its SHA-256 must be ${sha256}: it is ${found}`, {
    uri,
    kind: "corrupt",
  });
}

const NODE_CRYPTO: string = "node:crypto";
