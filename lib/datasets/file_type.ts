import type { JsonObject } from "../core/json.ts";
import { checkWith } from "../core/zod_issues.ts";
import { z } from "../deps/zod.ts";
import { withAdvice } from "./argument_table.ts";
import type { Codec } from "./codec.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetContext, DatasetType, Parsed } from "./dataset_type.ts";
import { fileDataset } from "./file_dataset.ts";
import { once } from "../core/once.ts";
import { type Preview, type PreviewOptions, previewValue } from "./preview.ts";
import { versionedDataset } from "./versioned_dataset.ts";

/** What every dataset in a file may say. */
export interface FileOptions {
  /** Where it is: relative to the project, absolute, or a `file:` URL. */
  readonly filepath: string;
  /** Keep what was saved before: a folder of versions stands at `filepath`. @default {false} */
  readonly versioned?: boolean;
  /** What Kedro gives to fsspec: taken where it says what happens here anyway. */
  readonly fs_args?: FsArgs;
}

/** The `fs_args` that have a meaning here: the one that holds anyway. */
export interface FsArgs {
  /** How files are opened to load them. */
  readonly open_args_load?: {
    readonly mode?: "r" | "rb" | "rt";
    readonly encoding?: (typeof UTF8_NAMES)[number];
  };
  /** How files are opened to save them. */
  readonly open_args_save?: {
    readonly mode?: "w" | "wb" | "wt";
    readonly encoding?: Exclude<(typeof UTF8_NAMES)[number], "utf-8-sig">;
  };
  /** Make folders that are not there, which is done anyway. */
  readonly auto_mkdir?: boolean;
}

/** The part of a schema that goes with {@linkcode FileOptions}. */
export function fileFields(): FileFields {
  return {
    filepath: z.string().min(1),
    versioned: z.boolean().exactOptional(),
    fs_args: fsArgsSchema().exactOptional(),
  };
}

interface FileFields {
  readonly filepath: z.ZodString;
  readonly versioned: z.ZodExactOptional<z.ZodBoolean>;
  readonly fs_args: z.ZodExactOptional<z.ZodType<FsArgs>>;
}

/** What checks {@linkcode FsArgs}. */
export const fsArgsSchema: () => z.ZodType<FsArgs> = once((): z.ZodType<FsArgs> => {
  const encoding = z.enum(UTF8_NAMES).exactOptional();
  return z.strictObject({
    open_args_load: z.strictObject({ mode: z.enum(["r", "rb", "rt"]).exactOptional(), encoding })
      .exactOptional(),
    open_args_save: z.strictObject({
      mode: z.enum(["w", "wb", "wt"]).exactOptional(),
      encoding: z.enum(UTF8_NAMES).exclude(["utf-8-sig"]).exactOptional(),
    })
      .exactOptional(),
    auto_mkdir: z.boolean().exactOptional(),
  });
});

/** Names of UTF-8, the one encoding there is; `utf-8-sig` has a byte order mark. */
export const UTF8_NAMES: readonly ["utf-8", "UTF-8", "utf8", "UTF8", "utf-8-sig"] = [
  "utf-8",
  "UTF-8",
  "utf8",
  "UTF8",
  "utf-8-sig",
];

/** What {@linkcode fileType} needs. */
export interface FileTypeParts<Options extends FileOptions> {
  /** Its name in a catalog. */
  readonly type: string;
  /** Its names in Kedro. */
  readonly aliases: readonly string[];
  /**
   * Makes what checks the fields of an entry: `filepath` is needed, everything else may be left out. Called once, and not
   * before a first entry that says more than where its file is, as making it takes a while.
   */
  schema(): z.ZodType<Options>;
  /** The format that checked fields describe. */
  codec(options: Options): Codec;
  /** The same fields, but so that a load gives values piece by piece: for a preview of a large file. */
  streamed?(options: Options): Options;
}

/** A dataset type for a format: any place, one codec. */
export function fileType<Options extends FileOptions>(parts: FileTypeParts<Options>): DatasetType<Options> {
  const { type, aliases, codec } = parts;
  const schema = once(() => parts.schema());
  const create = (options: Options, context: DatasetContext): Dataset => {
    const { filepath, versioned = false, fs_args: _fsArgs, ...args } = options;
    const { saveVersion, loadVersion } = context;
    // What is left are arguments that a schema has checked: plain data.
    const details = args as unknown as JsonObject;
    const file = { codec: codec(options), place: context.resolve(filepath), filepath, details };
    return versioned ? versionedDataset({ ...file, saveVersion, loadVersion }) : fileDataset(file);
  };
  return {
    type,
    aliases,
    parseOptions: (data) =>
      isPlaceAlone(data)
        // A type has no other fields that are needed.
        ? { value: data as unknown as Options }
        : advised(checkWith(schema(), data, { owner: type }), type),
    create(options, context): Dataset {
      const dataset = create(options, context);
      if (parts.streamed === undefined) return dataset;
      const streamed = parts.streamed(options);
      const preview = async (how: PreviewOptions = {}): Promise<Preview> =>
        await previewValue(await create(streamed, context).load(how), how);
      return { ...dataset, preview };
    },
    // Made of JSON alone, as the specification says.
    optionsSchema: () => z.toJSONSchema(schema(), { io: "input" }) as unknown as JsonObject,
  };
}

/** Options, or what is wrong with them and what to write instead of what Kedro has. */
export function advised<T>(parsed: Parsed<T>, type: string): Parsed<T> {
  return "value" in parsed ? parsed : { issues: parsed.issues.map((issue) => withAdvice(issue, type)) };
}

// Most entries: a schema would have nothing more to check.
function isPlaceAlone({ filepath, ...rest }: Readonly<Record<string, unknown>>): boolean {
  return typeof filepath === "string" && filepath !== "" && Object.keys(rest).length === 0;
}
