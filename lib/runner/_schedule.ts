import type { Clock } from "../core/clock.ts";
import type { PipelineGraph } from "../pipeline/pipeline.ts";
import { ReadyQueue } from "./ready_queue.ts";
import type { NodeStatus } from "./run_result.ts";

/** How to run the nodes of a graph. */
export interface ScheduleOptions {
  /** How many may run at once. */
  readonly concurrency: number;
  /** Stops: no further node starts. */
  readonly signal: AbortSignal | undefined;
  /** Fails the run with its reason, at once: what runs is not waited for. */
  readonly failSignal: AbortSignal | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Run node `i`. */
  readonly run: (i: number) => Promise<void>;
}

/** What became of the nodes, by index. */
export interface Schedule {
  /** How each ended. */
  readonly statuses: readonly NodeStatus[];
  /** When each began, in milliseconds since 1970. */
  readonly started: readonly (number | undefined)[];
  /** How long each took, in milliseconds. */
  readonly durations: readonly (number | undefined)[];
  /** Whether all are done. */
  readonly isComplete: boolean;
  /** The first failure: what was thrown, in a box. */
  readonly failure: { readonly error: unknown } | undefined;
}

/** How long nodes may run one after another before timers, signals and progress displays get a turn. */
const TURN_MS = 50;

/**
 * Run every node once all its parents are done, the lowest index first, so that one at a time means the order of the
 * pipeline. After a failure or the signal nothing starts any more, and what runs is waited for, unless all has failed by
 * `failSignal`.
 */
export function scheduleNodes(graph: PipelineGraph, options: ScheduleOptions): Promise<Schedule> {
  const { concurrency, signal, failSignal, clock, run } = options;
  const count = graph.parents.length;
  const statuses = new Array<NodeStatus>(count).fill("not_run");
  const started = new Array<number | undefined>(count);
  const durations = new Array<number | undefined>(count);
  const waiting = graph.parents.map((parents) => parents.length);
  const ready = new ReadyQueue();
  let failure: Schedule["failure"];
  const running = new Set<number>();
  let done = 0;
  const wallClock = clock.now() - clock.monotonic();
  let lastTurn = clock.monotonic();

  const isStopped = () => failure !== undefined || signal?.aborted === true;

  const runOne = async (i: number): Promise<void> => {
    let begun = clock.monotonic();
    if (begun - lastTurn > TURN_MS) {
      lastTurn = begun;
      await nextTurn();
      if (isStopped()) return;
      begun = clock.monotonic();
    }
    started[i] = wallClock + begun;
    try {
      await run(i);
      statuses[i] = "done";
      done++;
      for (const child of graph.children[i]!) {
        if (--waiting[child]! === 0) ready.add(child);
      }
    } catch (error) {
      // What runs into the signal has not failed.
      statuses[i] = signal?.aborted ? "stopped" : "failed";
      if (!signal?.aborted) failure ??= { error };
    }
    durations[i] = clock.monotonic() - begun;
  };

  return new Promise((resolve) => {
    const proceed = (): void => {
      while (running.size < concurrency && !isStopped()) {
        const i = ready.take();
        if (i === undefined) break;
        running.add(i);
        void runOne(i).then(() => {
          running.delete(i);
          proceed();
        });
      }
      if (running.size === 0) end();
    };
    // Copies: what nobody waits for may still end.
    const end = (): void => {
      failSignal?.removeEventListener("abort", fail);
      resolve({
        statuses: [...statuses],
        started: [...started],
        durations: [...durations],
        isComplete: done === count,
        failure,
      });
    };
    const fail = (): void => {
      failure ??= { error: failSignal?.reason };
      const now = clock.monotonic();
      for (const i of running) {
        if (started[i] === undefined) continue;
        statuses[i] = "stopped";
        durations[i] = wallClock + now - started[i];
      }
      end();
    };
    failSignal?.addEventListener("abort", fail);
    if (failSignal?.aborted) return fail();
    for (let i = 0; i < count; i++) {
      if (waiting[i] === 0) ready.add(i);
    }
    proceed();
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
