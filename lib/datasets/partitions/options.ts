import { isPlainObject } from "../../core/json.ts";
import { checkWith } from "../../core/zod_issues.ts";
import { z } from "../../deps/zod.ts";
import type { StoreKey } from "../../stores/store.ts";
import type { DatasetContext, InnerEntry, Parsed } from "../dataset_type.ts";
import { once } from "../../core/once.ts";
import { advised, type FsArgs, fsArgsSchema } from "../file_type.ts";

/** Fields that `partitioned` and `incremental` entries have in common. */
export interface FolderOptions {
  /** The folder. */
  readonly path: string;
  /** What a partition is: a type, or an entry without its `filepath`. */
  readonly dataset: string | Readonly<Record<string, unknown>>;
  /** Field of the inner entry that holds the path of a partition. @default {"filepath"} */
  readonly filepath_arg?: string;
  /** End of the names of files that are partitions; it is no part of their ids. @default {""} */
  readonly filename_suffix?: string;
  /** How to look for partitions. */
  readonly load_args?: {
    /** How many folders deep. @default {all of them} */
    readonly maxdepth?: number | null;
  };
  /** What Kedro gives to fsspec: taken where it says what happens here anyway. */
  readonly fs_args?: FsArgs;
}

/** Fields of a `partitioned` entry. */
export interface PartitionedOptions extends FolderOptions {
  /** Remove the partitions that a save does not bring. @default {false} */
  readonly overwrite?: boolean;
  /** Call functions among the values of a save, and save what they give. @default {true} */
  readonly save_lazily?: boolean;
}

/** Fields of an `incremental` entry. */
export interface IncrementalOptions extends FolderOptions {
  /** The last id that counts as done, or where and how it is kept. @default {the file CHECKPOINT in the folder} */
  readonly checkpoint?: string | CheckpointOptions | null;
}

/** How a checkpoint is kept, and what comes after it. */
export interface CheckpointOptions {
  /** This id instead of what is kept. */
  readonly force_checkpoint?: string;
  /** Whether an id comes after the checkpoint. @default {"operator.gt"} */
  readonly comparison_func?: string | ((id: string, checkpoint: string) => boolean);
  /** Further fields make the entry of the dataset that keeps it. */
  readonly [field: string]: unknown;
}

/** Comparisons by the name that Kedro's catalogs use. */
export const COMPARISONS: Readonly<Record<string, (id: string, checkpoint: string) => boolean>> = {
  "operator.gt": (id, checkpoint) => id > checkpoint,
  "operator.ge": (id, checkpoint) => id >= checkpoint,
  "operator.lt": (id, checkpoint) => id < checkpoint,
  "operator.le": (id, checkpoint) => id <= checkpoint,
  "operator.ne": (id, checkpoint) => id !== checkpoint,
};

/** Check the fields of a `partitioned` entry. */
export function parsePartitioned(data: Readonly<Record<string, unknown>>): Parsed<PartitionedOptions> {
  return checkFields(partitionedSchema(), data, "partitioned");
}

/** Check the fields of an `incremental` entry. */
export function parseIncremental(data: Readonly<Record<string, unknown>>): Parsed<IncrementalOptions> {
  return checkFields(incrementalSchema(), data, "incremental");
}

function checkFields<T>(
  schema: z.ZodType<T>,
  data: Readonly<Record<string, unknown>>,
  owner: string,
): Parsed<T> {
  return withInner(advised(checkWith(schema, data, { owner }), owner), data);
}

// What a partition is can be checked, whatever is wrong around it.
function withInner<T>(parsed: Parsed<T>, data: Readonly<Record<string, unknown>>): Parsed<T> {
  const { dataset, filepath_arg, path } = data;
  if ("value" in parsed || !(typeof dataset === "string" || isPlainObject(dataset))) return parsed;
  const options = {
    path: typeof path === "string" ? path : "folder",
    dataset,
    ...(typeof filepath_arg === "string" && { filepath_arg }),
  };
  return { ...parsed, inner: partitionEntries(options) };
}

