import { isSecret, type Secret } from "../../core/secret.ts";
import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import { parseMlflowSettings } from "../mlflow/mlflow_settings.ts";
import type { TargetStatus } from "./describe_replication.ts";
import { copyHere, type CopyingHere } from "./copy_here.ts";
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
  const { directory, artifacts } = store;
  // A thread cannot be told of a store that the caller has made.
  const staysHere = artifacts !== undefined;
  const runIds: string[] = [];
  const begun = performance.now();
  let worker: Worker | undefined;
  let hasFailed = false;
  let stopped: PromiseWithResolvers<void> | undefined;
  const signs: Signs = new Int32Array(new SharedArrayBuffer(8));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let here: CopyingHere | undefined;
  let leaving = Promise.resolve();

  const tell = (message: ToWorker): void => worker?.postMessage(message);
  const end = (): void => {
    worker?.terminate();
    worker = undefined;
    stopped?.resolve();
  };

  function startHere(): void {
    const target = { uri, variables };
    try {
      here = copyHere({ directory, artifacts, clock: store.clock, home, target, staysHere }, runIds);
    } catch {
      // The run is recorded: what is left is told, and tried again at the end, or by whoever comes next.
    }
  }

  function start(): void {
    clearTimeout(timer);
    if (staysHere) return;
    leaveHere();
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

  function leaveHere(): void {
    if (here === undefined) return;
    here.release();
    leaving = here[Symbol.asyncDispose]();
    here = undefined;
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
      if (worker !== undefined) await flushThere(seconds * 1000);
      await leaving;
      const left = deadline - performance.now();
      // There was no thread, or it had stopped.
      if (left > 0 && here === undefined && hasWaiting(await statusOf())) startHere();
      try {
        if (left > 0) await here?.finish(left);
      } catch {
        // As above.
      } finally {
        await here?.[Symbol.asyncDispose]();
        here = undefined;
      }
      return await statusOf();
    },
  };

  async function flushThere(milliseconds: number): Promise<void> {
    tell({ kind: "finish", milliseconds });
    const patience = setTimeout(end, milliseconds + LAST_WORD);
    await stopped?.promise;
    clearTimeout(patience);
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
