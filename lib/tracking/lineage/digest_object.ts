import type { StoreKey } from "../../stores/store.ts";
import { toBytes } from "../../core/bytes.ts";
import { hashBody } from "../sha256.ts";

/** What identifies the bytes of an object. */
export interface ObjectDigest {
  /**
   * 32 characters of a SHA-256; `s` and 31 when the object is so large that only samples of it were read, `m` and 31 when it is
   * not on this machine and its store does not know its SHA-256: then it is that of its address, size and time of change.
   */
  readonly digest: string;
  /** Its size. */
  readonly bytes: number;
}

/** Objects up to this size are read whole: a run is not to end minutes later because its data is large. */
export const LARGEST_WHOLE = 256 * 1024 * 1024;
/** Objects up to this size are hashed in one piece: to hash a stream loads a module of Node that takes 20 ms. */
const LARGEST_PIECE = 4 * 1024 * 1024;
const SAMPLES = 64;
const SAMPLE_SIZE = 1024 * 1024;

/**
 * What identifies the bytes of an object; `undefined` when there is none. Of a file of more than 256 MiB it is its size and 64
 * samples of one MiB, spread evenly from its first byte to its last.
 */
export async function digestObject({ store, key }: StoreKey): Promise<ObjectDigest | undefined> {
  const info = await store.stat(key);
  if (info === undefined) return undefined;
  const { size, modified } = info;
  const uri = store.uri(key);
  // Nobody wants to fetch data twice.
  if (!/^(?:file|memory):/.test(uri)) {
    // The same as of a file with these bytes, so data is known again wherever it was copied to.
    const known = size <= LARGEST_WHOLE ? info.sha256 : undefined;
    if (known !== undefined) return { digest: known.slice(0, 32), bytes: size };
    const facts = new TextEncoder().encode(JSON.stringify([uri, size, modified]));
    return { digest: `m${(await hashBytes(facts)).slice(0, 31)}`, bytes: size };
  }
  if (size <= LARGEST_PIECE) {
    return { digest: (await hashBytes(await toBytes(await store.read(key)))).slice(0, 32), bytes: size };
  }
  if (size <= LARGEST_WHOLE) {
    return { digest: (await hashStream(await store.read(key))).slice(0, 32), bytes: size };
  }
  const samples = ReadableStream.from(readSamples({ store, key }, size));
  return { digest: `s${(await hashStream(samples)).slice(0, 31)}`, bytes: size };
}

async function* readSamples({ store, key }: StoreKey, size: number): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(String(size));
  for (let i = 0; i < SAMPLES; i++) {
    const start = Math.floor((size - SAMPLE_SIZE) * i / (SAMPLES - 1));
    yield* await store.read(key, { start, end: start + SAMPLE_SIZE });
  }
}

async function hashBytes(bytes: Uint8Array): Promise<string> {
  return await (await hashBody(bytes)).digest();
}

async function hashStream(stream: ReadableStream<Uint8Array>): Promise<string> {
  const { body, digest } = await hashBody(stream);
  if (body instanceof ReadableStream) await body.pipeTo(new WritableStream());
  return await digest();
}
