import { isPlainObject } from "../core/json.ts";
import { z } from "../deps/zod.ts";
import { ignoredArgs } from "./argument_table.ts";
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
    /** Put keys in order of their names. @default {false} */
    readonly sort_keys?: boolean;
    /** Write characters beyond ASCII as `\\u00e9`, which Python does when it is told nothing. @default {false} */
    readonly ensure_ascii?: boolean;
  };
}

/** One JSON document. */
export const JSON_FILE: DatasetType<JsonOptions> = fileType({
  type: "json",
  aliases: ["json.JSONDataset"],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      save_args: z.strictObject({
        indent: z.int().min(0).max(10).nullable().exactOptional(),
        sort_keys: z.boolean().exactOptional(),
        ensure_ascii: z.boolean().exactOptional(),
        ...ignoredArgs("json", "save_args"),
      }).exactOptional(),
    }),
  codec: jsonCodec,
});

function jsonCodec({ save_args = {} }: JsonOptions): Codec {
  const { indent = 2, sort_keys: sortsKeys = false, ensure_ascii = false } = save_args;
  return {
    type: "json",
    encode(value): Uint8Array {
      const text = toJson(value, { indent: indent ?? 0, sortsKeys });
      return new TextEncoder().encode(`${ensure_ascii ? escapeUnicode(text) : text}\n`);
    },
    decode: async (source) => parseJson(await readText(source), { source }),
  };
}

/** A value as JSON that holds all of it. */
export function toJson(
  value: unknown,
  { indent = 0, subject, sortsKeys = false }: {
    readonly indent?: number;
    readonly subject?: string;
    readonly sortsKeys?: boolean;
  } = {},
): string {
  assertPlainData(value, { format: "JSON", subject, usesToJson: true });
  const inOrder = (_key: string, inner: unknown): unknown =>
    isPlainObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
      : inner;
  return JSON.stringify(value, sortsKeys ? inOrder : undefined, indent);
}

function escapeUnicode(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
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
