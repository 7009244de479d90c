import { type Clock, SYSTEM_CLOCK } from "../core/clock.ts";
import type { DatasetEvent, Hooks, PipelineEvent } from "../hooks/hooks.ts";
import type { ActiveRun } from "./active_run.ts";
import type { DatasetUse } from "./dataset_use.ts";
import { sampleRows } from "./lineage/describe_rows.ts";

type SavedEvent = DatasetEvent & { readonly data: unknown };

/**
 * Hooks that record which data a run read and wrote: digest, columns, rows, bytes and place of every dataset that is one object
 * of a store. Digests are made beside the run; it ends when the last is done.
 */
export function datasetHooks(run: ActiveRun, options: { readonly clock?: Clock | undefined } = {}): Hooks {
  const { clock = SYSTEM_CLOCK } = options;
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
    if (known.has(`${role} ${name}`)) return;
    const dataset = catalog?.get(name);
    if (dataset?.locate === undefined || dataset.traits.ephemeral) return;
    const place = await dataset.locate(role === "input" ? "load" : "save");
    if (place === undefined) return;
    known.add(`${role} ${name}`);
    const seen = { role, name, node: node.name, time: clock.now(), place, sample: sampleRows(data) };
    work = work.then(async () => {
      try {
        const { describeUse } = await loadDescribeUse();
        const use = await describeUse(seen, run.directory);
        if (use !== undefined) run.recordDatasets([use]);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
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
    afterNodeDone: ({ node }) => seeWritten((event) => event.node === node),
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
