import { z } from "../deps/zod.ts";
import type { ByteSource } from "./byte_source.ts";
import type { Codec } from "./codec.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { jsonErrorAt } from "./json_error.ts";
import { assertPlainData } from "./plain_data.ts";
import { countLineEnds, readText } from "./utf8.ts";

/** Fields of a `json` entry. */
export interface JsonOptions extends FileOptions {
  /** How to save. */
  readonly save_args?: {
    /** Spaces per level; `null` or 0 for one line. @default {2} */
    readonly indent?: number | null;
  };
}

/** One JSON document. */
export const JSON_FILE: DatasetType<JsonOptions> = fileType({
  type: "json",
  aliases: ["json.JSONDataset"],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      save_args: z.strictObject({ indent: z.int().min(0).max(10).nullable().exactOptional() })
        .exactOptional(),
    }),
  codec: jsonCodec,
});

function jsonCodec({ save_args: { indent = 2 } = {} }: JsonOptions): Codec {
  return {
    type: "json",
    encode: (value) => new TextEncoder().encode(`${toJson(value, { indent: indent ?? 0 })}\n`),
    decode: async (source) => parseJson(await readText(source), { source }),
  };
}

/** A value as JSON that holds all of it. */
export function toJson(
  value: unknown,
  { indent = 0, subject }: { readonly indent?: number; readonly subject?: string } = {},
): string {
  assertPlainData(value, { format: "JSON", subject, usesToJson: true });
  return JSON.stringify(value, null, indent);
}

/** Parse JSON that stands in a source, from a line on. */
export function parseJson(
  text: string,
  { source, line = 1 }: { readonly source: ByteSource; readonly line?: number },
): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const at = jsonErrorAt(text);
    const found = at < text.length ? JSON.stringify(text.slice(at, at + 20)) : "the end";
    throw source.problem(`Text must be JSON: this is wrong from ${found} on`, {
      line: line + countLineEnds(text.slice(0, at)),
      cause,
    });
  }
}
