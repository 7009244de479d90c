import { type Clock, SYSTEM_CLOCK } from "../core/clock.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { baseName } from "../pipeline/names.ts";
import type { Node } from "../pipeline/node.ts";
import type { ActiveRun } from "./active_run.ts";
import type { NodeRecord } from "./run_records.ts";

/** A node at work. */
interface Begun {
  readonly node: Node;
  readonly startTime: number;
  readonly since: number;
  /** Outputs still to be saved. */
  unsaved: number;
  /** Whether its outputs come in pieces, nobody knows how many. */
  isGenerator: boolean;
  /** When it last saved something. */
  lastSaved: number;
}

/**
 * Hooks that record what becomes of each node of a run: when it started, how long it took, how it ended, and with which
 * error. The records are stored once per turn of the event loop.
 *
 * @example Record the nodes of a pipeline run from code
 * ```ts
 * import assert from "node:assert/strict";
 * import {
 *   createCatalog,
 *   node,
 *   openEmbeddedStore,
 *   pipeline,
 *   runPipeline,
 *   startRun,
 *   trackingHooks,
 * } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * await using store = openEmbeddedStore(await Deno.makeTempDir());
 * await using run = await startRun(store);
 * const answer = node({ name: "answer", inputs: [], outputs: "answer", run: () => 42 });
 * await runPipeline(pipeline([answer]), createCatalog({}), { run, hooks: [trackingHooks(run)] });
 * await run.end("FINISHED");
 *
 * const [record] = await store.getNodes(run.id);
 * assert.equal(record?.node, "answer");
 * assert.equal(record.status, "done");
 * ```
 */
export function trackingHooks(run: ActiveRun, options: { readonly clock?: Clock | undefined } = {}): Hooks {
  const { clock = SYSTEM_CLOCK } = options;
  const running = new Map<string, Begun>();

  function begin(node: Node): Begun {
    const known = running.get(node.name);
    if (known !== undefined) return known;
    endGeneratorsBefore(node);
    const since = clock.monotonic();
    const begun = {
      node,
      startTime: clock.now(),
      since,
      unsaved: node.outputs.length,
      isGenerator: false,
      lastSaved: since,
    };
    running.set(node.name, begun);
    run.recordNode({ node: node.name, status: "running", startTime: begun.startTime });
    return begun;
  }

  function end({ node: { name }, startTime, since }: Begun, facts: Ending): void {
    running.delete(name);
    const { status, error, at = clock.monotonic() } = facts;
    run.recordNode({ node: name, status, startTime, duration: at - since, error });
  }

  // Nothing tells when a generator has given its last piece, but who reads what it made comes after.
  function endGeneratorsBefore(reader: Node | undefined): void {
    for (const begun of running.values()) {
      const isRead = reader === undefined || reader.inputs.some((input) => makes(begun.node, input));
      if (begun.isGenerator && isRead) end(begun, { status: "done", at: begun.lastSaved });
    }
  }

  return {
    name: "tracking",
    beforeDatasetLoaded: ({ node }) => void begin(node),
    beforeNodeRun: ({ node }) => void begin(node),
    afterNodeRun: ({ node, outputs }) => {
      const begun = begin(node);
      if (node.outputs.length === 0) end(begun, { status: "done" });
      else begun.isGenerator = Object.keys(outputs).length === 0;
    },
    afterDatasetSaved: ({ node }) => {
      const begun = begin(node);
      begun.lastSaved = clock.monotonic();
      begun.unsaved--;
      if (begun.unsaved === 0 && !begun.isGenerator) end(begun, { status: "done", at: begun.lastSaved });
    },
    onNodeError: ({ node, error }) => end(begin(node), { status: "failed", error: describe(error) }),
    afterPipelineRun: () => endGeneratorsBefore(undefined),
    // What is still at work could not load or save something, or was stopped because of others.
    onPipelineError: ({ error }) => {
      for (const begun of [...running.values()]) {
        end(begun, { status: concerns(error, begun.node) ? "failed" : "stopped", error: describe(error) });
      }
    },
  };
}

interface Ending extends Pick<NodeRecord, "status" | "error"> {
  readonly at?: number;
}

function makes({ outputs }: Node, datasetName: string): boolean {
  return outputs.some((output) => baseName(output) === baseName(datasetName));
}

// By its fields, not by its class: the error may come from another copy of Kedge.
function concerns(error: unknown, { inputs, outputs }: Node): boolean {
  if (!(error instanceof Error) || error.name !== "DatasetError" || !("dataset" in error)) return false;
  const { dataset } = error;
  return typeof dataset === "string" && [...inputs, ...outputs].includes(dataset);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
