import type { JsonObject } from "../core/json.ts";
import { showEntry } from "../core/show_entry.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetContext, DatasetType } from "./dataset_type.ts";
import { lazyDataset } from "./lazy_dataset.ts";
import {
  checkpointEntry,
  checkpointPlace,
  type FolderOptions,
  folderPath,
  type IncrementalOptions,
  parseIncremental,
  parsePartitioned,
  type PartitionedOptions,
  partitionEntries,
  partitionSchemas,
} from "./partitions/options.ts";

// Not literal import()s: most projects have no partitions.
const PARTITIONED_DATASET: string = "./partitions/partitioned_dataset.ts";
const INCREMENTAL_DATASET: string = "./partitions/incremental_dataset.ts";

/** Files of one kind in a folder. */
export const PARTITIONED: DatasetType<PartitionedOptions> = {
  type: "partitioned",
  aliases: ["partitions.PartitionedDataset"],
  parseOptions: parsePartitioned,
  innerEntries: partitionEntries,
  create(options, context): Dataset {
    const describe = describer("partitioned", options);
    return folderDataset("partitioned", { options, context, describe }, async () => {
      const module: typeof import("./partitions/partitioned_dataset.ts") = await import(PARTITIONED_DATASET);
      return module.partitionedDataset(options, context, describe);
    });
  },
  // Made of JSON alone, as the specification says.
  optionsSchema: () => partitionSchemas().partitioned as JsonObject,
};

/** Files of one kind in a folder, of which those are loaded that came since the last time. */
export const INCREMENTAL: DatasetType<IncrementalOptions> = {
  type: "incremental",
  aliases: ["partitions.IncrementalDataset"],
  parseOptions: parseIncremental,
  innerEntries: (options) => [
    ...partitionEntries(options),
    { path: ["checkpoint"], entry: checkpointEntry(options) },
  ],
  create(options, context): Dataset {
    checkpointPlace(options, context);
    const describe = describer("incremental", options);
    return folderDataset("incremental", { options, context, describe }, async () => {
      const module: typeof import("./partitions/incremental_dataset.ts") = await import(INCREMENTAL_DATASET);
      return module.incrementalDataset(options, context, describe);
    });
  },
  optionsSchema: () => partitionSchemas().incremental as JsonObject,
};

function folderDataset(
  type: string,
  { options, context, describe }: {
    readonly options: FolderOptions;
    readonly context: DatasetContext;
    readonly describe: () => JsonObject;
  },
  open: () => Promise<Dataset>,
): Dataset {
  const { store } = context.resolve(folderPath(options));
  return lazyDataset({ type, traits: { ephemeral: !store.traits.persistent }, describe }, open);
}

function describer(type: string, options: PartitionedOptions | IncrementalOptions): () => JsonObject {
  const { fs_args: _fsArgs, ...told } = options;
  return () => ({ type, ...showEntry(told) });
}
