import { type Clock, SYSTEM_CLOCK } from "../core/clock.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Node } from "../pipeline/node.ts";
import type { ActiveRun } from "./start_run.ts";

interface Begun {
  readonly startTime: number;
  readonly since: number;
  unsaved: number;
}

/** Hooks that record what becomes of each node of a run: when it started, how long it took, how it ended. */
export function trackingHooks(run: ActiveRun, options: { readonly clock?: Clock | undefined } = {}): Hooks {
  const { clock = SYSTEM_CLOCK } = options;
  const running = new Map<string, Begun>();

  const begin = ({ name, outputs }: Node): Begun => {
    let begun = running.get(name);
    if (begun === undefined) {
      begun = { startTime: clock.now(), since: clock.monotonic(), unsaved: outputs.length };
      running.set(name, begun);
      run.recordNode({ node: name, status: "running", startTime: begun.startTime });
    }
    return begun;
  };
  const end = (node: string, status: "done" | "failed" | "stopped", error?: string): void => {
    const begun = running.get(node);
    if (begun === undefined) return;
    running.delete(node);
    const duration = clock.monotonic() - begun.since;
    run.recordNode({ node, status, startTime: begun.startTime, duration, error });
  };

  return {
    name: "tracking",
    beforeDatasetLoaded: ({ node }) => void begin(node),
    beforeNodeRun: ({ node }) => void begin(node),
    afterNodeRun: ({ node }) => {
      if (node.outputs.length === 0) end(node.name, "done");
    },
    afterDatasetSaved: ({ node }) => {
      const begun = begin(node);
      begun.unsaved--;
      if (begun.unsaved === 0) end(node.name, "done");
    },
    onNodeError: ({ node, error }) => end(node.name, "failed", describe(error)),
    // What still runs has failed to load or save, or has been stopped.
    onPipelineError: ({ error }) => {
      for (const node of [...running.keys()]) end(node, "stopped", describe(error));
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
