import { checkWith } from "../core/zod_issues.ts";
import { z } from "../deps/zod.ts";
import type { Codec } from "./codec.ts";
import { csvCodec } from "./csv.ts";
import type { DatasetType } from "./dataset_type.ts";
import { fileDataset } from "./file_dataset.ts";
import { memoryDataset } from "./memory_dataset.ts";

const FILE = z.strictObject({ filepath: z.string().min(1) });

const JSON_CODEC: Codec = {
  type: "json",
  encode: (value) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`),
  decode: (bytes) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)),
};

const TEXT_CODEC: Codec<string> = {
  type: "text",
  encode: (value) => new TextEncoder().encode(value),
  decode: (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
};

/** The dataset types that every catalog knows. */
export const BUILTIN_TYPES: readonly DatasetType[] = [
  fileType(csvCodec(), ["pandas.CSVDataset"]),
  fileType(JSON_CODEC, ["json.JSONDataset"]),
  fileType(TEXT_CODEC as Codec, ["text.TextDataset"]),
  {
    type: "memory",
    aliases: ["MemoryDataset"],
    parseOptions: (data) =>
      checkWith(z.strictObject({ data: z.unknown().optional() }), data, { owner: "memory" }),
    create: (options) => {
      const { data } = options as { data?: unknown };
      return data === undefined ? memoryDataset() : memoryDataset(data);
    },
  },
];

function fileType(codec: Codec, aliases: readonly string[]): DatasetType {
  return {
    type: codec.type,
    aliases,
    parseOptions: (data) => checkWith(FILE, data, { owner: codec.type }),
    create: (options, context) => {
      const { filepath } = options as { filepath: string };
      return fileDataset({ codec, place: context.resolve(filepath), filepath });
    },
  };
}
