import type { JsonObject } from "../core/json.ts";
import { checkWith } from "../core/zod_issues.ts";
import { z } from "../deps/zod.ts";
import type { DatasetType } from "./dataset_type.ts";
import { type CopyMode, memoryDataset } from "./memory_dataset.ts";
import { once } from "../core/once.ts";

/** Fields of a `memory` entry. */
export interface MemoryOptions {
  /** The value to begin with. */
  readonly data?: unknown;
  /** How the value goes in and comes out. @default {"deepcopy"} */
  readonly copy_mode?: CopyMode | null;
}

const schema = once(() =>
  z.strictObject({
    data: z.unknown().exactOptional(),
    copy_mode: z.enum(["deepcopy", "copy", "assign"]).nullable().exactOptional(),
  })
);

/** A value in the memory of this process. */
export const MEMORY: DatasetType<MemoryOptions> = {
  type: "memory",
  aliases: ["MemoryDataset", "io.MemoryDataset", "kedro.io.MemoryDataset"],
  parseOptions: (data) => checkWith(schema(), data, { owner: "memory" }),
  create: ({ data, copy_mode }) => memoryDataset(data, { copyMode: copy_mode ?? undefined }),
  // Made of JSON alone, as the specification says.
  optionsSchema: () => z.toJSONSchema(schema(), { io: "input" }) as unknown as JsonObject,
};
