import { isPlainObject } from "../core/json.ts";
import { showEntry } from "../core/show_entry.ts";
import { checkWith } from "../core/zod_issues.ts";
import { z } from "../deps/zod.ts";
import { cachedDataset } from "./cached_dataset.ts";
import type { DatasetType, InnerEntry, Parsed } from "./dataset_type.ts";
import type { CopyMode } from "./memory_dataset.ts";
import { once } from "../core/once.ts";

/** Fields of a `cached` entry. */
export interface CachedOptions {
  /** The entry of the dataset to keep in memory. */
  readonly dataset: Readonly<Record<string, unknown>>;
  /** Keep what was saved before. @default {false} */
  readonly versioned?: boolean;
  /** How the value goes into memory and comes out. @default {"deepcopy"} */
  readonly copy_mode?: CopyMode | null;
}

const schema = once(() =>
  z.strictObject({
    dataset: z.record(z.string(), z.unknown()).refine(({ versioned }) => versioned === undefined, {
      error: "must not say versioned: write it beside dataset",
    }),
    versioned: z.boolean().exactOptional(),
    copy_mode: z.enum(["deepcopy", "copy", "assign"]).nullable().exactOptional(),
  })
);

/** Another dataset, kept in memory between its first load or save and its last reader. */
export const CACHED: DatasetType<CachedOptions> = {
  type: "cached",
  aliases: ["CachedDataset", "io.CachedDataset", "kedro.io.CachedDataset"],
  parseOptions(data): Parsed<CachedOptions> {
    const parsed = checkWith(schema(), data, { owner: "cached" });
    const { dataset, versioned } = data;
    if ("value" in parsed || !isPlainObject(dataset)) return parsed;
    return {
      ...parsed,
      inner: [{ path: ["dataset"], entry: innerEntry({ dataset, versioned: versioned === true }) }],
    };
  },
  innerEntries: (options): readonly InnerEntry[] => [{ path: ["dataset"], entry: innerEntry(options) }],
  create: (options, context) =>
    cachedDataset(context.create(innerEntry(options)), {
      copyMode: options.copy_mode ?? undefined,
      // Of what a type tells of itself, an entry in place shows no credentials.
      details: isPlainObject(options.dataset) ? { dataset: showEntry(options.dataset) } : {},
    }),
  // Made of JSON alone, as the specification says.
  optionsSchema: () => z.toJSONSchema(schema(), { io: "input" }) as ReturnType<typeof showEntry>,
};

function innerEntry({ dataset, versioned }: CachedOptions): Readonly<Record<string, unknown>> {
  return versioned === true ? { ...dataset, versioned } : dataset;
}
