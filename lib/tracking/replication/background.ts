import { isSecret, type Secret } from "../../core/secret.ts";
import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import { parseMlflowSettings } from "../mlflow/mlflow_settings.ts";
import type { TargetStatus } from "./describe_replication.ts";
import { type Copier, openCopier } from "./copier.ts";
import { flush } from "./flush.ts";
import type { FromWorker, Signs, ToWorker } from "./messages.ts";

/** Copies runs to a server while they are at work, in a thread of its own, so that no node ever waits for it. */
export interface Replication {
  /** The server, without a password. */
  readonly uri: string;
  /** Copy a run from now on, with what is nested in it. */
  follow(runId: string): Promise<void>;
  /** Say that something has been recorded. */
  wake(): void;
  /** Copy what is left, but no longer than so many seconds; then stop. Gives what the server does not have yet of the runs. */
  finish(seconds: number): Promise<TargetStatus>;
}

/** How to copy in the background. */
export interface ReplicationOptions {
  /** Address of the server. */
  readonly uri: string;
  /** MLflow's variables that say how it is reached. @default {none} */
  readonly variables?: Readonly<Record<string, string | Secret>> | undefined;
  /** Where `~/.mlflow/credentials` is looked for. @default {nowhere} */
  readonly home?: string | undefined;
}

// A run that is over sooner needs no thread: what can be sent meanwhile is sent in this one, the rest at its end.
const PATIENCE = 300;
// What is being sent is given up then, but the thread has to close its files.
const LAST_WORD = 2000;

/** Begin to copy runs of a store in the background. */
export function openReplication(store: EmbeddedStore, options: ReplicationOptions): Replication {
  const { uri, home } = options;
  const variables = revealed(options.variables ?? {});
  const { endpoint } = parseMlflowSettings(uri, { variable: (name) => variables[name] });
  const { directory } = store;
  const runIds: string[] = [];
  const begun = performance.now();
  let worker: Worker | undefined;
  let hasFailed = false;
  let stopped: PromiseWithResolvers<void> | undefined;
  const signs: Signs = new Int32Array(new SharedArrayBuffer(8));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let head: { readonly done: Promise<void>; stop(): void } | undefined;

  const tell = (message: ToWorker): void => worker?.postMessage(message);
  const end = (): void => {
    worker?.terminate();
    worker = undefined;
    stopped?.resolve();
  };

  // Begins while the run does: a run of a moment is half there when it ends.
  function startHere(): void {
    const stop = new AbortController();
    const target = { uri, variables };
    const { signal } = stop;
    let copier: Copier;
    try {
      copier = openCopier({ directory, clock: store.clock, home, target, signal, needsLock: true });
    } catch {
      return; // it is tried again at the end
    }
    const done = copier.round(runIds).then(() => {}, () => {}).finally(() => copier[Symbol.asyncDispose]());
    head = {
      done,
      stop: () => {
        // At once, since this thread may not pause for a long time.
        copier.release();
        stop.abort();
      },
    };
  }

  function start(): void {
    clearTimeout(timer);
    head?.stop();
    if (worker !== undefined || hasFailed) return;
    stopped = Promise.withResolvers();
    worker = new Worker(new URL("./worker.ts", import.meta.url), {
      type: "module",
      name: "kedge-replication",
    });
    worker.onmessage = (_: MessageEvent<FromWorker>) => end();
    worker.onerror = (event) => {
      // What is wrong is found, and told, when the rest is copied at the end.
      event.preventDefault();
      hasFailed = true;
      end();
    };
    Atomics.store(signs, 1, 0);
    tell({ kind: "open", directory, uri, variables, home, runIds, signs });
  }

  return {
    uri: endpoint,
    async follow(runId) {
      await store.followRun(runId, endpoint);
      runIds.push(runId);
      tell({ kind: "follow", runId });
      if (timer === undefined) startHere();
      timer ??= setTimeout(start, PATIENCE);
      Deno.unrefTimer(timer as unknown as number);
    },
    wake() {
      Atomics.add(signs, 0, 1);
      // It stops when nothing is recorded for a while.
      if (Atomics.load(signs, 1) === 1) end();
      if (worker === undefined && performance.now() - begun > PATIENCE) start();
    },
    async finish(seconds) {
      clearTimeout(timer);
      const deadline = performance.now() + seconds * 1000;
      const patience = setTimeout(() => head?.stop(), seconds * 1000);
      if (worker !== undefined) await flushThere(seconds * 1000);
      await head?.done;
      clearTimeout(patience);
      const left = deadline - performance.now();
      // There was no thread, or it had stopped.
      if (left > 0 && hasWaiting(await statusOf())) await flushHere(left);
      return await statusOf();
    },
  };

  async function flushThere(milliseconds: number): Promise<void> {
    tell({ kind: "finish", milliseconds });
    const patience = setTimeout(end, milliseconds + LAST_WORD);
    await stopped?.promise;
    clearTimeout(patience);
  }

  async function flushHere(milliseconds: number): Promise<void> {
    const target = { uri, variables };
    try {
      await flush({ directory, clock: store.clock, home, target }, { runIds, milliseconds });
    } catch {
      // The run is recorded: what is left is told, and copied by whoever comes next.
    }
  }

  async function statusOf(): Promise<TargetStatus> {
    const targets = await store.describeReplication(runIds);
    return targets.find((target) => target.uri === endpoint) ?? { ...NOTHING, uri: endpoint };
  }
}

function hasWaiting({ unfinished }: TargetStatus): boolean {
  return unfinished.some(({ waiting }) => waiting > 0);
}

const NOTHING = {
  problem: undefined,
  problemTime: undefined,
  answerTime: undefined,
  runs: 0,
  unfinished: [],
};

function revealed(
  variables: Readonly<Record<string, string | Secret>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).map((
      [name, value],
    ) => [name, isSecret(value) ? String(value.reveal()) : value]),
  );
}
