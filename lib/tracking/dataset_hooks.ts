import { type Clock, SYSTEM_CLOCK } from "../core/clock.ts";
import { reasonOf } from "../core/describe_value.ts";
import { hidesPlace } from "../core/show_entry.ts";
import type { DatasetEvent, Hooks, PipelineEvent } from "../hooks/hooks.ts";
import type { Node } from "../pipeline/node.ts";
import type { ActiveRun } from "./active_run.ts";
import type { DatasetUse } from "./dataset_use.ts";
import { samplePartRows, sampleRows } from "./lineage/describe_rows.ts";

/** What to record, and how. */
export interface DatasetHooksOptions {
  /** The run of a single node, inside of the run, where nodes have runs of their own: it records what its nodes use too. */
  readonly runOf?: ((node: Node) => ActiveRun) | undefined;
  /** Where time comes from. @default {the clock of this machine} */
  readonly clock?: Clock | undefined;
}

type SavedEvent = DatasetEvent & { readonly data: unknown };

/**
 * Hooks that record which data a run read and wrote: digest, columns, rows, bytes and place of every dataset that is one object
 * of a store, or a folder of them. Digests are made beside the run; it ends when the last is done. So does a run inside of it.
 */
export function datasetHooks(run: ActiveRun, options: DatasetHooksOptions = {}): Hooks {
  const { clock = SYSTEM_CLOCK, runOf = () => run } = options;
  let catalog: PipelineEvent["catalog"] | undefined;
  // One after another, so that they do not take the processor from the nodes.
  let work: Promise<void> = Promise.resolve();
  // What one node wrote and others read has been described.
  const known = new Set<string>();
  // A node may write its output piece by piece: it is described when the last one is there.
  const written = new Map<string, SavedEvent>();

  async function seeWritten(isOf: (event: SavedEvent) => boolean): Promise<void> {
    for (const [name, event] of [...written]) {
      if (!isOf(event)) continue;
      written.delete(name);
      await see("output", event);
    }
  }

  async function see(
    role: DatasetUse["role"],
    { datasetName: name, node, data }: SavedEvent,
  ): Promise<void> {
    const runs = [...new Set([run, runOf(node)])].filter(({ id }) => !known.has(`${id} ${role} ${name}`));
    if (runs.length === 0) return;
    const dataset = catalog?.get(name);
    if (dataset === undefined || dataset.traits.ephemeral) return;
    const transfer = role === "input" ? "load" : "save";
    const place = await dataset.locate?.(transfer) ?? await dataset.locateParts?.(transfer);
    if (place === undefined) return;
    for (const { id } of runs) known.add(`${id} ${role} ${name}`);
    const sample = "parts" in place ? samplePartRows(data) : sampleRows(data);
    const isHidden = hidesPlace(catalog?.resolve(name)?.entry ?? {});
    const seen = { role, name, node: node.name, time: clock.now(), place, isHidden, sample };
    work = work.then(async () => {
      try {
        const { describeUse } = await loadDescribeUse();
        const use = await describeUse(seen, run.directory);
        if (use !== undefined) runs.forEach((each) => each.recordDatasets([use]));
      } catch (error) {
        const reason = isHidden ? "its path is not shown" : reasonOf(error);
        run.log("warn", `Cannot record what dataset "${name}" holds: ${reason}`, node.name);
      }
    });
  }

  return {
    name: "datasets",
    beforePipelineRun: (event) => {
      catalog = event.catalog;
    },
    afterDatasetLoaded: (event) => see("input", event),
    afterDatasetSaved: (event) => void written.set(event.datasetName, event),
    afterNodeDone: async ({ node }) => {
      await seeWritten((event) => event.node === node);
      // The run of the node may end with it.
      if (runOf(node) !== run) await work;
    },
    afterPipelineRun: () => work,
    onPipelineError: async () => {
      await seeWritten(() => true);
      await work;
    },
  };
}

// Loaded while the first node is at work.
const DESCRIBE_USE: string = "./lineage/describe_use.ts";
function loadDescribeUse(): Promise<typeof import("./lineage/describe_use.ts")> {
  return import(DESCRIBE_USE);
}
