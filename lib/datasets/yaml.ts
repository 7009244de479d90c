import { dump, load, YAML11_SCHEMA, YAMLException } from "../deps/js_yaml.ts";
import { z } from "../deps/zod.ts";
import { ignoredArgs } from "./argument_table.ts";
import type { Codec } from "./codec.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileFields, type FileOptions, fileType } from "./file_type.ts";
import { assertPlainData } from "./plain_data.ts";
import { readText } from "./utf8.ts";

/** Fields of a `yaml` entry. */
export interface YamlOptions extends FileOptions {
  /** How to save. */
  readonly save_args?: {
    /** Put keys in order of their names. @default {false} */
    readonly sort_keys?: boolean;
    /** Only `false` (block style) is known; PyYAML's name. @default {false} */
    readonly default_flow_style?: false;
    /** Spaces per level. @default {2} */
    readonly indent?: number;
    /** Where long texts are folded, in characters. @default {80} */
    readonly width?: number;
  };
}

/** One YAML 1.1 document, as PyYAML reads and writes it. */
export const YAML: DatasetType<YamlOptions> = fileType({
  type: "yaml",
  aliases: ["yaml.YAMLDataset"],
  schema: () =>
    z.strictObject({
      ...fileFields(),
      save_args: z.strictObject({
        sort_keys: z.boolean().exactOptional(),
        default_flow_style: z.literal(false).exactOptional(),
        indent: z.int().min(2).max(9).exactOptional(),
        width: z.int().min(10).exactOptional(),
        ...ignoredArgs("yaml", "save_args"),
      }).exactOptional(),
    }),
  codec: yamlCodec,
});

function yamlCodec({ save_args: { sort_keys = false, indent = 2, width = 80 } = {} }: YamlOptions): Codec {
  return {
    type: "yaml",
    encode(value) {
      assertPlainData(value, { format: "YAML", allows: isYamlScalar });
      return new TextEncoder().encode(
        dump(value, { schema: YAML11_SCHEMA, sortKeys: sort_keys, indent, lineWidth: width }),
      );
    },
    async decode(source): Promise<unknown> {
      const text = await readText(source);
      try {
        return load(text, { schema: YAML11_SCHEMA });
      } catch (cause) {
        if (!(cause instanceof YAMLException)) throw cause;
        const line = cause.mark === undefined ? undefined : cause.mark.line + 1;
        throw source.problem(`Text must be YAML: ${cause.reason}`, { line, cause });
      }
    },
  };
}

function isYamlScalar(value: unknown): boolean {
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return typeof value === "number" || value instanceof Uint8Array;
}
