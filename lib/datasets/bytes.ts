import { describeValue } from "../core/describe_value.ts";
import { z } from "../deps/zod.ts";
import { type ByteSource, streamFrom } from "./byte_source.ts";
import type { Codec, Encoded } from "./codec.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { isIterable } from "./iterable.ts";

/** Fields of a `bytes` entry. */
export interface BytesOptions extends FileOptions {
  /** How to load. */
  readonly load_args?: {
    /** Load an async iterable of chunks instead of one `Uint8Array`. @default {false} */
    readonly stream?: boolean;
  };
}

/** Bytes as they are: a `Uint8Array`, or chunks. */
export const BYTES: DatasetType<BytesOptions> = fileType({
  type: "bytes",
  aliases: [],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      load_args: z.strictObject({ stream: z.boolean().exactOptional() }).exactOptional(),
    }),
  codec: bytesCodec,
  streamed: (options) => ({ ...options, load_args: { ...options.load_args, stream: true } }),
});

function bytesCodec({ load_args: { stream = false } = {} }: BytesOptions): Codec {
  return {
    type: "bytes",
    encode: encodeBytes,
    decode: (source) => stream ? streamFrom(source, readChunks) : source.bytes(),
  };
}

function encodeBytes(value: unknown): Encoded {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (isIterable(value) && !ArrayBuffer.isView(value)) return checkChunks(value);
  throw new TypeError(
    `Cannot save as bytes: wanted a Uint8Array or an iterable of them, found ${describeValue(value)}`,
  );
}

async function* readChunks(source: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  yield* source.chunks();
}

async function* checkChunks(
  chunks: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError(
        `Cannot save a chunk as bytes: wanted a Uint8Array, found ${describeValue(chunk)}`,
      );
    }
    yield chunk;
  }
}