/** JSON Schemas of the fields of both. */
export function partitionSchemas(): { readonly partitioned: unknown; readonly incremental: unknown } {
  return {
    partitioned: z.toJSONSchema(partitionedSchema(), { io: "input" }),
    incremental: z.toJSONSchema(incrementalSchema(), { io: "input", unrepresentable: "any" }),
  };
}

/** The entry of a partition. */
export function partitionEntry(options: FolderOptions, path: string): Readonly<Record<string, unknown>> {
  const { dataset, filepath_arg = "filepath" } = options;
  const entry = typeof dataset === "string" ? { type: dataset } : dataset;
  return { ...entry, [filepath_arg]: path };
}

/** The entries inside of a folder of partitions: what each partition is. */
export function partitionEntries(options: FolderOptions): readonly InnerEntry[] {
  const example = `${folderPath(options)}/partition${options.filename_suffix ?? ""}`;
  return [{ path: ["dataset"], entry: partitionEntry(options, example) }];
}

/** The entry of the dataset that keeps a checkpoint. */
export function checkpointEntry(options: IncrementalOptions): Readonly<Record<string, unknown>> {
  const { checkpoint, filepath_arg = "filepath" } = options;
  const given = typeof checkpoint === "object" && checkpoint !== null ? checkpoint : {};
  const { force_checkpoint: _force, comparison_func: _compare, ...fields } = given;
  return { type: "text", [filepath_arg]: `${folderPath(options)}/CHECKPOINT`, ...fields };
}

/**
 * Where a checkpoint is kept.
 *
 * @throws {RangeError} When it is not in the folder: whoever moves the data moves what has been done with it.
 */
export function checkpointPlace(options: IncrementalOptions, context: DatasetContext): StoreKey {
  const path = String(checkpointEntry(options)[options.filepath_arg ?? "filepath"]);
  const place = context.resolve(path);
  const folder = context.resolve(folderPath(options));
  if (place.store.uri(place.key).startsWith(`${folder.store.uri(folder.key)}/`)) return place;
  throw new RangeError(`The checkpoint "${path}" must be inside of the folder "${options.path}"`);
}

/** The path of a folder, without a slash at the end. */
export function folderPath({ path }: FolderOptions): string {
  return path.replace(/(?<=.)\/+$/, "");
}

const folderFields = () => ({
  path: z.string().min(1),
  dataset: z.union([z.string(), z.record(z.string(), z.unknown())]),
  filepath_arg: z.string().min(1).exactOptional(),
  filename_suffix: z.string().exactOptional(),
  fs_args: fsArgsSchema().exactOptional(),
  load_args: z.strictObject({ maxdepth: z.int().min(1).nullable().exactOptional() }).exactOptional(),
});

const hasNoPath = {
  check: ({ dataset, filepath_arg = "filepath" }: FolderOptions): boolean =>
    typeof dataset === "string" || !Object.hasOwn(dataset, filepath_arg),
  params: { path: ["dataset"], error: "must not have a path: each partition has its own" },
};

const partitionedSchema = once((): z.ZodType<PartitionedOptions> =>
  z.strictObject({
    ...folderFields(),
    overwrite: z.boolean().exactOptional(),
    save_lazily: z.boolean().exactOptional(),
  }).refine(hasNoPath.check, hasNoPath.params)
);

const incrementalSchema = once((): z.ZodType<IncrementalOptions> => {
  const known = Object.keys(COMPARISONS) as [string, ...string[]];
  const checkpoint = z.looseObject({
    force_checkpoint: z.string().exactOptional(),
    comparison_func: z.union([
      z.enum(known),
      z.custom<(id: string, checkpoint: string) => boolean>((value) => typeof value === "function"),
    ]).exactOptional(),
  }).refine((fields) => fields["versioned"] === undefined, {
    path: ["versioned"],
    error: "is not for checkpoints",
  });
  return z.strictObject({
    ...folderFields(),
    checkpoint: z.union([z.string(), checkpoint]).nullable().exactOptional(),
  }).refine(hasNoPath.check, hasNoPath.params);
});
