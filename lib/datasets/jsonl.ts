import { describeValue } from "../core/describe_value.ts";
import { z } from "../deps/zod.ts";
import { type ByteSource, streamFrom } from "./byte_source.ts";
import type { Codec } from "./codec.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { isIterable } from "./iterable.ts";
import { parseJson, toJson } from "./json.ts";
import { oneByOne } from "./one_by_one.ts";
import { encodePieces, lineBlocks } from "./utf8.ts";

/** Fields of a `jsonl` entry. */
export interface JsonlOptions extends FileOptions {
  /** How to load. */
  readonly load_args?: {
    /** Load an async iterable of values instead of a list. @default {false} */
    readonly stream?: boolean;
  };
}

/** A list of values, one JSON document a line. */
export const JSONL: DatasetType<JsonlOptions> = fileType({
  type: "jsonl",
  aliases: [],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      load_args: z.strictObject({ stream: z.boolean().exactOptional() }).exactOptional(),
    }),
  codec: jsonlCodec,
  streamed: (options) => ({ ...options, load_args: { ...options.load_args, stream: true } }),
});

function jsonlCodec({ load_args: { stream = false } = {} }: JsonlOptions): Codec {
  return {
    type: "jsonl",
    encode(values) {
      if (isIterable(values)) return encodePieces(toLines(values));
      throw new TypeError(
        `Cannot save as JSON lines: wanted a list or an iterable, found ${describeValue(values)}`,
      );
    },
    decode: async (source) =>
      stream
        ? streamFrom(source, (source) => oneByOne(readValues(source)))
        : (await Array.fromAsync(readValues(source))).flat(),
  };
}

async function* readValues(source: ByteSource): AsyncGenerator<unknown[], void, undefined> {
  for await (const { lines, line } of lineBlocks(source)) {
    yield lines.flatMap((text, at) =>
      text.trim() === "" ? [] : [parseJson(text, { source, line: line + at })]
    );
  }
}

async function* toLines(
  values: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<string, void, undefined> {
  let line = 0;
  for await (const value of values) {
    yield `${toJson(value, { subject: `line ${++line}` })}\n`;
  }
}
