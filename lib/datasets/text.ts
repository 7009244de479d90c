import { describeValue } from "../core/describe_value.ts";
import { z } from "../deps/zod.ts";
import { type ByteSource, streamFrom } from "./byte_source.ts";
import type { Codec, Encoded } from "./codec.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { isIterable } from "./iterable.ts";
import { oneByOne } from "./one_by_one.ts";
import { encodePieces, lineBlocks, readText, unwritable } from "./utf8.ts";

/** Fields of a `text` entry. */
export interface TextOptions extends FileOptions {
  /** How to load. */
  readonly load_args?: {
    /** Load an async iterable of lines instead of one text. @default {false} */
    readonly stream?: boolean;
  };
}

/** UTF-8 text: a string, or lines. */
export const TEXT: DatasetType<TextOptions> = fileType({
  type: "text",
  aliases: ["text.TextDataset"],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      load_args: z.strictObject({ stream: z.boolean().exactOptional() }).exactOptional(),
    }),
  codec: textCodec,
  streamed: (options) => ({ ...options, load_args: { ...options.load_args, stream: true } }),
});

function textCodec({ load_args: { stream = false } = {} }: TextOptions): Codec {
  return {
    type: "text",
    encode: encodeText,
    decode: (source) =>
      stream ? streamFrom(source, (source) => oneByOne(readLines(source))) : readText(source),
  };
}

function encodeText(value: unknown): Encoded {
  if (typeof value === "string") {
    const problem = unwritable(value);
    if (problem !== undefined) throw new TypeError(`Cannot save as text: it is ${problem}`);
    return new TextEncoder().encode(value);
  }
  if (isIterable(value)) return encodePieces(withLineEnds(value));
  throw new TypeError(
    `Cannot save as text: wanted a string or an iterable of lines, found ${describeValue(value)}`,
  );
}

async function* readLines(source: ByteSource): AsyncGenerator<readonly string[], void, undefined> {
  for await (const { lines } of lineBlocks(source)) yield lines;
}

async function* withLineEnds(
  lines: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<string, void, undefined> {
  let line = 0;
  for await (const text of lines) {
    line++;
    if (typeof text !== "string") {
      throw new TypeError(`Cannot save line ${line} as text: wanted a string, found ${describeValue(text)}`);
    }
    if (text.includes("\n")) {
      throw new TypeError(`Cannot save line ${line} as text: wanted one line, found a line end in it`);
    }
    const problem = unwritable(text);
    if (problem !== undefined) throw new TypeError(`Cannot save line ${line} as text: it is ${problem}`);
    yield `${text}\n`;
  }
}
