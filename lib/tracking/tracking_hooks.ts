import { type Clock, SYSTEM_CLOCK } from "../core/clock.ts";
import { reasonOf } from "../core/describe_value.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Node } from "../pipeline/node.ts";
import type { ActiveRun } from "./active_run.ts";
import type { NodeRecord } from "./run_records.ts";

/** A node at work. */
interface Begun {
  readonly node: Node;
  readonly startTime: number;
  readonly since: number;
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
export function trackingHooks(
  run: Pick<ActiveRun, "recordNode">,
  options: { readonly clock?: Clock | undefined } = {},
): Hooks {
  const { clock = SYSTEM_CLOCK } = options;
  const running = new Map<string, Begun>();

  function begin(node: Node): Begun {
    const known = running.get(node.name);
    if (known !== undefined) return known;
    const begun = { node, startTime: clock.now(), since: clock.monotonic() };
    running.set(node.name, begun);
    run.recordNode({ node: node.name, status: "running", startTime: begun.startTime });
    return begun;
  }

  function end(
    { node: { name }, startTime, since }: Begun,
    ending: Pick<NodeRecord, "status" | "error">,
  ): void {
    running.delete(name);
    run.recordNode({ node: name, ...ending, startTime, duration: clock.monotonic() - since });
  }

  return {
    name: "tracking",
    beforeDatasetLoaded: ({ node }) => void begin(node),
    beforeNodeRun: ({ node }) => void begin(node),
    afterNodeDone: ({ node }) => end(begin(node), { status: "done" }),
    onNodeError: ({ node, error }) => end(begin(node), { status: "failed", error: reasonOf(error) }),
    // What is still at work could not load or save something, or was stopped because of others.
    onPipelineError: ({ error }) => {
      for (const begun of [...running.values()]) {
        end(begun, { status: concerns(error, begun.node) ? "failed" : "stopped", error: reasonOf(error) });
      }
    },
  };
}

// By its fields, not by its class: the error may come from another copy of Kedge.
function concerns(error: unknown, { inputs, outputs }: Node): boolean {
  if (!(error instanceof Error) || error.name !== "DatasetError" || !("dataset" in error)) return false;
  const { dataset } = error;
  return typeof dataset === "string" && [...inputs, ...outputs].includes(dataset);
}
