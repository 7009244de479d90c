import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import { type Copier, openCopier, type ReplicationTarget, type Round } from "./copier.ts";
import { copyUntil } from "./copy_loop.ts";
import { describeReplication, type TargetStatus } from "./describe_replication.ts";
import { followRun } from "./follow.ts";
import { stoppableWait } from "./stoppable_wait.ts";

/** How to copy what a server lacks. */
export interface SyncOptions extends ReplicationTarget {
  /** Ids of runs to copy that were recorded before there was a server, or for another one. @default {none} */
  readonly runs?: readonly string[] | undefined;
  /** Send again what the server refused. @default {false} */
  readonly retry?: boolean | undefined;
  /** Go on for ever, with what is recorded from now on. @default {false} */
  readonly watch?: boolean | undefined;
  /** How long to wait for a server that does not answer, in milliseconds. @default {10000} */
  readonly patience?: number | undefined;
  /** Where `~/.mlflow/credentials` is looked for. @default {nowhere} */
  readonly home?: string | undefined;
  /** Stops it; what has arrived stays noted. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each answer how many things have arrived, counting points. */
  readonly onProgress?: ((sent: number) => void) | undefined;
}

/** What became of copying. */
export interface SyncReport extends TargetStatus {
  /** Things that arrived, counting points. */
  readonly sent: number;
  /** Why not everything did; `undefined` when all has arrived or was refused. */
  readonly reason: string | undefined;
}

const PATIENCE = 10_000;

/** Copy to a server what it lacks: see `syncRuns()`. */
export async function sync(store: EmbeddedStore, options: SyncOptions): Promise<SyncReport> {
  const { runs = [], retry = false, signal, onProgress } = options;
  // A run whose process died has ended: the server shall know.
  store.recoverInterrupted();
  let sent = 0;
  const onSent = (count: number): void => {
    sent += count;
    onProgress?.(sent);
  };
  const { directory, clock } = store;
  await using copier = openCopier({ directory, clock, target: options, home: options.home, signal, onSent });
  const { outbox } = copier;
  for (const runId of runs) followRun(outbox.database, outbox.target, runId);
  if (retry) outbox.retry();
  const last = await copy(copier, options, () => sent);
  const status = describeReplication(outbox.database, { target: outbox.target })[0];
  if (status === undefined) throw new TypeError("A target that is copied to is known");
  return { ...status, sent, reason: reasonOf(last) };
}

function copy(copier: Copier, options: SyncOptions, countSent: () => number): Promise<Round> {
  const { watch = false, patience = PATIENCE, signal, runs = [] } = options;
  let quietSince = Date.now();
  let known = -1;
  return copyUntil(copier, {
    first: () => runs,
    signal,
    wait: stoppableWait(signal),
    isEnough: (round) => {
      if (watch) return false;
      if (countSent() !== known) quietSince = Date.now();
      known = countSent();
      if (round.kind === "done") return round.sent === 0 || !copier.outbox.hasWork();
      if (round.kind === "taken" && !copier.outbox.hasWork()) return true;
      return Date.now() - quietSince >= patience;
    },
  });
}

function reasonOf(round: Round): string | undefined {
  return round.kind === "taken" ? "another process copies to this server" : round.reason;
}
